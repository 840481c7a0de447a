"""/mysubmissions: one's own songs in pages, each with what can still be done with it."""

from __future__ import annotations

from typing import Any

import discord
from discord.ui import ActionRow, Container, LayoutView, Separator, TextDisplay

from domain.submissions import Status, Submission
from services.submissions import MyPage
from views.base import Interaction
from views.checks import guild_of
from views.components import Button
from views.pages import LAST_PAGE, show_own
from views.submitting.receipt import WhyButton, status_text
from views.submitting.resubmit import AgainButton
from views.submitting.submit_flow import EditButton
from views.text import short_song_line, song_line

Item = discord.ui.Item[Any]


class MyPageButton(Button, prefix="mine:page"):
    """Turns to another page of one's own songs; carries the page."""

    label = "Next page"

    async def press(self, interaction: Interaction) -> None:
        await show_mine(interaction, self.arg(most=LAST_PAGE))


class MyRemoveButton(Button, prefix="mine:remove"):
    """Takes a song of one's own out of the queue, on its page; carries number and page."""

    label = "Remove"
    emoji = "🗑️"

    async def press(self, interaction: Interaction) -> None:
        submissions, page = interaction.client.services.submissions, self.arg(1, most=LAST_PAGE)
        await submissions.remove(guild_of(interaction), interaction.user.id, self.arg())
        await show_mine(interaction, page)


class DeleteButton(Button, prefix="mine:delete"):
    """Asks whether a song is to go from one's own history; carries number and page."""

    label = "Delete"
    emoji = "✖️"

    async def press(self, interaction: Interaction) -> None:
        submissions, page = interaction.client.services.submissions, self.arg(1, most=LAST_PAGE)
        song = await submissions.own_song(guild_of(interaction), interaction.user.id, self.arg())
        text = f"Delete {song_line(song)} from your history? This cannot be taken back."
        keep = MyPageButton(page, label="Keep it")
        await show_own(interaction, _layout([TextDisplay(text), ActionRow(DeleteNowButton(song.number, page), keep)]))


class DeleteNowButton(Button, prefix="mine:deletenow"):
    """Deletes a song from one's own history; carries number and page."""

    label = "Delete for good"
    style = discord.ButtonStyle.danger

    async def press(self, interaction: Interaction) -> None:
        submissions, page = interaction.client.services.submissions, self.arg(1, most=LAST_PAGE)
        await submissions.delete(guild_of(interaction), interaction.user.id, self.arg())
        await show_mine(interaction, page)


async def show_mine(interaction: Interaction, page: int = 0) -> None:
    """Answers with a page of the member's own songs, from 0; the page before where this one is empty by now."""
    submissions, guild_id = interaction.client.services.submissions, guild_of(interaction)
    found = await submissions.mine(guild_id, interaction.user.id, page)
    if page and not found.songs:
        found = await submissions.mine(guild_id, interaction.user.id, page - 1)
    await show_own(interaction, my_songs(found))


def my_songs(found: MyPage) -> LayoutView:
    """The page as a layout. Discord: 40 components at most; five songs take 37."""
    parts: list[Item] = [TextDisplay(_heading(found))]
    for song in found.songs:
        parts += [Separator(), *_song(song, found)]
    if found.page or found.has_more:
        parts.append(
            ActionRow(
                MyPageButton(max(found.page - 1, 0), label="Previous page", disabled=found.page == 0),
                MyPageButton(found.page + 1, disabled=not found.has_more),
            )
        )
    return _layout(parts)


def _heading(found: MyPage) -> str:
    if not found.songs:
        return "## Your songs\nThere is nothing here yet. Use /submit to send a song."
    return f"## Your songs, page {found.page + 1}\nNewest first. Only you see this."


def _song(song: Submission, found: MyPage) -> list[Item]:
    place = found.places.get(song.submission_id)
    text = TextDisplay[LayoutView](f"{short_song_line(song)}\n{status_text(song, place)}")
    presses = _presses(song, found.page)
    return [text, ActionRow(*presses)] if presses else [text]


def _presses(song: Submission, page: int) -> list[Item]:
    if song.status is Status.PLAYING:
        return []
    if song.status.active:
        return [EditButton(song.number), MyRemoveButton(song.number, page), WhyButton(song.number)]
    return [AgainButton(song.number), DeleteButton(song.number, page)]


def _layout(parts: list[Item]) -> LayoutView:
    view = LayoutView(timeout=None)
    view.add_item(Container(*parts))
    return view
