"""The numbers of a LIVE, posted again."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from domain.live_sessions import LiveSession
from domain.refusals import Refusal
from guild.client import ShowBot
from views.answers import acknowledge, answer
from views.base import Interaction, tell
from views.checks import guild_of, require_reviewer
from views.report.messages import parts_of

MOST_CHOICES = 25  # Discord: of one autocomplete
Number = app_commands.Range[int, 1, 1_000_000_000]


class MetricsCog(commands.Cog):
    """Receives, calls one service, answers."""

    @app_commands.command(description="For reviewers: post the numbers of a LIVE here again")
    @app_commands.describe(session="Pick it from the list; left out: the newest LIVE that is over")
    @app_commands.guild_only()
    async def metrics(self, interaction: Interaction, session: Number | None = None) -> None:
        """All of the report, in the channel where this is asked, for everybody there to see."""
        await require_reviewer(interaction)
        found = await interaction.client.services.reports.find(guild_of(interaction), session)
        if not await acknowledge(interaction, public=True):
            await tell(interaction, f"The numbers of live session {found.session_id}:")
        await self._post_live_summary(interaction, found)

    @metrics.autocomplete("session")
    async def _sessions(self, interaction: Interaction, typed: int | str) -> list[app_commands.Choice[int]]:
        """The newest sessions that match what is typed; nothing for those who may not review."""
        try:
            await require_reviewer(interaction)
        except Refusal:
            return []
        newest = await interaction.client.services.reports.newest(guild_of(interaction), MOST_CHOICES)
        named = {session.session_id: _name(session) for session in newest}
        wanted = str(typed).strip().casefold()
        return [app_commands.Choice(name=name, value=one) for one, name in named.items() if wanted in name.casefold()]

    async def _post_live_summary(self, interaction: Interaction, session: LiveSession) -> None:
        """Posts all parts of a closed session's report."""
        if interaction.guild is None:
            return
        for part in await parts_of(interaction.guild, interaction.client.services, session):
            await answer(interaction, public=True, made=part.message)


def _name(session: LiveSession) -> str:
    opened = session.opened_at
    return f"{session.session_id}: {opened.day} {opened:%b %Y %H:%M} UTC, @{session.creator}"[:100]


async def setup(bot: ShowBot) -> None:
    """Adds the cog; discord.py calls it."""
    await bot.add_cog(MetricsCog())
