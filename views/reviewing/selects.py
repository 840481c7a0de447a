"""The second step of a decision: the choice of a line or a song, the reason, the confirmation."""

from __future__ import annotations

from typing import Any

import discord

from domain.lines import Line
from domain.submissions import Submission
from domain.text import clean_line
from services.line_up import LineUp
from services.review import LONGEST_REASON
from views.autocomplete import parse_line, parse_number
from views.base import Interaction, tell
from views.checks import guild_of, require_reviewer
from views.components import Button, Modal, Select
from views.pages import settle
from views.reviewing.texts import approved_text, cleared_text, rejected_text, removed_text, show_ended_text

MOST_OPTIONS = 25  # Discord: a select has at most 25
LONGEST_OPTION = 100  # Discord: so have the label and the description of an option


class LineSelect(Select, prefix="review:line"):
    """The lines that a pending skip can be approved for; carries its number."""

    placeholder = "Pick a line"

    @classmethod
    def of(cls, number: int, lines: tuple[Line, ...]) -> LineSelect:
        """The choice for the song with that number."""
        return cls(number, options=[discord.SelectOption(label=line.label, value=line) for line in lines])

    async def choose(self, interaction: Interaction, value: str) -> None:
        doer, review = await require_reviewer(interaction), interaction.client.services.review
        song = await review.approve(guild_of(interaction), doer, self.arg(), parse_line(value))
        await settle(interaction, approved_text(song))


class SongSelect(Select, prefix="review:song"):
    """The songs that can be removed."""

    placeholder = "Pick the song to remove"

    @classmethod
    def of(cls, line_up: LineUp) -> SongSelect:
        """The first songs of the queue, pending ones behind."""
        return cls(options=[_option(song) for song in [*line_up.order, *line_up.pending][:MOST_OPTIONS]])

    async def choose(self, interaction: Interaction, value: str) -> None:
        doer, review = await require_reviewer(interaction), interaction.client.services.review
        song = await review.remove(guild_of(interaction), doer, parse_number(value))
        await settle(interaction, removed_text(song))


class RejectModal(Modal):
    """Why a skip is not taken; the reason may stay empty."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Reject #{number}")
        self._number = number
        self._reason: discord.ui.TextInput[RejectModal] = discord.ui.TextInput(
            custom_id="reason", required=False, max_length=LONGEST_REASON, placeholder="The member reads this"
        )
        self.add_item(discord.ui.Label(text="Reason (may stay empty)", component=self._reason))

    async def submit(self, interaction: Interaction) -> None:
        doer, review = await require_reviewer(interaction), interaction.client.services.review
        rejected = await review.reject(guild_of(interaction), doer, self._number, self._reason.value)
        await tell(interaction, rejected_text(rejected))


class EndShowNowButton(Button, prefix="review:endnow"):
    """Ends the show; carries the number of the song that played when it was asked, or 0."""

    label = "End show"
    style = discord.ButtonStyle.danger

    async def press(self, interaction: Interaction) -> None:
        doer, queue = await require_reviewer(interaction), interaction.client.services.queue
        over = await queue.end_show(guild_of(interaction), doer, seen=self.arg())
        await settle(interaction, show_ended_text(over))


class ClearFreeButton(Button, prefix="review:clearfree"):
    """Clears the Free line; carries how many songs the reviewer was asked about."""

    label = "Clear Free"
    style = discord.ButtonStyle.danger

    async def press(self, interaction: Interaction) -> None:
        doer, review = await require_reviewer(interaction), interaction.client.services.review
        count = await review.clear_free(guild_of(interaction), doer, expected=self.arg())
        await settle(interaction, cleared_text(count))


def _option(song: Submission) -> discord.SelectOption:
    where: Any = song.line.label if song.line else "waits for approval"
    return discord.SelectOption(
        label=clean_line(song.label, LONGEST_OPTION),
        value=str(song.number),
        description=clean_line(f"{where} · {song.member.name}", LONGEST_OPTION),
    )
