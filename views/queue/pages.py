"""The public queue: one page of the songs in line, as the board that all see or as somebody's own copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord.ui import LayoutView, Separator

from domain.order import wait_text
from domain.submissions import Status, Submission
from services.line_up import LineUp
from views.base import Interaction, tell
from views.checks import guild_of
from views.components import Button
from views.layout import BoardItem, Mark, board, rows, short, text
from views.pages import LAST_PAGE, show_own
from views.text import ago, short_song_line

SONGS_ON_A_PAGE = 10


def last_page(line_up: LineUp) -> int:
    """The last page of the queue, counted from 0."""
    return max(0, len(line_up.order) - 1) // SONGS_ON_A_PAGE


def render_public_queue(line_up: LineUp, page: int, buttons: Sequence[BoardItem], heading: str = "") -> LayoutView:
    """A page, counted from 0, over these buttons; `heading`, safe to show, stands on top of a copy of one's own."""
    first = page * SONGS_ON_A_PAGE
    songs = line_up.order[first : first + SONGS_ON_A_PAGE]
    lines = [_line(line_up, place, song) for place, song in enumerate(songs, start=first + 1)]
    parts = [
        *([text(heading)] if heading else []),
        text(*_title(line_up, page)),
        Separator[LayoutView](),
        text(*lines or ["Nobody is in line. Be the first!"]),
        *rows(buttons),
    ]
    return board(Mark.PUBLIC_QUEUE, parts)


def _title(line_up: LineUp, page: int) -> list[str]:
    free = "🟢 Free is open" if line_up.free_open else "🔴 Free is closed"
    count = len(line_up.order)
    pages = f" · page {page + 1} of {last_page(line_up) + 1}"
    return ["## 🎶 The queue", f"{count} song{'' if count == 1 else 's'} in line{pages} · {free}", _now(line_up)]


def _now(line_up: LineUp) -> str:
    song = line_up.playing
    return f"▶️ Now: {short_song_line(song)} by {short(song.member.name, 32)}" if song else "▶️ Nothing plays right now."


def _line(line_up: LineUp, place: int, song: Submission) -> str:
    line = song.line.label if song.line else ""
    return f"{place}\\. {short_song_line(song)} · {line} · {_wait(line_up, place, song)}"


def _wait(line_up: LineUp, place: int, song: Submission) -> str:
    """The estimate, or while there is none since when the song waits."""
    estimate = line_up.estimate(place)
    return f"since {ago(song.entered_at)}" if estimate is None else wait_text(estimate)


MOST_PLACES = 3


class QueuePageButton(Button, prefix="queue:page"):
    """Previous or Next page: carries the page that it leads to."""

    label = "Next page"

    async def press(self, interaction: Interaction) -> None:
        await show_queue(interaction, self.arg(most=LAST_PAGE))


class QueueRefreshButton(Button, prefix="queue:refresh"):
    """Shows how the queue stands now; carries the page, where it is not the first."""

    label = "Refresh"
    emoji = "🔄"

    async def press(self, interaction: Interaction) -> None:
        await show_queue(interaction, self.arg(most=LAST_PAGE) if self.numbers else 0)


class MyPlaceButton(Button, prefix="queue:mine"):
    """Tells where one's own songs stand, and why there."""

    label = "My place"
    emoji = "📍"

    async def press(self, interaction: Interaction) -> None:
        line_up = await interaction.client.services.queue.line_up(guild_of(interaction))
        await tell(interaction, places_text(line_up, interaction.user.id))


async def show_queue(interaction: Interaction, page: int = 0) -> None:
    """Answers with a page of the person's own, their places on top."""
    line_up = await interaction.client.services.queue.line_up(guild_of(interaction))
    await show_own(interaction, queue_board(line_up, page, places_text(line_up, interaction.user.id)))


def queue_board(line_up: LineUp, page: int = 0, heading: str = "") -> discord.ui.LayoutView:
    """The board with its buttons: page 0 without a heading is the one that all see. A page too far is the last."""
    shown = min(page, last_page(line_up))
    navigation: list[discord.ui.Item[Any]] = [
        QueuePageButton(max(shown - 1, 0), label="Previous", disabled=shown == 0),
        QueuePageButton(shown + 1, disabled=shown == last_page(line_up)),
        QueueRefreshButton(shown),
        MyPlaceButton(),
    ]
    return render_public_queue(line_up, shown, navigation, heading)


def places_text(line_up: LineUp, member_id: int) -> str:
    """Where the member's songs stand, how long they may wait, and why; the first three, in play order."""
    known = [line_up.playing] if line_up.playing else []
    own = [song for song in (*known, *line_up.order, *line_up.pending) if song.member.member_id == member_id]
    if not own:
        return "You have no song in the queue. Use /submit to send one."
    more = [f"… and {len(own) - MOST_PLACES} more: see /mysubmissions."] if len(own) > MOST_PLACES else []
    return "\n".join([_place_text(line_up, song) for song in own[:MOST_PLACES]] + more)


def _place_text(line_up: LineUp, song: Submission) -> str:
    name = f"📍 {short_song_line(song)}"
    if song.status is Status.PLAYING:
        return f"{name} plays now."
    place = line_up.place(song)
    if place is None or song.line is None:
        return f"{name} waits until a reviewer approves it as a skip."
    wait = wait_text(line_up.estimate(place))
    return f"{name}: place {place}, {song.line.label}, {wait}.\n-# Why here? {line_up.why(song)}"
