"""Submitting a song of one's own past again: which one, and in which line."""

from __future__ import annotations

from typing import ClassVar

import discord

from domain import song_refusals
from domain.submissions import Status, Submission
from domain.text import clean_line
from views import answers
from views.autocomplete import parse_number
from views.base import Interaction, person, tell
from views.checks import guild_of
from views.components import Button, Select
from views.pages import buttons
from views.submitting.receipt import receipt_text
from views.submitting.song_modal import open_song_modal
from views.submitting.submit_flow import answer, draft_of, receipt_buttons
from views.submitting.upload import SongUpload
from views.text import song_line

LONGEST_OPTION = 100  # Discord: the label of an option


class AgainButton(Button, prefix="song:again"):
    """Asks for the line in which one's own song is to wait once more."""

    label = "Resubmit"
    emoji = "🔁"

    async def press(self, interaction: Interaction) -> None:
        await ask_for_line(interaction, self.arg())


class HistorySelect(Select, prefix="history:pick"):
    """Picks a song of one's own past."""

    placeholder = "Which song?"

    async def choose(self, interaction: Interaction, value: str) -> None:
        await ask_for_line(interaction, parse_number(value))


class _InLine(Button):
    """Sends the song again; a subclass names the line."""

    wants_skip: ClassVar[bool]

    async def press(self, interaction: Interaction) -> None:
        submissions, guild_id = interaction.client.services.submissions, guild_of(interaction)
        try:
            receipt = await submissions.resubmit(guild_id, person(interaction), self.arg(), wants_skip=self.wants_skip)
        except song_refusals.OwnDuplicate as twin:  # there are no new details to replace that entry with
            raise song_refusals.song_is_still_in(twin.number) from twin
        text, view = receipt_text(receipt), receipt_buttons(receipt.submission)
        await answers.answer(interaction, in_place=True, content=text, view=view)


class AgainInFreeButton(_InLine, prefix="again:free"):
    """Sends the song to Free."""

    label = "Free"
    style = discord.ButtonStyle.primary
    wants_skip = False


class AgainAsSkipButton(_InLine, prefix="again:skip"):
    """Asks a reviewer for a skip."""

    label = "Skip"
    wants_skip = True


async def ask_for_line(interaction: Interaction, number: int) -> None:
    """Asks Free or Skip; where the file is not stored any more, opens the form, which asks for the file too."""
    services = interaction.client.services
    song = await services.submissions.own_song(guild_of(interaction), interaction.user.id, number)
    if song.status.active or song.status is Status.PLAYING:
        raise song_refusals.song_is_still_in(number)
    if song.song.file_hash and not services.store.hold(song.song.file_hash) and not song.song.link:
        await open_song_modal(interaction, SongUpload(draft_of(song), interaction.user.id), answer)
        return
    text = f"Send {song_line(song)} again: in which line? A skip waits for a reviewer."
    await tell(interaction, text, view=buttons(AgainInFreeButton(number), AgainAsSkipButton(number)))


async def offer_history(interaction: Interaction) -> None:
    """Lets the member pick from their own songs that are over."""
    songs = await interaction.client.services.submissions.past(guild_of(interaction), interaction.user.id)
    if not songs:
        await tell(interaction, "You have no songs from earlier here yet. Button Submit to send your first one.")
        return
    menu = HistorySelect(options=[_option(song) for song in songs])
    await tell(interaction, "Which song do you want to send again?", view=buttons(menu))


def _option(song: Submission) -> discord.SelectOption:
    return discord.SelectOption(
        label=clean_line(song.label, LONGEST_OPTION), value=str(song.number), description=f"{song.status}".capitalize()
    )
