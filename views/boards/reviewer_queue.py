"""The reviewers' board: what plays, what comes next and what stands behind it, and the buttons of the show."""

from __future__ import annotations

from collections.abc import Mapping

from discord.ui import LayoutView, Separator

from domain.submissions import Submission
from services.line_up import LineUp
from services.queue import SubmitterInfo
from views.layout import BoardItem, Mark, board, fitting, more, rows, short, text
from views.points.texts import origins_text
from views.reviewing.buttons import (
    ApproveButton,
    BookmarkButton,
    EndShowButton,
    NextButton,
    RejectButton,
    RemoveButton,
    UndoButton,
)
from views.text import ago, short_song_line, source_name

MOST_SONGS = 8
CHARACTERS_OF_SONGS = 3300
MOST_HANDLES = 3


def reviewer_queue(line_up: LineUp, submitters: Mapping[int, SubmitterInfo]) -> LayoutView:
    """The board; `submitters` are those of the members of the songs on it, by member."""
    shown = line_up.order[:MOST_SONGS]
    entries = [_entry(line_up, place, song, submitters) for place, song in enumerate(shown, start=1)]
    taken = fitting(entries, CHARACTERS_OF_SONGS)
    rest = more(len(line_up.order) - len(taken))
    parts = [
        text(*_title(line_up, submitters)),
        Separator[LayoutView](),
        text(*taken, *rest) if shown else text("Nobody is in line."),
        *rows(_buttons(line_up)),
    ]
    return board(Mark.REVIEWER_QUEUE, parts)


def members_on_board(line_up: LineUp) -> set[int]:
    """Whose submitters the board shows."""
    playing = [line_up.playing] if line_up.playing else []
    return {song.member.member_id for song in (*playing, *line_up.order[:MOST_SONGS])}


def _title(line_up: LineUp, submitters: Mapping[int, SubmitterInfo]) -> list[str]:
    free = "🟢 Free is open" if line_up.free_open else "🔴 Free is closed"
    counts = f"{len(line_up.order)} in line · {len(line_up.pending)} to approve · {free}"
    return ["## 🎧 Reviewers' queue", counts, *_now(line_up, submitters)]


def _now(line_up: LineUp, submitters: Mapping[int, SubmitterInfo]) -> list[str]:
    song = line_up.playing
    if song is None:
        return ["▶️ Nothing plays. Button Next to start."]
    return [f"▶️ Now: {short_song_line(song)} · {source_name(song)[:60]}", _behind(song, submitters)]


def _entry(line_up: LineUp, place: int, song: Submission, submitters: Mapping[int, SubmitterInfo]) -> str:
    line = song.line.label if song.line else ""
    facts = [line, source_name(song)[:60], f"since {ago(song.submitted_at)}", *_flags(line_up, song)]
    return f"{place}\\. {short_song_line(song)}\n{' · '.join(facts)}\n{_behind(song, submitters)}"


def _behind(song: Submission, submitters: Mapping[int, SubmitterInfo]) -> str:
    """Who sent the song, their handles and their points."""
    backing = submitters.get(song.member.member_id)
    handles = backing.handles if backing else ()
    names = [f"@{short(handle, 24)}" for handle in handles[:MOST_HANDLES]]
    if len(handles) > MOST_HANDLES:
        names.append(f"and {len(handles) - MOST_HANDLES} more")
    who = short(song.member.name, 32) + (f" ({', '.join(names)})" if names else "")
    return f"-# 👤 {who} · {origins_text(backing.points) if backing else 'no points'}"


def _flags(line_up: LineUp, song: Submission) -> list[str]:
    standing = line_up.standings.get(song.member.member_id)
    flags = []
    if song.played_recently:
        flags.append(f"⚠️ played within {line_up.settings.replay_hours} h")
    if standing and standing.away:
        flags.append("💤 away")
    if song.song.note:
        flags.append(f"📝 {short(song.song.note, 60)}")
    return flags


def _buttons(line_up: LineUp) -> list[BoardItem]:
    """The buttons in fixed places, so that a reviewer's hand finds them; those about pending songs name the oldest."""
    number = line_up.pending[0].number if line_up.pending else 0
    label = f" #{number}" if number else ""
    return [
        NextButton.after(line_up.playing),
        UndoButton(),
        BookmarkButton(),
        RemoveButton(),
        EndShowButton(),
        ApproveButton(number, label=f"Approve{label}", disabled=not number),
        RejectButton(number, label=f"Reject{label}", disabled=not number),
    ]
