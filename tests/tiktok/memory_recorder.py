"""A recorder that keeps everything in memory, and a pace that waits a hundredth of the real times."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from domain.follow import FollowState, FollowStatus, Room, TroubleKind
from domain.live_events import EndReason, Gift, LiveEvent
from standins.tiktok.wait import until
from standins.tiktok.world import TikTok
from tiktok.library import Library
from tiktok.ports import LiveSettings, Pace
from tiktok.supervisor import Supervisor

QUICK = Pace(
    answer_seconds=1,
    silence_seconds=1,
    closing_seconds=0.1,
    grace_seconds=5,
    poll_seconds=0.1,
    poll_most_seconds=0.4,
    retry_seconds=0.05,
    retry_most_seconds=0.2,
    steady_seconds=60,
)


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class MemoryRecorder:
    """Implements ports.Recorder."""

    sessions: list[Room] = field(default_factory=list)
    batches: list[list[LiveEvent]] = field(default_factory=list)
    closings: list[tuple[int, EndReason]] = field(default_factory=list)
    statuses: list[FollowStatus] = field(default_factory=list)
    next_tries: list[datetime | None] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    diary: list[str] = field(default_factory=list)
    times: list[datetime] = field(default_factory=list)
    writing_seconds: float = 0

    async def opened(self, room: Room, at: datetime) -> int:
        self.diary.append("opening")
        await asyncio.sleep(self.writing_seconds)
        self.sessions.append(room)
        self.times.append(at)
        return len(self.sessions)

    async def record(self, session_id: int, batch: Sequence[LiveEvent]) -> None:
        await asyncio.sleep(self.writing_seconds)
        assert session_id == len(self.sessions)
        self.batches.append(list(batch))

    async def closed(self, session_id: int, _: int, reason: EndReason, at: datetime) -> None:
        self.diary.append("closed")
        self.closings.append((session_id, reason))
        self.times.append(at)

    async def state_changed(self, status: FollowStatus) -> None:
        self.statuses.append(status)

    async def unfollowed(self, _: int) -> None:
        self.next_tries.append(None)

    async def remember(self, _: int, next_try_at: datetime | None) -> None:
        self.next_tries.append(next_try_at)
        if next_try_at is not None:
            self.pauses.append((next_try_at - now()).total_seconds())

    @property
    def events(self) -> list[LiveEvent]:
        """Everything recorded, each (room, message) once, in order."""
        return list({(event.room_id, event.message_id): event for batch in self.batches for event in batch}.values())

    @property
    def states(self) -> list[FollowState]:
        """The states in order, repeats left out."""
        states = [status.state for status in self.statuses]
        return [state for number, state in enumerate(states) if number == 0 or states[number - 1] is not state]

    @property
    def troubles(self) -> set[TroubleKind]:
        """Every kind of trouble that was told."""
        return {status.trouble for status in self.statuses if status.trouble}

    def coins(self) -> dict[int, int]:
        """Coins to the host by user id, with streaks counted by their rise."""
        sums: dict[int, int] = {}
        highest: dict[tuple[int, int, int], int] = {}
        for gift in self.events:
            if isinstance(gift, Gift) and gift.to_host:
                user_id, counted = gift.viewer.user_id, highest.get(gift.streak, 0)
                sums[user_id] = sums.get(user_id, 0) + gift.coins_new(counted)
                highest[gift.streak] = max(counted, gift.repeat_count)
        return sums


@dataclass
class FollowerEnv:
    """The supervisor of one server beside the TikTok that it talks to."""

    tiktok: TikTok
    supervisor: Supervisor
    memory_recorder: MemoryRecorder

    async def until(self, condition: Callable[[], object], what: str, seconds: float = 60) -> None:
        await until(condition, seconds, f"{what}; the status is {self.supervisor.status()}")

    async def reach(self, state: FollowState, seconds: float = 60) -> FollowStatus:
        """Waits for the state."""
        await self.until(lambda: self.supervisor.status().state is state, state, seconds)
        return self.supervisor.status()

    async def meet(self, kind: TroubleKind) -> FollowStatus:
        """Waits until that trouble is told."""
        await self.until(lambda: kind in self.memory_recorder.troubles, kind)
        return next(status for status in self.memory_recorder.statuses if status.trouble is kind)


def settings_for(tiktok: TikTok, *, key: str | None = None, pace: Pace = QUICK) -> LiveSettings:
    """Settings that lead to the stand-in."""
    return LiveSettings(key or tiktok.sign.key, tiktok.sign_url, tiktok.url, tiktok.webcast_url, pace)


@asynccontextmanager
async def open_follower_env(
    tiktok: TikTok, *, key: str | None = None, pace: Pace = QUICK
) -> AsyncIterator[FollowerEnv]:
    """A supervisor with a recorder; it is closed at the end, as at the end of the process."""
    memory_recorder = MemoryRecorder()
    library = Library(settings_for(tiktok, key=key, pace=pace), now)
    supervisor = Supervisor(library.gateway, memory_recorder, now, pace)
    try:
        yield FollowerEnv(tiktok, supervisor, memory_recorder)
    finally:
        await supervisor.close()
