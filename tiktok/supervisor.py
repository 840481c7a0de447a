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

A live session begins with the first `opened` and lasts until `ended`, through drops and into new rooms."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from datetime import datetime

from domain import points_refusals
from domain.follow import FollowStatus, Store, Unfinished
from domain.live_events import EndReason
from domain.text import normalise_handle
from tiktok.follower import FollowerDependencies, LiveFollower
from tiktok.library import Library, troubles
from tiktok.ports import LiveSettings, OpenGateway, Pace, Recorder

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
        self._parts = FollowerDependencies(open_gateway, recorder, clock, pace or Pace(), chance)
        self._following: LiveFollower | None = None
        self._task: asyncio.Task[None] | None = None
        self._running: dict[asyncio.Task[None], LiveFollower] = {}
        self._connecting = asyncio.Lock()

    async def connect_stored(self, handle: str, store: Store) -> FollowStatus:
        """The same as `connect`, with a request that is stored first: one at a time, and with no step in between."""
        async with self._connecting:
            creator = self._accepted(handle)
            return self.connect(creator, await store(creator))

    def connect(self, handle: str, wish_id: int = 0) -> FollowStatus:
        """Follows the creator from now on, and returns at once; one that is followed goes on for the new request.

        Raises Refusal for what is no handle, and while another creator is followed.
        """
        creator = self._accepted(handle)
        if self._following and self._is_following():
            self._following.wish_id = wish_id
        else:
            self._start(Unfinished(creator, wish_id))
        return self.status()

    def resume(self, unfinished: Unfinished) -> FollowStatus:
        """Goes on where the process stopped: with the session while its grace lasts, or with waiting."""
        if not self._connecting.locked():  # else the request is being replaced by another
            self._start(unfinished)
        return self.status()

    async def disconnect(self) -> FollowStatus:
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

    def status(self) -> FollowStatus:
        """How it stands, at this moment."""
        return self._following.status() if self._following else FollowStatus()

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
        self._following = LiveFollower(self._parts, start)
        self._task = asyncio.create_task(_run(self._following, self._task), name=f"LIVE of @{start.creator}")
        self._running[self._task] = self._following
        self._task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._running[task]
        if not task.cancelled() and (error := task.exception()):
            log.error("%s stopped by a defect", task.get_name(), exc_info=error)


async def _run(following: LiveFollower, before: asyncio.Task[None] | None) -> None:
    if before is not None:  # the pursuit before this one may still be writing its last events
        await asyncio.wait({before})
    await following.run()


class Supervisors:
    """Implements domain.follow.LiveSupervisors over TikTokLive."""

    def __init__(
        self, settings: LiveSettings, clock: Callable[[], datetime], recorder_of: Callable[[int], Recorder]
    ) -> None:
        self._library = Library(settings, clock)
        self._settings = settings
        self._clock = clock
        self._recorder_of = recorder_of
        self._supervisors: dict[int, Supervisor] = {}

    async def connect(self, guild_id: int, handle: str, store: Store) -> FollowStatus:
        """Follows the creator from the moment on in which the request is stored. Raises Refusal."""
        return await self._of(guild_id).connect_stored(handle, store)

    def resume(self, guild_id: int, unfinished: Unfinished) -> FollowStatus:
        """Goes on where the process stopped."""
        return self._of(guild_id).resume(unfinished)

    async def disconnect(self, guild_id: int) -> FollowStatus:
        """Stops, and returns once all that came is recorded and the session is closed, or is still `leaving`."""
        return await self._of(guild_id).disconnect()

    def status(self, guild_id: int) -> FollowStatus:
        """How it stands in one server."""
        return self._of(guild_id).status()

    @property
    def has_sign_key(self) -> bool:
        """Whether the sign server is asked with a key."""
        return self._settings.sign_api_key is not None

    async def reach(self) -> dict[str, str]:
        """What is wrong with `TikTok` and with the `sign server`, in a sentence each; empty where nothing is."""
        return await troubles(self._settings)

    def statuses(self) -> list[FollowStatus]:
        """How it stands in every server that ever followed somebody."""
        return [supervisor.status() for supervisor in self._supervisors.values()]

    async def aclose(self) -> None:
        """Stops everywhere for the end of the process; open sessions stay open, for `resume`."""
        await asyncio.gather(*(supervisor.close() for supervisor in self._supervisors.values()))

    def _of(self, guild_id: int) -> Supervisor:
        if guild_id not in self._supervisors:
            self._supervisors[guild_id] = Supervisor(
                self._library.gateway, self._recorder_of(guild_id), self._clock, self._settings.pace, random.random
            )
        return self._supervisors[guild_id]
