"""The recorder of one server: what the supervisor of a LIVE finds, handed to the services."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from domain.changes import FollowingChanged
from domain.following import Room, State, Status
from domain.live import EndReason, LiveEvent
from domain.refusals import Refusal
from services.feed import Feed
from services.live import Live

T = TypeVar("T")
PAUSES_SECONDS = (1, 2, 4, 8, 15, 30)  # a minute: for a program that holds the file, or a disk that is tidied up


class GuildRecorder:
    """Implements tiktok.ports.Recorder; every call returns when its part is on disk.

    A Refusal of the database comes only after a minute of tries: a LIVE is not given up for a moment of it.
    """

    def __init__(self, live: Live, feed: Feed, guild_id: int) -> None:
        self._live = live
        self._feed = feed
        self._guild_id = guild_id

    async def opened(self, room: Room, at: datetime) -> int:
        """A live session begins; returns its id."""
        return await _patiently(partial(self._live.opened, self._guild_id, room.creator, room.room_id, at))

    async def record(self, session_id: int, batch: Sequence[LiveEvent]) -> None:
        """Keeps events, each once."""
        await _patiently(partial(self._live.record, self._guild_id, session_id, batch))

    async def closed(self, session_id: int, reason: EndReason, at: datetime) -> None:
        """The live session is over."""
        await _patiently(partial(self._live.closed, self._guild_id, session_id, reason, at))

    async def state_changed(self, status: Status) -> None:
        """Notes a new room and what was lost, forgets what is not followed any more, and announces the state."""
        if status.session_id and status.room_id:
            stands = status.session_id, status.room_id, status.unreadable, status.shed
            await _patiently(partial(self._live.stands, *stands))
        if status.state in {State.IDLE, State.ENDED}:
            await _patiently(partial(self._live.unfollow, self._guild_id))
        self._feed.announce(FollowingChanged(self._guild_id, status))

    async def remember(self, next_try_at: datetime | None) -> None:
        """Keeps when the sign server is to be asked next."""
        await _patiently(partial(self._live.remember, self._guild_id, next_try_at))


async def _patiently(work: Callable[[], Awaitable[T]]) -> T:
    """What `work` returns. The database logs what it refuses; a transaction that was refused has changed nothing."""
    for seconds in PAUSES_SECONDS:
        try:
            return await work()
        except Refusal:
            await asyncio.sleep(seconds)
    return await work()
