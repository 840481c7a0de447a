"""Points and the TikTok names that earn them."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from domain import points_refusals
from domain.text import normalise_handle
from guild.client import ShowBot
from services.linking import linked_text
from services.points import LARGEST_ADJUSTMENT, MOST_COINS
from views.autocomplete import suggest_handle, suggest_own_handle
from views.base import Interaction, person, person_of, tell
from views.checks import guild_of, require_admin, require_reviewer
from views.points.texts import ask_to_reset_everyone, credit_text, leaderboard_text, points_text, reset_text
from views.text import plain

Coins = app_commands.Range[int, 1, MOST_COINS]
Amount = app_commands.Range[int, -LARGEST_ADJUSTMENT, LARGEST_ADJUSTMENT]


class PointsCog(commands.Cog):
    """Receives, calls one service, answers."""

    @app_commands.command(description="See points by where they come from and by TikTok account")
    @app_commands.describe(member="Whose points; left out: your own")
    @app_commands.guild_only()
    async def points(self, interaction: Interaction, member: discord.User | None = None) -> None:
        """One's own, or a member's."""
        whose = member or interaction.user
        found = await interaction.client.services.points.of_member(guild_of(interaction), whose.id)
        await tell(interaction, points_text(person_of(whose).name, found))

    @app_commands.command(description="See who has the most points")
    @app_commands.guild_only()
    async def leaderboard(self, interaction: Interaction) -> None:
        """The top list."""
        top = await interaction.client.services.points.leaderboard(guild_of(interaction))
        await tell(interaction, leaderboard_text(top))

    @app_commands.command(
        name="link-tiktok", description="Link your TikTok name, so that what you do on the LIVE counts"
    )
    @app_commands.describe(
        handle="Your TikTok name, like @name", for_member="For reviewers: whose name it is; moves one that is taken"
    )
    @app_commands.autocomplete(handle=suggest_handle)
    @app_commands.guild_only()
    async def link(self, interaction: Interaction, handle: str, for_member: discord.User | None = None) -> None:
        """One's own, or as a reviewer a member's."""
        linking, guild_id = interaction.client.services.linking, guild_of(interaction)
        if for_member is None:
            linked = await linking.link(guild_id, person(interaction), handle)
            await tell(interaction, f"🔗 {plain(linked_text(linked))}")
            return
        doer = await require_reviewer(interaction)
        whose = person_of(for_member)
        name = await linking.move(guild_id, doer, whose, handle)
        await tell(interaction, f"🔗 {plain('@' + name)} is linked to {plain(whose.name)} now.")

    @app_commands.command(name="unlink-tiktok", description="Unlink one of your TikTok names; its points stay with it")
    @app_commands.describe(handle="The name to unlink")
    @app_commands.autocomplete(handle=suggest_own_handle)
    @app_commands.guild_only()
    async def unlink(self, interaction: Interaction, handle: str) -> None:
        """One's own only."""
        linking = interaction.client.services.linking
        name = await linking.unlink(guild_of(interaction), interaction.user.id, handle)
        await tell(interaction, f"{plain('@' + name)} is not linked to you any more. Its points stay with it.")

    @app_commands.command(name="my-tiktok-handles", description="See the TikTok names that are linked to you")
    @app_commands.guild_only()
    async def handles(self, interaction: Interaction) -> None:
        """All of one's own."""
        linking = interaction.client.services.linking
        accounts = await linking.handles_of(guild_of(interaction), interaction.user.id)
        names = ", ".join(
            plain("@" + account.handle) + (" (waits: not seen on a LIVE yet)" if account.is_waiting else "")
            for account in accounts
        )
        await tell(
            interaction, f"Linked to you: {names}" if names else "No TikTok name is linked to you. Use /link-tiktok."
        )

    @app_commands.command(description="Give a member points, or take some away, with a reason")
    @app_commands.describe(member="Whose points", amount="How many; with a minus they are taken", reason="Why")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def adjustpoints(self, interaction: Interaction, member: discord.User, amount: Amount, reason: str) -> None:
        """By hand, with a reason that stays in the ledger."""
        doer, whose = require_admin(interaction), person_of(member)
        total = await interaction.client.services.points.adjust(guild_of(interaction), doer, whose, amount, reason)
        await tell(interaction, f"{plain(whose.name)}: {amount:+,} points, {total:,} now. /undo takes it back.")

    @app_commands.command(description="Give a member credit by hand, for the days when TikTok is broken")
    @app_commands.describe(member="Who gets it", coins="How many coins", reason="Why")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def credit(self, interaction: Interaction, member: discord.User, coins: Coins, reason: str) -> None:
        """As if the member had given the coins on the LIVE; they move up the member's song at once."""
        doer, whose = require_admin(interaction), person_of(member)
        given = await interaction.client.services.credits.give(guild_of(interaction), doer, whose, coins, reason)
        await tell(interaction, credit_text(whose.name, coins, given))

    @app_commands.command(description="Set points to zero: of a member, of one TikTok account, or of everyone")
    @app_commands.describe(
        member="This member, with every linked account", handle="This TikTok account alone", everyone="All; asks first"
    )
    @app_commands.autocomplete(handle=suggest_handle)
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def resetpoints(
        self,
        interaction: Interaction,
        member: discord.User | None = None,
        handle: str = "",
        everyone: bool = False,  # noqa: FBT001  # an option of a command
    ) -> None:
        """Exactly one of the three."""
        doer, points, guild_id = require_admin(interaction), interaction.client.services.points, guild_of(interaction)
        if [member is not None, bool(handle), everyone].count(True) != 1:
            raise points_refusals.whose_points()
        if everyone:
            await ask_to_reset_everyone(interaction)
        elif member:
            whose = person_of(member)
            gone = await points.reset_member(guild_id, doer, whose)
            await tell(interaction, reset_text(whose.name, gone))
        else:
            gone = await points.reset_handle(guild_id, doer, handle)
            await tell(interaction, reset_text(f"@{normalise_handle(handle)}", gone))


async def setup(bot: ShowBot) -> None:
    """Adds the cog; discord.py calls it."""
    await bot.add_cog(PointsCog())
