"""The bounded queue between the socket and the one writer: when it is full the socket waits, and nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from domain.live_events import Gift, Join, LiveEvent
from tiktok.ports import Ack

BATCH_SECONDS, BATCH_EVENTS = 0.25, 500
MOST_WAITING = 10_000  # events, and parts without any
BEHIND_SECONDS = 2.0

Keep = Callable[[Sequence[LiveEvent]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Parcel:
    """Events of one frame, when they came, and whom to tell once they and all before them are kept."""

    events: Sequence[LiveEvent]
    ack: Ack | None
    put_at: float


class EventBuffer:
    """Gathers events of one live session into batches: 250 ms or 500 events, whichever is first, and gifts at once.

    What comes in parts of up to 250 events leaves in batches of fewer than 750: others wait for one at most.

    While the writer is more than two seconds behind, joins are left out, and `shed` counts them.
    """

    def __init__(self) -> None:
        self.shed = 0
        self._queue: asyncio.Queue[_Parcel | None] = asyncio.Queue()
        self._waiting = 0
        self._has_room = asyncio.Event()
        self._has_room.set()
        self._behind = False
        self._closed = False

    async def put(self, events: Sequence[LiveEvent], ack: Ack | None = None) -> None:
        """Adds a part of a frame, waiting while the queue is full; `ack` comes with the last part."""
        if self._behind and not self._queue.empty():
            kept = [event for event in events if not isinstance(event, Join)]
            self.shed += len(events) - len(kept)
            events = kept
        await self._has_room.wait()
        self._count(max(1, len(events)))
        self._queue.put_nowait(_Parcel(events, ack, asyncio.get_running_loop().time()))

    def close(self) -> None:
        """Lets `write` return once everything is written."""
        self._queue.put_nowait(None)

    def _count(self, change: int) -> None:
        self._waiting += change
        if self._waiting < MOST_WAITING:
            self._has_room.set()
        else:
            self._has_room.clear()

    async def write(self, keep: Keep) -> None:
        """Hands batch after batch to `keep`, and acknowledges what is kept; the only consumer."""
        while not self._closed:
            parcels = await self._gather()
            if events := [event for parcel in parcels for event in parcel.events]:
                await keep(events)
            for parcel in parcels:
                if parcel.ack is not None:
                    parcel.ack()

    async def _gather(self) -> list[_Parcel]:
        """The next batch. A gift ends the waiting, but what is queued already still comes along."""
        parcels: list[_Parcel] = []
        size, urgent, loop = 0, False, asyncio.get_running_loop()
        parcel = await self._queue.get()
        deadline = loop.time() + BATCH_SECONDS
        self._behind = parcel is not None and loop.time() - parcel.put_at > BEHIND_SECONDS
        while parcel is not None:
            parcels.append(parcel)
            size += len(parcel.events)
            self._count(-max(1, len(parcel.events)))
            urgent = urgent or any(isinstance(event, Gift) for event in parcel.events)
            if size >= BATCH_EVENTS or (urgent and self._queue.empty()):
                return parcels
            try:
                parcel = await self._next(deadline)
            except TimeoutError:
                return parcels
        self._closed = True
        return parcels

    async def _next(self, deadline: float) -> _Parcel | None:
        if not self._queue.empty():  # a timer for each would cost more than the rest
            return self._queue.get_nowait()
        async with asyncio.timeout_at(deadline):
            return await self._queue.get()
