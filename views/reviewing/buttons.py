"""The reviewers' buttons: each checks who presses, does one thing, and says what it did."""

from __future__ import annotations

from typing import Self

import discord

from domain import review_refusals
from domain.submissions import Submission
from services.queue import NextResult
from views.answers import open_modal
from views.base import Interaction, tell
from views.checks import guild_of, require_reviewer
from views.components import Button
from views.pages import buttons
from views.reviewing.selects import MOST_OPTIONS, EndShowNowButton, LineSelect, RejectModal, SongSelect
from views.reviewing.texts import approved_text, bookmarked_text, next_text, undone_text

MOST_APPROVE = 5  # Discord: five buttons fit in a row
LONGEST_LABEL = 34


class NextButton(Button, prefix="review:next"):
    """Takes the next song; carries the number of the song that plays beside the button, or 0.

    Two reviewers who press beside the same song want the same next song, so one of them gets it, and the other
    is told, with a button to go on. `/next` has no song beside it and takes one each time.
    """

    label = "Next"
    emoji = "⏭️"
    style = discord.ButtonStyle.primary

    @classmethod
    def after(cls, playing: Submission | None) -> Self:
        """The button beside the song that plays."""
        return cls(playing.number if playing else 0)

    async def press(self, interaction: Interaction) -> None:
        doer, queue = await require_reviewer(interaction), interaction.client.services.queue
        try:
            result = await queue.play_next(guild_of(interaction), doer, seen=self.arg())
        except review_refusals.QueueWentOn as late:
            await tell(interaction, str(late), view=buttons(NextButton(late.playing)))
            return
        await answer_next(interaction, result)


class UndoButton(Button, prefix="review:undo"):
    """Takes back the newest action of the staff."""

    label = "Undo"
    emoji = "↩️"

    async def press(self, interaction: Interaction) -> None:
        doer = await require_reviewer(interaction)
        await tell(interaction, undone_text(await interaction.client.services.undo.undo(guild_of(interaction), doer)))


class ApproveButton(Button, prefix="review:approve"):
    """Lets a skip into the lowest paid line; carries its number."""

    label = "Approve"
    emoji = "✅"
    style = discord.ButtonStyle.success

    async def press(self, interaction: Interaction) -> None:
        doer, review = await require_reviewer(interaction), interaction.client.services.review
        await tell(interaction, approved_text(await review.approve(guild_of(interaction), doer, self.arg())))


class ApproveToButton(Button, prefix="review:approveto"):
    """Asks for which line a skip is approved; carries its number."""

    label = "Approve to…"

    async def press(self, interaction: Interaction) -> None:
        await require_reviewer(interaction)
        settings = await interaction.client.services.settings.of(guild_of(interaction))
        choice = LineSelect.of(self.arg(), settings.lines.paid)
        await tell(interaction, f"Approve #{self.arg()} for which line?", view=buttons(choice))


class RejectButton(Button, prefix="review:reject"):
    """Asks why a skip is not taken; carries its number."""

    label = "Reject"
    emoji = "✖️"

    async def press(self, interaction: Interaction) -> None:
        await require_reviewer(interaction)
        await open_modal(interaction, RejectModal(self.arg()))


class BookmarkButton(Button, prefix="review:bookmark"):
    """Keeps a song: the one whose number it carries, else the one that plays."""

    label = "Bookmark"
    emoji = "🔖"

    async def press(self, interaction: Interaction) -> None:
        doer, review = await require_reviewer(interaction), interaction.client.services.review
        number = self.arg() if self.numbers else None
        await tell(interaction, bookmarked_text(await review.bookmark(guild_of(interaction), doer, number)))


class RemoveButton(Button, prefix="review:remove"):
    """Asks which song goes."""

    label = "Remove"
    emoji = "🗑️"

    async def press(self, interaction: Interaction) -> None:
        await require_reviewer(interaction)
        line_up = await interaction.client.services.queue.line_up(guild_of(interaction))
        count = len(line_up.order) + len(line_up.pending)
        if not count:
            raise review_refusals.no_song_waits()
        more = f" These are the first {MOST_OPTIONS}; for others use /remove." if count > MOST_OPTIONS else ""
        await tell(interaction, f"Remove which song?{more}", view=buttons(SongSelect.of(line_up)))


class EndShowButton(Button, prefix="review:endshow"):
    """Asks before the show ends."""

    label = "End show…"

    async def press(self, interaction: Interaction) -> None:
        await require_reviewer(interaction)
        playing = (await interaction.client.services.queue.line_up(guild_of(interaction))).playing
        text = "End the show? The song that plays counts as played. Songs that wait stay for the next show."
        await tell(interaction, text, view=buttons(EndShowNowButton(playing.number if playing else 0)))


async def answer_next(interaction: Interaction, result: NextResult) -> None:
    """Says what /next did, with an Open button for a link; with only skips left, with buttons to approve them."""
    if result.started and result.started.song.link:
        link: discord.ui.Button[discord.ui.View] = discord.ui.Button(label="Open", url=result.started.song.link)
        await tell(interaction, next_text(result, []), view=buttons(link))
        return
    if result.started or not result.pending:
        await tell(interaction, next_text(result, []))
        return
    line_up = await interaction.client.services.queue.line_up(guild_of(interaction))
    pending = line_up.pending[:MOST_APPROVE]
    presses = [ApproveButton(song.number, label=f"Approve {song.label}"[:LONGEST_LABEL]) for song in pending]
    await tell(interaction, next_text(result, pending), view=buttons(*presses))
