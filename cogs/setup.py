"""/setup: the panel, and the quick way by options; and the word on joining a server."""

from __future__ import annotations

import logging

import discord
from discord import app_commands
from discord.ext import commands

from domain import refusals
from guild.alerts import speaking_channel
from guild.client import NO_PINGS, ShowBot
from views.base import Interaction
from views.checks import guild_of, require_admin
from views.pages import buttons
from views.setup.panel import SetUpButton, show_panel

HELLO = "Hello! I run the music queue of your show. Somebody with Manage Server sets me up: press the button."
log = logging.getLogger(__name__)


class SetupCog(commands.Cog):
    """Receives, calls one service, answers with the panel."""

    def __init__(self, bot: ShowBot) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Says hello once, where the bot may speak; the only server of GUILD_ID is the only one it offers itself to."""
        channel = speaking_channel(guild)
        if channel is None or self._bot.home.guild_id not in {None, guild.id}:
            return
        try:
            await channel.send(HELLO, view=buttons(SetUpButton()), allowed_mentions=NO_PINGS)
        except discord.HTTPException as error:
            log.warning("server %d: no hello: %s", guild.id, error)

    @app_commands.command(name="setup", description="Select the channels and the staff role, and check permissions.")
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.describe(
        submission="Where members submit; the portal message lives here.",
        queue="Where the public queue is shown.",
        reviewer="Where reviewers see the queue and the pending skips.",
        now_playing="Where the song that plays is posted.",
        bookmarks="Where bookmarked songs are kept.",
        metrics="Where the numbers of a LIVE are posted when it is over.",
        debug="Where the bot tells you about trouble.",
        staff_role="Who may review, besides those with Manage Server.",
    )
    async def set_up(
        self,
        interaction: Interaction,
        submission: discord.TextChannel | None = None,
        queue: discord.TextChannel | None = None,
        reviewer: discord.TextChannel | None = None,
        now_playing: discord.TextChannel | None = None,
        bookmarks: discord.TextChannel | None = None,
        metrics: discord.TextChannel | None = None,
        debug: discord.TextChannel | None = None,
        staff_role: discord.Role | None = None,
    ) -> None:
        """Sets what is given, and answers with the panel and its check list."""
        doer, guild_id = require_admin(interaction), guild_of(interaction)
        if staff_role and staff_role.is_default():
            raise refusals.everyone_cannot_review()
        given: dict[str, discord.TextChannel | discord.Role | None] = {
            "submission_channel": submission,
            "queue_channel": queue,
            "reviewer_channel": reviewer,
            "now_playing_channel": now_playing,
            "bookmarks_channel": bookmarks,
            "metrics_channel": metrics,
            "debug_channel": debug,
            "staff_role": staff_role,
        }
        service = interaction.client.services.settings
        old = await service.of(guild_id)
        new = {name: str(one.id) for name, one in given.items() if one and one.id != getattr(old, name)}
        if new:
            await service.change(guild_id, doer, new)
        said = f"Settings changed: {len(new)}. The displays follow in a few seconds." if new else ""
        await show_panel(interaction, said=said)


async def setup(bot: ShowBot) -> None:
    """Adds the cog."""
    await bot.add_cog(SetupCog(bot))
