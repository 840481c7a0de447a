"""What a reviewer reads about following a creator's LIVE, and the button that looks again."""

from __future__ import annotations

import asyncio

from domain.follow import FollowState, FollowStatus
from domain.live_events import EndReason
from domain.live_sessions import FollowRequest, LiveSession
from guild.client import ShowBot
from services.live import unfinished
from views.answers import answer
from views.base import Interaction
from views.checks import guild_of, require_reviewer
from views.components import Button
from views.text import ago, plain

STATES = {
    FollowState.IDLE: "⚪ Nobody is followed.",
    FollowState.WAITING: "🟡 Waiting until the creator goes LIVE.",
    FollowState.CONNECTING: "🟡 Connecting to the LIVE.",
    FollowState.LIVE: "🟢 LIVE: everything is counted.",
    FollowState.RECONNECTING: "🟠 The LIVE was lost. Trying again; within ten minutes the session goes on.",
    FollowState.ENDED: "⚪ The live session is over.",
}
ENDS = {
    EndReason.USER_INITIATED: "somebody disconnected",
    EndReason.LIVE_END: "the LIVE ended",
    EndReason.UNEXPECTED: "the LIVE was lost",
}
HOUR, MINUTE = 3600, 60


class FollowingButton(Button, prefix="tiktok:status"):
    """Shows how it stands now, in place of how it stood."""

    label = "Refresh"
    emoji = "🔄"

    async def press(self, interaction: Interaction) -> None:
        await require_reviewer(interaction)
        status = interaction.client.supervisors.status(guild_of(interaction))
        await answer(interaction, in_place=True, content=following_text(status))


def following_text(status: FollowStatus) -> str:
    """All that there is to tell: state, creator, room, session, times, counts, what was lost."""
    lines = [STATES[status.state]]
    if status.leaving:
        lines = [
            "⏳ LiveFollower ends: what has come is still being stored. Button Refresh or use /tiktok status later."
        ]
    if status.creator:
        lines.append(f"Creator: {plain('@' + status.creator)}")
    if status.problem:
        lines.append(f"⚠️ {plain(status.problem)}")
    if status.end_reason:
        lines.append(f"It ended because {ENDS[status.end_reason]}.")
    lines += [f"{name}: {value}" for name, value in _facts(status)]
    return "\n".join(lines)


def _facts(status: FollowStatus) -> list[tuple[str, str]]:
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


AT_REST = frozenset({FollowState.IDLE, FollowState.ENDED})
SECOND_LOOK_SECONDS = 1  # a following that ends right now is about to take its request back

Asked = tuple[FollowRequest, LiveSession | None]


async def resume_follow_requests(bot: ShowBot) -> dict[int, str]:
    """Goes on with every LIVE that is asked for and not followed; returns the creators, by server."""
    neglected = await _neglected(bot)
    for request, session in neglected:
        bot.supervisors.resume(request.guild_id, unfinished(request, session))
    return {request.guild_id: request.creator for request, _ in neglected}


async def resume_neglected(bot: ShowBot) -> dict[int, str]:
    """The same while the bot runs: only what is neglected at two looks, for one can fall into a disconnect."""
    if not await _neglected(bot):
        return {}
    await asyncio.sleep(SECOND_LOOK_SECONDS)
    return await resume_follow_requests(bot)


async def _neglected(bot: ShowBot) -> list[Asked]:
    follow_requests = await bot.services.live.follow_requests()
    return [asked for asked in follow_requests if bot.supervisors.status(asked[0].guild_id).state in AT_REST]
