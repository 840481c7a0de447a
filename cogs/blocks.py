"""Blocks by reviewers: who or what is not taken, why and for how long."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from domain import review_refusals
from domain.blocks import BlockKind
from guild.client import ShowBot
from services.blocks import LONGEST_REASON
from views.base import Interaction, person_of, tell
from views.checks import guild_of, require_reviewer
from views.reviewing.texts import block_list, block_text, blocked_and_removed_text

LONGEST_TEXT = 200
LONGEST_DAYS = 3650
Text = app_commands.Range[str, 1, LONGEST_TEXT]


@app_commands.guild_only()
class BlocksCog(commands.GroupCog, group_name="block", group_description="For reviewers: who or what is not taken"):
    """Receives, calls one service, answers."""

    @app_commands.command(description="Block exactly one of: a member, a handle, a website, a text")
    @app_commands.describe(
        reason="Why; a member who is turned down reads this",
        member="This member cannot submit",
        handle="What this TikTok account does on the LIVE earns nothing",
        website="Links to it are not taken, like example.com",
        text="Songs with it in artist or title are not taken",
        days="How long; left out: until it is taken away",
        remove_songs="Also takes out all songs of this member that wait; /undo takes back both",
    )
    async def add(
        self,
        interaction: Interaction,
        reason: app_commands.Range[str, 1, LONGEST_REASON],
        member: discord.User | None = None,
        handle: Text | None = None,
        website: Text | None = None,
        text: Text | None = None,
        days: app_commands.Range[int, 1, LONGEST_DAYS] | None = None,
        remove_songs: bool = False,  # noqa: FBT001  # an option of a command
    ) -> None:
        """Refuses none and more than one of the four."""
        doer, blocks = await require_reviewer(interaction), interaction.client.services.blocks
        values = {
            BlockKind.MEMBER: str(member.id) if member else None,
            BlockKind.ACCOUNT: handle,
            BlockKind.DOMAIN: website,
            BlockKind.PATTERN: text,
        }
        named = [(kind, value) for kind, value in values.items() if value is not None]
        if len(named) != 1:
            raise review_refusals.block_needs_one_target()
        if remove_songs and not member:
            raise review_refusals.remove_songs_needs_a_member()
        if remove_songs and member:
            whose = person_of(member)
            block, gone = await blocks.add_and_remove_songs(guild_of(interaction), doer, whose, reason, days)
            await tell(interaction, blocked_and_removed_text(block, gone))
            return
        name = person_of(member).name if member else ""
        block = await blocks.add(guild_of(interaction), doer, *named[0], reason, days, name=name)
        await tell(interaction, f"🚫 Blocked: {block_text(block)}\n/block remove takes it away again.")

    @app_commands.command(description="Take a block away")
    @app_commands.describe(number="The number that /block list shows")
    async def remove(self, interaction: Interaction, number: app_commands.Range[int, 1, 2**31]) -> None:
        """By its number."""
        doer = await require_reviewer(interaction)
        await interaction.client.services.blocks.remove(guild_of(interaction), doer, number)
        await tell(interaction, f"Block {number} is taken away.")

    @app_commands.command(name="list", description="See the blocks that hold now")
    async def list_(self, interaction: Interaction) -> None:
        """With their numbers, oldest first."""
        await require_reviewer(interaction)
        holding = await interaction.client.services.blocks.holding(guild_of(interaction))
        await tell(interaction, block_list(holding))


async def setup(bot: ShowBot) -> None:
    """Adds the commands."""
    await bot.add_cog(BlocksCog())
