"""What a reviewer is told after a decision: which song, what happened to it, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from domain.actions import ActionKind
from domain.blocks import Block, BlockKind
from domain.submissions import Submission
from services.queue import NextResult
from services.review import Rejected
from services.undo import Undone
from views.layout import fitting, more
from views.text import ago, plain, short_song_line, song_line

MOST_NAMED = 10
_DID = {
    ActionKind.NEXT: "took the next song",
    ActionKind.APPROVE: "approved",
    ActionKind.REJECT: "rejected",
    ActionKind.MOVE: "moved",
    ActionKind.REMOVE: "removed",
    ActionKind.PROMOTE: "moved up by coins",
    ActionKind.CLEAR: "cleared Free",
    ActionKind.RESET: "reset the points of",
    ActionKind.ADJUST: "adjusted points:",
    ActionKind.LADDER: "changed the ladder:",
    ActionKind.OPEN: "opened Free",
    ActionKind.CLOSE: "closed Free",
    ActionKind.END_SHOW: "ended the show",
    ActionKind.BOOKMARK: "bookmarked",
    ActionKind.BLOCK: "blocked",
    ActionKind.BLOCK_AND_REMOVE: "blocked a member and removed",
    ActionKind.UNBLOCK: "took away",
    ActionKind.LINK: "linked",
    ActionKind.CREDIT: "gave credit:",
    ActionKind.TIKTOK: "on TikTok:",
    ActionKind.SETTING: "set",
    ActionKind.RESTORE: "brought back",
}


def did(kind: ActionKind, subject: str) -> str:
    """`moved **#17 Artist – Title to Skip**`: an action and its subject, made safe to show, in words."""
    return f"{_DID[kind]} **{subject}**" if subject else _DID[kind]


def next_text(result: NextResult, pending: list[Submission]) -> str:
    """What /next did; with nothing started, what is left and how to go on. `pending` are the skips to name."""
    lines = [_started(result.started, result.points_taken)] if result.started else []
    if result.ended:
        lines.append(f"⏹️ Ended: {song_line(result.ended)}")
    return "\n".join(lines + ([] if result.started else _left(result, pending)))


def _started(song: Submission, points_taken: int) -> str:
    name = plain(song.member.name)
    lines = [f"▶️ Now playing: {song_line(song)}", f"by {name} · {_line(song)}"]
    if song.song.note:
        lines.append(f"> {plain(song.song.note)}")
    if song.played_recently:
        lines.append("⚠️ It was played here a short while ago.")
    if points_taken:
        lines.append(f"{name}'s {points_taken:,} points went to zero: a play from {_line(song)} costs them.")
    return "\n".join(lines)


def _left(result: NextResult, pending: list[Submission]) -> list[str]:
    lines = []
    if result.waiting_away:
        lines.append(
            f"{_count(result.waiting_away, 'song waits', 'songs wait')}, but whoever sent them is away. "
            "They come back with /away; until then they are passed over."
        )
    if result.pending:
        waits = _count(result.pending, "skip waits", "skips wait")
        lines.append(f"{waits} for approval. Button Approve here or use /approve, then press Next again:")
        lines += [f"• {short_song_line(song)} by {plain(song.member.name)}" for song in pending]
    return lines or ["No song waits. The queue is empty."]


def approved_text(song: Submission) -> str:
    """An approved skip, as it waits now."""
    return f"✅ Approved: {song_line(song)} waits in {_line(song)} now."


def rejected_text(rejected: Rejected) -> str:
    """A rejected skip, back in Free or returned."""
    where = "waits in Free now" if rejected.back_to_free else "was returned to its member"
    return f"Rejected: {song_line(rejected.song)} {where}."


def moved_text(song: Submission) -> str:
    """A song that was moved, as it waits now."""
    return f"Moved: {song_line(song)} waits in {_line(song)} now."


def removed_text(song: Submission) -> str:
    """A removed song, and the way back."""
    return f"🗑️ Removed: {song_line(song)}. /undo brings it back."


def bookmarked_text(song: Submission) -> str:
    """A song that is kept."""
    return f"🔖 Bookmarked: {song_line(song)}."


def clear_question(count: int) -> str:
    """What is asked before the Free line is emptied."""
    return f"Remove {_count(count, 'song', 'songs')} from the Free line? Their members keep their points."


def cleared_text(count: int) -> str:
    """An emptied Free line, and the way back."""
    return f"🗑️ Cleared Free: {_count(count, 'song was', 'songs were')} removed. /undo brings them back."


def show_ended_text(over: Submission | None) -> str:
    """The end of a show, with the song that it ended."""
    ended = f"\n⏹️ Ended: {song_line(over)}" if over else ""
    return f"The show is over. Songs that wait stay for the next one.{ended}"


def undone_text(undone: Undone) -> str:
    """What was taken back, who had done it and when, and which songs stay as somebody changed them since."""
    action = undone.action
    doer = plain(action.doer.name)
    text = f"↩️ Taken back: {doer} {did(action.kind, plain(action.subject))} ({ago(action.made_at)})."
    if not undone.left_alone:
        return text
    named = [f"• {plain(label)}" for label in undone.left_alone[:MOST_NAMED]]
    more = [f"… and {len(undone.left_alone) - MOST_NAMED} more."] if len(undone.left_alone) > MOST_NAMED else []
    return "\n".join([text, "Left as they are, because they changed since:", *named, *more])


def _line(song: Submission) -> str:
    return song.line.label if song.line else "no line"


def _count(count: int, one: str, many: str) -> str:
    return f"1 {one}" if count == 1 else f"{count} {many}"


MOST_CHARACTERS = 1900  # Discord: a message has 2,000
_LOOKS = {
    BlockKind.ACCOUNT: "TikTok account @{}",
    BlockKind.DOMAIN: "website {}",
    BlockKind.PATTERN: "text “{}”",
}


def block_text(block: Block) -> str:
    """`**3** website example.com: spam (until taken away)`, safe to show."""
    until = "until taken away" if block.expires_at is None else f"ends {ago(block.expires_at)}"
    # Discord: a mention of a member shows the name of today; it pings nobody, for no message allows pings.
    what = f"<@{block.value}>" if block.kind is BlockKind.MEMBER else _LOOKS[block.kind].format(plain(block.value))
    return f"**{block.block_id}** {what}: {plain(block.reason)} ({until})"


def blocked_and_removed_text(block: Block, songs: int) -> str:
    """A block that took the member's songs along, and the way back."""
    were = "1 song that waited is" if songs == 1 else f"{songs} songs that waited are"
    return f"🚫 Blocked: {block_text(block)}\n{were} taken out. /undo takes back both, /block remove only the block."


def block_list(blocks: Sequence[Block]) -> str:
    """The blocks one a line, oldest first, as many as fit."""
    if not blocks:
        return "Nobody and nothing is blocked."
    rows = fitting([block_text(block) for block in blocks], MOST_CHARACTERS)
    return "\n".join([*rows, *more(len(blocks) - len(rows))])
