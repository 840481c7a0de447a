"""The reviewers' commands about single songs, and their look back: /archive and /audit."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from guild.client import ShowBot
from services.review import LONGEST_REASON
from views.autocomplete import parse_line, parse_number, suggest_active, suggest_line, suggest_pending
from views.base import Interaction, tell
from views.checks import guild_of, require_reviewer
from views.reviewing.archive import show_archive, show_audit
from views.reviewing.texts import approved_text, moved_text, rejected_text, removed_text

Reason = app_commands.Range[str, 0, LONGEST_REASON]


class ReviewCog(commands.Cog):
    """Receives, calls one service, answers."""

    @app_commands.command(description="For reviewers: let a skip that waits for approval into a line")
    @app_commands.describe(submission="Its number, or pick it from the list", line="Left out: the lowest paid line")
    @app_commands.autocomplete(submission=suggest_pending, line=suggest_line)
    @app_commands.guild_only()
    async def approve(self, interaction: Interaction, submission: str, line: str | None = None) -> None:
        """Into the lowest paid line, or the chosen one."""
        doer, review = await require_reviewer(interaction), interaction.client.services.review
        target = parse_line(line) if line else None
        song = await review.approve(guild_of(interaction), doer, parse_number(submission), target)
        await tell(interaction, approved_text(song))

    @app_commands.command(description="For reviewers: turn down a skip; it goes to Free, or back to its member")
    @app_commands.describe(submission="Its number, or pick it from the list", reason="Why; the member reads this")
    @app_commands.autocomplete(submission=suggest_pending)
    @app_commands.guild_only()
    async def reject(self, interaction: Interaction, submission: str, reason: Reason = "") -> None:
        """Back to Free where the member has room there, else returned."""
        doer, review = await require_reviewer(interaction), interaction.client.services.review
        rejected = await review.reject(guild_of(interaction), doer, parse_number(submission), reason)
        await tell(interaction, rejected_text(rejected))

    @app_commands.command(description="For reviewers: put a song at the end of another line")
    @app_commands.describe(submission="Its number, or pick it from the list", line="The line that it goes to")
    @app_commands.autocomplete(submission=suggest_active, line=suggest_line)
    @app_commands.guild_only()
    async def move(self, interaction: Interaction, submission: str, line: str) -> None:
        """Waiting songs change their line; a pending one is approved by it."""
        doer, review = await require_reviewer(interaction), interaction.client.services.review
        song = await review.move(guild_of(interaction), doer, parse_number(submission), parse_line(line))
        await tell(interaction, moved_text(song))

    @app_commands.command(description="For reviewers: take a song out of the queue")
    @app_commands.describe(submission="Its number, or pick it from the list", reason="Why; the member reads this")
    @app_commands.autocomplete(submission=suggest_active)
    @app_commands.guild_only()
    async def remove(self, interaction: Interaction, submission: str, reason: Reason = "") -> None:
        """Waiting or pending; its member is told."""
        doer, review = await require_reviewer(interaction), interaction.client.services.review
        song = await review.remove(guild_of(interaction), doer, parse_number(submission), reason)
        await tell(interaction, removed_text(song))

    @app_commands.command(description="For reviewers: the songs that were played, newest first")
    @app_commands.describe(member="Left out: the songs of everybody")
    @app_commands.guild_only()
    async def archive(self, interaction: Interaction, member: discord.User | None = None) -> None:
        """Also of members who left."""
        await show_archive(interaction, 0, member.id if member else 0)

    @app_commands.command(description="For reviewers: who did what to which song, newest first")
    @app_commands.guild_only()
    async def audit(self, interaction: Interaction) -> None:
        """Undone actions say who undid them."""
        await show_audit(interaction, 0)


async def setup(bot: ShowBot) -> None:
    """Adds the commands."""
    await bot.add_cog(ReviewCog())
