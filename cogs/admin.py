"""/setup: the channels and the staff role."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from displays.report import setup_report
from domain import refusals
from views.base import Interaction, ShowBot, guild_of, require_admin, tell


class Admin(commands.Cog):
    """Receives, calls one service, answers with a check list."""

    @app_commands.command(name="setup", description="Choose the channels and the staff role, and check permissions.")
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
        """Sets what is given, and answers with a check list of everything."""
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
        settings = await service.change(guild_id, doer, new) if new else old
        await tell(interaction, setup_report(interaction, settings, len(new)))


async def setup(bot: ShowBot) -> None:
    """Adds the cog."""
    await bot.add_cog(Admin())
