"""What a reviewer reads about following a creator's LIVE, and the button that looks again."""

from __future__ import annotations

from domain.following import State, Status
from domain.live import EndReason
from views.answering import answer
from views.base import Interaction, guild_of, require_reviewer
from views.pressable import Press
from views.text import ago, plain

STATES = {
    State.IDLE: "⚪ Nobody is followed.",
    State.WAITING: "🟡 Waiting until the creator goes LIVE.",
    State.CONNECTING: "🟡 Connecting to the LIVE.",
    State.LIVE: "🟢 LIVE: everything is counted.",
    State.RECONNECTING: "🟠 The LIVE was lost. Trying again; within ten minutes the session goes on.",
    State.ENDED: "⚪ The live session is over.",
}
ENDS = {
    EndReason.USER_INITIATED: "somebody disconnected",
    EndReason.LIVE_END: "the LIVE ended",
    EndReason.UNEXPECTED: "the LIVE was lost",
}
HOUR, MINUTE = 3600, 60


class FollowingPress(Press, prefix="tiktok:status"):
    """Shows how it stands now, in place of how it stood."""

    label = "Refresh"
    emoji = "🔄"

    async def press(self, interaction: Interaction) -> None:
        await require_reviewer(interaction)
        status = interaction.client.followings.status(guild_of(interaction))
        await answer(interaction, in_place=True, content=following_text(status))


def following_text(status: Status) -> str:
    """All that there is to tell: state, creator, room, session, times, counts, what was lost."""
    lines = [STATES[status.state]]
    if status.leaving:
        lines = ["⏳ Following ends: what has come is still being stored. Press Refresh or use /tiktok status later."]
    if status.creator:
        lines.append(f"Creator: {plain('@' + status.creator)}")
    if status.problem:
        lines.append(f"⚠️ {plain(status.problem)}")
    if status.end_reason:
        lines.append(f"It ended because {ENDS[status.end_reason]}.")
    lines += [f"{name}: {value}" for name, value in _facts(status)]
    return "\n".join(lines)


def _facts(status: Status) -> list[tuple[str, str]]:
    facts: list[tuple[str, str | None]] = [
        ("Room", str(status.room_id) if status.room_id else None),
        ("Session", str(status.session_id) if status.session_id else None),
        ("Running for", _length(status.uptime_seconds)),
        ("Last event", ago(status.last_event_at) if status.last_event_at else None),
        ("Next try", ago(status.next_try_at) if status.next_try_at else None),
        ("Events", ", ".join(f"{count:,} {kind}" for kind, count in sorted(status.counts.items())) or None),
        ("Not readable", f"{status.unreadable:,}" if status.unreadable else None),
        ("Joins left out because there were too many events", f"{status.shed:,}" if status.shed else None),
    ]
    return [(name, value) for name, value in facts if value]


def _length(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    hours, rest = divmod(int(seconds), HOUR)
    return f"{hours} h {rest // MINUTE} min" if hours else f"{rest // MINUTE} min {rest % MINUTE} s"
