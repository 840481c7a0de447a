"""What members read of their songs: the receipt, and where a song stands."""

from __future__ import annotations

from domain import song_refusals
from domain.order import wait_text
from domain.submissions import Status, Submission
from services.submissions import Receipt
from views.answers import answer
from views.base import Interaction, tell
from views.checks import guild_of
from views.components import Button
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


class RemoveOwnButton(Button, prefix="song:remove"):
    """Takes one's own song out of the queue; it can be submitted again from the history."""

    label = "Remove"
    emoji = "🗑️"

    async def press(self, interaction: Interaction) -> None:
        submissions = interaction.client.services.submissions
        song = await submissions.remove(guild_of(interaction), interaction.user.id, self.arg())
        text = f"🗑️ {song_line(song)} is out of the queue. /mysubmissions can send it again."
        await answer(interaction, in_place=True, content=text, view=None)


class WhyButton(Button, prefix="song:why"):
    """Explains the place of one's own song."""

    label = "Why here?"
    emoji = "❔"

    async def press(self, interaction: Interaction) -> None:
        services, guild_id = interaction.client.services, guild_of(interaction)
        song = await services.submissions.own_song(guild_id, interaction.user.id, self.arg())
        line_up = await services.queue.line_up(guild_id)
        if song.status is Status.PENDING:
            await tell(interaction, f"{song_line(song)} waits until a reviewer approves it as a skip.")
            return
        place = line_up.place(song)
        if place is None:
            raise song_refusals.song_moved_on(song.number, song.status)
        await tell(interaction, f"{song_line(song)} is at place {place}. {line_up.why(song)}")
