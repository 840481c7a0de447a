"""The recorder of one server: what the supervisor of a LIVE finds, handed to the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.changes import FollowingChanged
from domain.following import Room, State, Status
from domain.live import EndReason, LiveEvent
from services.feed import Feed
from services.live import Live


class GuildRecorder:
    """Implements tiktok.ports.Recorder; every call returns when its part is on disk."""

    def __init__(self, live: Live, feed: Feed, guild_id: int) -> None:
        self._live = live
        self._feed = feed
        self._guild_id = guild_id

    async def opened(self, room: Room, at: datetime) -> int:
        """A live session begins; returns its id."""
        return await self._live.opened(self._guild_id, room.creator, room.room_id, at)

    async def record(self, session_id: int, batch: Sequence[LiveEvent]) -> None:
        """Keeps events, each once."""
        await self._live.record(self._guild_id, session_id, batch)

    async def closed(self, session_id: int, reason: EndReason, at: datetime) -> None:
        """The live session is over."""
        await self._live.closed(self._guild_id, session_id, reason, at)

    async def state_changed(self, status: Status) -> None:
        """Notes a new room and what was lost, forgets what is not followed any more, and announces the state."""
        if status.session_id and status.room_id:
            await self._live.stands(status.session_id, status.room_id, status.unreadable, status.shed)
        if status.state in {State.IDLE, State.ENDED}:
            await self._live.unfollow(self._guild_id)
        self._feed.announce(FollowingChanged(self._guild_id, status))

    async def remember(self, next_try_at: datetime | None) -> None:
        """Keeps when the sign server is to be asked next."""
        await self._live.remember(self._guild_id, next_try_at)
