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

from domain import refusals
from domain.following import Status, Unfinished
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

    def connect(self, handle: str) -> Status:
        """Follows the creator from now on, and returns at once; the same one again changes nothing.

        Raises Refusal for what is no handle, and while another creator is followed.
        """
        creator = normalise_handle(handle)
        if not self._is_following():
            self._start(Unfinished(creator))
        elif (current := self.status().creator) != creator:
            raise refusals.already_connected(current or "")
        return self.status()

    def resume(self, unfinished: Unfinished) -> Status:
        """Goes on where the process stopped: with the session while its grace lasts, or with waiting."""
        self._start(unfinished)
        return self.status()

    async def disconnect(self) -> Status:
        """Stops in whatever state, and returns once all that came is recorded and the session is closed."""
        await self._leave(EndReason.USER_INITIATED)
        return self.status()

    async def close(self) -> None:
        """Stops for the end of the process; the session stays open, for `resume`."""
        await self._leave(None)

    def status(self) -> Status:
        """How it stands, at this moment."""
        return self._following.status() if self._following else Status()

    def _is_following(self) -> bool:
        if self._task is None or self._following is None:
            return False
        return not self._task.done() and not self._following.leaving

    def _start(self, start: Unfinished) -> None:
        self._following = Following(self._parts, start)
        self._task = asyncio.create_task(_run(self._following, self._task), name=f"LIVE of @{start.creator}")
        self._task.add_done_callback(_log_failure)

    async def _leave(self, reason: EndReason | None) -> None:
        if self._task is None or self._following is None:
            return
        if self._is_following():
            self._following.leave(reason)
        await asyncio.wait({self._task})


async def _run(following: Following, before: asyncio.Task[None] | None) -> None:
    if before is not None:  # the pursuit before this one may still be writing its last events
        await asyncio.wait({before})
    await following.run()


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.error("%s stopped by a defect", task.get_name(), exc_info=error)
