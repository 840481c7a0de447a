"""What members read of their songs: the receipt, and where a song stands."""

from __future__ import annotations

from domain.estimate import wait_text
from domain.submissions import Status, Submission
from services.submissions import Receipt
from views.text import ago, plain, song_line

_OVER = {Status.PLAYED: "✅ Played", Status.REMOVED: "🗑️ Removed", Status.REJECTED: "↩️ Not taken as a skip"}


def receipt_text(receipt: Receipt, *, changed: bool = False) -> str:
    """Number, line, place and wait of a song that was just stored, and what else its member should know."""
    song = receipt.submission
    said = "has the new details and keeps its place" if changed else "is in"
    lines = [f"✅ {song_line(song)} {said}.", _standing(receipt), *map(plain, receipt.remarks)]
    if song.played_recently and not changed:
        lines.append("🔁 It was played a short time ago; the reviewer is told.")
    return "\n".join(lines)


def _standing(receipt: Receipt) -> str:
    song = receipt.submission
    if song.line is None:
        return "⏳ It waits until a reviewer approves it as a skip."
    return f"Line: {song.line.label} · Place: {receipt.place} · Wait: {wait_text(receipt.estimate)}"


def status_text(song: Submission, place: int | None) -> str:
    """Where a song stands, or how it ended and when."""
    if song.status is Status.PENDING:
        return "⏳ Skip, waits for a reviewer"
    if song.status is Status.PLAYING:
        return "▶️ Plays now"
    if song.status is Status.WAITING:
        return f"🎵 {song.line.label if song.line else ''}, place {place}"
    ended = f" {ago(song.ended_at)}" if song.ended_at else ""
    return f"{_OVER[song.status]}{ended}" + (f": {plain(song.reason)}" if song.reason else "")
