"""The pending skips: songs that wait for a reviewer's yes, oldest first, each with its buttons."""

from __future__ import annotations

from discord.ui import LayoutView

from domain.submissions import Submission
from services.line_up import LineUp
from views.layout import BoardItem, Mark, board, fitting, more, rows, short, text
from views.reviewing.buttons import ApproveButton, ApproveToButton, RejectButton
from views.text import ago, short_song_line, source_name

MOST_SONGS = 7  # Discord: 40 components; each song takes five, and the container, title and last line are three
CHARACTERS_OF_SONGS = 3700


def pending_skips(line_up: LineUp) -> LayoutView:
    """The board."""
    entries = [_entry(line_up, song) for song in line_up.pending[:MOST_SONGS]]
    taken = fitting(entries, CHARACTERS_OF_SONGS)
    parts: list[BoardItem] = [text(*_title(line_up))]
    for song, entry in zip(line_up.pending, taken, strict=False):
        parts += [text(entry), *rows(_buttons(song))]
    if rest := more(len(line_up.pending) - len(taken)):
        parts.append(text(*rest))
    return board(Mark.PENDING, parts)


def _title(line_up: LineUp) -> list[str]:
    if not line_up.pending:
        return ["## ⏳ Pending skips", "No song waits to be approved."]
    return ["## ⏳ Pending skips", f"Approve puts a song into {line_up.settings.lines.lowest_paid.label}."]


def _entry(line_up: LineUp, song: Submission) -> str:
    facts = [source_name(song)[:60], short(song.member.name, 32), f"since {ago(song.entered_at)}"]
    if song.played_recently:
        facts.append(f"⚠️ played within {line_up.settings.replay_hours} h")
    if song.song.note:
        facts.append(f"📝 {short(song.song.note, 60)}")
    return f"{short_song_line(song)}\n-# {' · '.join(facts)}"


def _buttons(song: Submission) -> list[BoardItem]:
    return [ApproveButton(song.number), ApproveToButton(song.number), RejectButton(song.number)]
