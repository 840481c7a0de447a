"""The recorder of one server: what the supervisor of a LIVE finds, handed to the services."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from itertools import chain, repeat
from typing import TypeVar

from domain.changes import FollowingChanged, RecordingGoesOn, RecordingStuck
from domain.follow import FollowStatus, Room
from domain.live_events import EndReason, LiveEvent
from domain.refusals import DataUnusable
from services.base import Feed
from services.live import Live

T = TypeVar("T")
PAUSES_SECONDS = (0.5, 1.0, 2.0, 5.0)
TOLD_AFTER_SECONDS = 5.0  # a moment is no outage

Sleep = Callable[[float], Awaitable[None]]


class GuildRecorder:
    """Implements tiktok.ports.Recorder; every call returns when its part is on disk.

    A database that cannot be used is tried again for as long as it takes: a transaction that was refused has changed
    nothing. An outage is announced once it has lasted, and its end once nothing waits any more.
    """

    def __init__(
        self,
        live: Live,
        feed: Feed,
        guild_id: int,
        *,
        sleep: Sleep = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._live = live
        self._feed = feed
        self._guild_id = guild_id
        self._sleep = sleep
        self._monotonic = monotonic
        self._refused_since: dict[object, float] = {}
        self._told = False

    async def opened(self, room: Room, at: datetime) -> int:
        """A live session begins; returns its id."""
        return await self._stored(partial(self._live.opened, self._guild_id, room.creator, room.room_id, at))

    async def record(self, session_id: int, batch: Sequence[LiveEvent]) -> None:
        """Keeps events, each once."""
        await self._stored(partial(self._live.record, self._guild_id, session_id, batch))

    async def closed(self, session_id: int, wish_id: int, reason: EndReason, at: datetime) -> None:
        """The live session is over, and what was asked for with it."""
        await self._stored(partial(self._live.closed, self._guild_id, session_id, reason, at, wish_id))

    async def unfollowed(self, wish_id: int) -> None:
        """What was asked for is over."""
        await self._stored(partial(self._live.unfollow, self._guild_id, wish_id))

    async def state_changed(self, status: FollowStatus) -> None:
        """Notes a new room and what was lost, and announces the state."""
        if status.session_id and status.room_id:
            stands = status.session_id, status.room_id, status.unreadable, status.shed
            await self._stored(partial(self._live.stands, *stands))
        self._feed.announce(FollowingChanged(self._guild_id, status))

    async def remember(self, wish_id: int, next_try_at: datetime | None) -> None:
        """Keeps when the sign server is to be asked next."""
        await self._stored(partial(self._live.remember, self._guild_id, next_try_at, wish_id))

    async def _stored(self, work: Callable[[], Awaitable[T]]) -> T:
        """What `work` returns, once the database takes it."""
        pauses = chain(PAUSES_SECONDS, repeat(PAUSES_SECONDS[-1]))
        try:
            while True:
                try:
                    result = await work()
                    break
                except DataUnusable as refusal:
                    self._refused(work, refusal)
                await self._sleep(next(pauses))
        finally:
            self._refused_since.pop(work, None)
        self._worked()
        return result

    def _refused(self, work: object, refusal: DataUnusable) -> None:
        since = self._refused_since.setdefault(work, self._monotonic())
        if not self._told and self._monotonic() - since >= TOLD_AFTER_SECONDS:
            self._told = True
            self._feed.announce(RecordingStuck(self._guild_id, refusal.what))

    def _worked(self) -> None:
        if self._told and not self._refused_since:
            self._told = False
            self._feed.announce(RecordingGoesOn(self._guild_id))
