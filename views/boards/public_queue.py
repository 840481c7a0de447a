"""The public queue: one page of the songs in line, as the board that all see or as somebody's own copy."""

from __future__ import annotations

from collections.abc import Sequence

from discord.ui import LayoutView, Separator

from domain.estimate import wait_text
from domain.submissions import Submission
from services.line_up import LineUp
from views.boards.layout import Button, Mark, board, rows, short, text
from views.text import ago, short_song_line

SONGS_ON_A_PAGE = 10


def last_page(line_up: LineUp) -> int:
    """The last page of the queue, counted from 0."""
    return max(0, len(line_up.order) - 1) // SONGS_ON_A_PAGE


def render_public_queue(line_up: LineUp, page: int, buttons: Sequence[Button], heading: str = "") -> LayoutView:
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
