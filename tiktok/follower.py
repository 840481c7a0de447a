"""One pursuit of one creator: find the LIVE, listen, come back after a drop, and end with the grace or on request."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from domain.follow import FollowState, FollowStatus, Room, TroubleKind, Unfinished
from domain.live_events import EndReason, LiveEnded, LiveEvent
from tiktok.backoff import pause_seconds
from tiktok.event_buffer import EventBuffer
from tiktok.ports import HOPELESS, OVER, Ack, Gateway, OpenGateway, Pace, Recorder, Trouble
from tiktok.states import RESTING, Signal, after

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class FollowerDependencies:
    """What a pursuit is made of; `chance` gives the jitter, from 0 to 1."""

    open_gateway: OpenGateway
    recorder: Recorder
    clock: Callable[[], datetime]
    pace: Pace
    chance: Callable[[], float]


class LiveFollower:
    """Runs once. It is the sink of its own connections, and the only one who moves the state."""

    def __init__(self, parts: FollowerDependencies, start: Unfinished) -> None:
        self.creator = start.creator
        self.wish_id = start.wish_id
        self.leaving = False
        self._parts = parts
        self._pace = parts.pace
        self._recorder = parts.recorder
        self._clock = parts.clock
        self._state = FollowState.IDLE
        self._session_id = start.session_id
        self._room = Room(start.room_id, start.creator) if start.room_id else None
        self._opened_at = start.opened_at
        self._last_event_at = start.last_event_at
        self._next_try_at = start.next_try_at
        self._event_buffer = EventBuffer()
        self._counts: Counter[type[LiveEvent]] = Counter()
        self._gateway: Gateway | None = None
        self._seeker: asyncio.Task[None] | None = None
        self._writer: asyncio.Task[None] | None = None
        self._trouble: Trouble | None = None
        self._tries = 0
        self._connected_at: float | None = None  # this and the grace count by the loop's clock, which never jumps
        self._grace_ends: float | None = None
        self._creator_left = False
        self._room_over: int | None = None
        self._reason: EndReason | None = None
        self._begin()

    def _begin(self) -> None:
        """A session from before a restart goes on with what is left of its grace, counted from its last event."""
        self._state = after(FollowState.IDLE, Signal.CONNECT if self._session_id is None else Signal.RESUME)
        if self._session_id is None:
            return
        since = self._last_event_at or self._opened_at or self._clock()
        gone = max(self._clock() - since, timedelta()).total_seconds()
        self._grace_ends = asyncio.get_running_loop().time() + self._pace.grace_seconds - gone

    @property
    def is_ending(self) -> bool:
        """Nothing is looked for any more, by request or by itself; what came may still have to be stored."""
        return self.leaving or self._state in RESTING or (self._seeker is not None and self._seeker.done())

    def status(self) -> FollowStatus:
        """How it stands."""
        active = self._state not in RESTING
        return FollowStatus(
            state=self._state,
            creator=self.creator,
            room_id=self._room.room_id if self._room else None,
            session_id=self._session_id,
            opened_at=self._opened_at,
            uptime_seconds=(self._clock() - self._opened_at).total_seconds() if active and self._opened_at else None,
            last_event_at=self._last_event_at,
            next_try_at=self._next_try_at if active else None,
            trouble=self._trouble.kind if self._trouble else None,
            problem=str(self._trouble) if self._trouble else "",
            end_reason=self._reason,
            counts={kind.__name__.lower(): count for kind, count in self._counts.items()},
            unreadable=self._gateway.unreadable if self._gateway else 0,
            shed=self._event_buffer.shed,
            leaving=active and self.leaving,
        )

    async def run(self) -> None:
        """Follows until there is nothing to follow. What is queued is written before the session is closed."""
        try:
            async with asyncio.TaskGroup() as self._tasks:
                self._seeker = self._tasks.create_task(self._seek())
                if self.leaving:
                    self._seeker.cancel()
                await asyncio.wait({self._seeker})
                self._event_buffer.close()
        finally:
            await self._finish()

    def leave(self, reason: EndReason | None) -> None:
        """Stops following, and closes the session for `reason`; without one the session stays open for a restart."""
        self.leaving, self._reason = True, reason
        if self._seeker is not None:
            self._seeker.cancel()

    async def opened(self, room: Room) -> None:
        """The socket is open: the session begins or goes on."""
        session_id = self._session_id
        if session_id is None:
            # Once asked for, a session is always learned of, even when somebody disconnects in this moment.
            session_id = await asyncio.shield(self._tasks.create_task(self._new_session(room)))
        if self._writer is None:
            self._writer = self._tasks.create_task(self._event_buffer.write(partial(self._recorder.record, session_id)))
        self._connected_at = asyncio.get_running_loop().time()
        self._grace_ends, self._creator_left = None, False
        self._trouble, self._next_try_at = None, None
        await self._stored(self._recorder.remember(self.wish_id, None))
        await self._step(Signal.OPENED)

    async def _new_session(self, room: Room) -> int:
        self._opened_at = self._clock()
        self._session_id = await self._recorder.opened(room, self._opened_at)
        return self._session_id

    async def take(self, parts: Iterable[Sequence[LiveEvent]], ack: Ack | None) -> None:
        """Queues the events of one frame. Raises Trouble when they say that the LIVE has ended."""
        ends: list[LiveEnded] = []
        for number, events in enumerate(parts):
            if number:  # each took a while to read
                await asyncio.sleep(0)
            if events:
                self._counts.update(map(type, events))
                self._last_event_at = self._clock()
                ends += [event for event in events if isinstance(event, LiveEnded)]
                await self._event_buffer.put(events)
        if ack is not None:
            await self._event_buffer.put((), ack)
        for end in ends:
            # A suspended LIVE can come back in its room, an ended one cannot.
            self._room_over = None if end.suspended else end.room_id
            raise Trouble(TroubleKind.LIVE_OVER)

    async def _seek(self) -> None:
        await self._tell()
        if self._next_try_at is not None:
            await self._rest(min(self._next_try_at - self._clock(), timedelta(days=1)).total_seconds())
        while not self._is_over():
            try:
                await self._try()
            except Trouble as trouble:
                await self._meet(trouble)

    def _is_over(self) -> bool:
        if self._state in RESTING:
            return True
        return self._grace_ends is not None and asyncio.get_running_loop().time() >= self._grace_ends

    async def _try(self) -> None:
        """One look for the LIVE and, where it is found, all of one connection. Always ends with Trouble."""
        if self._gateway is None:
            self._gateway = await self._parts.open_gateway(self.creator)
        room = await self._gateway.find()
        if room.room_id == self._room_over:  # TikTok: for a while the pages know nothing of the end yet
            raise Trouble(TroubleKind.OFFLINE)
        self._room = room
        await self._step(Signal.FOUND)
        await self._gateway.listen(room, self)
        # TikTok: it also closes with 1000 when heartbeats were missed, so only the end event tells of an end.
        raise Trouble(TroubleKind.DROPPED)

    async def _meet(self, trouble: Trouble) -> None:
        """Tells, and waits before the next try."""
        known = self._trouble is not None and self._trouble.kind is trouble.kind
        log.log(logging.DEBUG if known else logging.INFO, "@%s: %s (%r)", self.creator, trouble, trouble.__cause__)
        now = asyncio.get_running_loop().time()
        held = self._connected_at is not None and now - self._connected_at >= self._pace.steady_seconds
        self._tries = 1 if held else self._tries + 1
        self._trouble, self._connected_at = trouble, None
        self._creator_left = self._creator_left or trouble.kind in OVER
        if self._session_id is None and trouble.kind in HOPELESS:
            self._state = after(self._state, Signal.HOPELESS)
            await self._stored(self._recorder.unfollowed(self.wish_id))
            await self._tell()
            return
        seconds = pause_seconds(trouble, self._tries, self._clock(), self._pace, self._parts.chance())
        self._next_try_at = self._clock() + timedelta(seconds=seconds)
        if self._session_id is not None and self._grace_ends is None:
            self._grace_ends = now + self._pace.grace_seconds
        await self._stored(self._recorder.remember(self.wish_id, self._next_try_at))
        await self._step(Signal.TROUBLE)
        await self._rest(seconds)

    async def _rest(self, seconds: float) -> None:
        if self._grace_ends is not None:
            seconds = min(seconds, self._grace_ends - asyncio.get_running_loop().time())
        await asyncio.sleep(seconds)

    async def _finish(self) -> None:
        if self._gateway is not None:
            await self._gateway.close()
        if self.leaving and self._reason is None:
            return
        if self._state not in RESTING:
            await self._end()

    async def _end(self) -> None:
        """Closes the session, if one was opened: by request, or at the end of the grace, or after a defect."""
        grace_over = self._state is FollowState.RECONNECTING and not self.leaving
        if self._reason is None:
            self._reason = EndReason.LIVE_END if grace_over and self._creator_left else EndReason.UNEXPECTED
        try:
            if self._session_id is not None:
                await self._tell()  # with the last counts: the report needs them
                await self._recorder.closed(self._session_id, self.wish_id, self._reason, self._clock())
        finally:  # a recorder that fails must not leave it looking alive
            self._state = after(self._state, Signal.GRACE_OVER if grace_over else Signal.DISCONNECT)
        await self._recorder.unfollowed(self.wish_id)
        await self._tell()

    async def _step(self, signal: Signal) -> None:
        self._state = after(self._state, signal)
        await self._tell()

    async def _tell(self) -> None:
        await self._stored(self._recorder.state_changed(self.status()))

    async def _stored(self, work: Awaitable[None]) -> None:
        """Waits until it is on disk; a database that cannot be used takes nothing away from the grace."""
        began = asyncio.get_running_loop().time()
        await work
        if self._grace_ends is not None:
            self._grace_ends += asyncio.get_running_loop().time() - began
