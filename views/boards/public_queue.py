"""The public queue: one page of the songs in line, live in its channel or as somebody's own copy."""

from __future__ import annotations

from collections.abc import Sequence

from discord.ui import LayoutView, Separator

from domain.estimate import wait_text
from domain.submissions import Submission
from services.line_up import LineUp
from views.boards.layout import Button, Mark, board, rows, short, text
from views.text import ago

SONGS_ON_A_PAGE = 10


def page_count(line_up: LineUp) -> int:
    """How many pages the queue has; an empty one has one."""
    return max(1, -(-len(line_up.order) // SONGS_ON_A_PAGE))


def public_queue(line_up: LineUp, page: int, buttons: Sequence[Button], *, live: bool) -> LayoutView:
    """Page `page`, counted from 0 and brought into bounds, over these buttons; `live` is the board in its channel."""
    page = min(max(page, 0), page_count(line_up) - 1)
    first = page * SONGS_ON_A_PAGE
    songs = line_up.order[first : first + SONGS_ON_A_PAGE]
    lines = [_line(line_up, place, song) for place, song in enumerate(songs, start=first + 1)]
    parts = [
        text(_heading(line_up, page, live=live)),
        text(_now(line_up)),
        Separator[LayoutView](),
        text(*lines or ["The queue is empty. Be the first!"]),
        *rows(buttons),
    ]
    return board(Mark.PUBLIC_QUEUE if live else None, parts)


def _heading(line_up: LineUp, page: int, *, live: bool) -> str:
    title = "## 🎶 The queue" if live else f"## 🎶 The queue, page {page + 1} of {page_count(line_up)}"
    free = "🟢 Free is open" if line_up.free_open else "🔴 Free is closed"
    count = len(line_up.order)
    return f"{title}\n{count} song{'' if count == 1 else 's'} in line · {free}"


def _now(line_up: LineUp) -> str:
    song = line_up.playing
    if song is None:
        return "▶️ Nothing plays right now."
    return f"▶️ Now: **{short(song.song.artist)} – {short(song.song.title)}** by {short(song.member.name, 32)}"


def _line(line_up: LineUp, place: int, song: Submission) -> str:
    label = song.line.label if song.line else ""
    return f"**{place}.** {short(song.song.artist)} – {short(song.song.title)} · {label} · {_wait(line_up, place, song)}"


def _wait(line_up: LineUp, place: int, song: Submission) -> str:
    """The estimate, or while there is none since when the song waits."""
    estimate = line_up.estimate(place)
    return f"since {ago(song.entered_at)}" if estimate is None else wait_text(estimate)
