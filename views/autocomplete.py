"""Songs and lines as people pick or type them in a command, and the suggestions while they type.

Discord: at most 25 suggestions of up to 100 characters, and nobody has to pick one: any text can arrive."""

from __future__ import annotations

import re
from collections.abc import Iterable

from discord import app_commands

from domain import refusals, review_refusals, song_refusals
from domain.lines import Line
from domain.submissions import Submission
from domain.text import clean_line
from services.line_up import LineUp
from views.base import Interaction
from views.checks import guild_of, require_reviewer

MOST_CHOICES = 25
LONGEST_CHOICE = 100
_NUMBER = re.compile(r"#?([0-9]{1,9})")


def parse_number(text: str) -> int:
    """The song number in `17` or `#17`; refuses anything else."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise song_refusals.not_a_song_number(text)
    return int(found[1])


def parse_line(text: str) -> Line:
    """The line with that value or that name; refuses anything else."""
    wanted = text.strip().casefold()
    for line in Line:
        if wanted in {line.value, line.label.casefold()}:
            return line
    raise review_refusals.line_not_in_ladder(text)


async def suggest_active(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    """Pending and waiting songs that match what is typed; nothing for those who may not review."""
    line_up = await _line_up(interaction)
    return _songs([*line_up.pending, *line_up.order], current) if line_up else []


async def suggest_pending(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    """Pending songs that match what is typed; nothing for those who may not review."""
    line_up = await _line_up(interaction)
    return _songs(line_up.pending, current) if line_up else []


async def suggest_line(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    """The lines of the server's ladder."""
    settings = await interaction.client.services.settings.of(guild_of(interaction))
    matching = (line for line in settings.lines.lines if current.strip().casefold() in line.label.casefold())
    return [app_commands.Choice(name=line.label, value=line.value) for line in matching]


async def _line_up(interaction: Interaction) -> LineUp | None:
    try:
        await require_reviewer(interaction)
    except refusals.Refusal:
        return None
    return await interaction.client.services.queue.line_up(guild_of(interaction))


def _songs(songs: Iterable[Submission], current: str) -> list[app_commands.Choice[str]]:
    wanted = current.strip().casefold()
    matching = [song for song in songs if wanted in song.label.casefold()]
    return [
        app_commands.Choice(name=clean_line(song.label, LONGEST_CHOICE), value=str(song.number))
        for song in matching[:MOST_CHOICES]
    ]


async def suggest_handle(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    """Handles of this server that start like what is typed."""
    linking = interaction.client.services.linking
    return _choices(await linking.suggestions(guild_of(interaction), current))


async def suggest_own_handle(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    """The person's own linked handles that hold what is typed."""
    linking = interaction.client.services.linking
    accounts = await linking.handles_of(guild_of(interaction), interaction.user.id)
    wanted = current.strip().lstrip("@").lower()
    return _choices(account.handle for account in accounts if wanted in account.handle)


def _choices(handles: Iterable[str]) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=f"@{handle}", value=handle) for handle in handles][:25]
