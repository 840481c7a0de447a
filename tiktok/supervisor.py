"""Follows one creator for one server, from `connect` to the end of the live session, whatever happens in between.

| from | signal | to |
|---|---|---|
| idle, ended | connect | waiting |
| idle | resume | reconnecting |
| waiting | found | connecting |
| waiting, connecting | trouble | waiting |
| waiting, connecting | hopeless | idle |
| waiting, connecting | disconnect | idle |
| connecting, reconnecting | opened | live |
| live, reconnecting | trouble | reconnecting |
| reconnecting | found | reconnecting |
| reconnecting | grace over | ended |
| live, reconnecting | disconnect | ended |

A live session begins with the first `opened` and lasts until `ended`, through drops and into new rooms.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from datetime import datetime

from domain import points_refusals
from domain.following import Status, Store, Unfinished
from domain.live import EndReason
from domain.text import normalise_handle
from tiktok.following import Following, Parts
from tiktok.ports import OpenGateway, Pace, Recorder

log = logging.getLogger(__name__)


class Supervisor:
    """Owns the one pursuit of its server and the task that it runs in."""

    def __init__(
        self,
        open_gateway: OpenGateway,
        recorder: Recorder,
        clock: Callable[[], datetime],
        pace: Pace | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._parts = Parts(open_gateway, recorder, clock, pace or Pace(), chance)
        self._following: Following | None = None
        self._task: asyncio.Task[None] | None = None
        self._running: dict[asyncio.Task[None], Following] = {}
        self._connecting = asyncio.Lock()

    async def connect_stored(self, handle: str, store: Store) -> Status:
        """The same as `connect`, with a wish that is stored first: one at a time, and with no step in between."""
        async with self._connecting:
            creator = self._accepted(handle)
            return self.connect(creator, await store(creator))

    def connect(self, handle: str, wish_id: int = 0) -> Status:
        """Follows the creator from now on, and returns at once; one that is followed goes on for the new wish.

        Raises Refusal for what is no handle, and while another creator is followed.
        """
        creator = self._accepted(handle)
        if self._following and self._is_following():
            self._following.wish_id = wish_id
        else:
            self._start(Unfinished(creator, wish_id))
        return self.status()

    def resume(self, unfinished: Unfinished) -> Status:
        """Goes on where the process stopped: with the session while its grace lasts, or with waiting."""
        if not self._connecting.locked():  # else the wish is being replaced by another
            self._start(unfinished)
        return self.status()

    async def disconnect(self) -> Status:
        """Stops in whatever state; returns once all that came is recorded and the session is closed.

        What takes longer than a command may goes on, and the status says so.
        """
        if self._following and self._is_following():
            self._following.leave(EndReason.USER_INITIATED)
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=self._parts.pace.leaving_seconds)
        return self.status()

    async def close(self) -> None:
        """Stops for the end of the process; the session stays open, for `resume`.

        So does one whose end cannot be stored: it was not acknowledged, and TikTok sends again what was not either.
        """
        if self._following and self._is_following():
            self._following.leave(None)
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=self._parts.pace.closing_down_seconds)
            for task in late:
                self._running[task].leave(None)
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def status(self) -> Status:
        """How it stands, at this moment."""
        return self._following.status() if self._following else Status()

    def _accepted(self, handle: str) -> str:
        creator = normalise_handle(handle)
        if self._following and self._is_following() and self._following.creator != creator:
            raise points_refusals.already_connected(self._following.creator)
        return creator

    def _is_following(self) -> bool:
        if self._task is None or self._following is None:
            return False
        return not self._task.done() and not self._following.is_ending

    def _start(self, start: Unfinished) -> None:
        self._following = Following(self._parts, start)
        self._task = asyncio.create_task(_run(self._following, self._task), name=f"LIVE of @{start.creator}")
        self._running[self._task] = self._following
        self._task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._running[task]
        if not task.cancelled() and (error := task.exception()):
            log.error("%s stopped by a defect", task.get_name(), exc_info=error)


async def _run(following: Following, before: asyncio.Task[None] | None) -> None:
    if before is not None:  # the pursuit before this one may still be writing its last events
        await asyncio.wait({before})
    await following.run()
