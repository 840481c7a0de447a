"""The supervisors of all servers: one each, made when it is first needed."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from datetime import datetime

from domain.following import Status, Store, Unfinished
from tiktok.library import Library
from tiktok.ports import LiveSettings, Recorder
from tiktok.reach import troubles
from tiktok.supervisor import Supervisor


class Supervisors:
    """Implements domain.following.Followings over TikTokLive."""

    def __init__(
        self, settings: LiveSettings, clock: Callable[[], datetime], recorder_of: Callable[[int], Recorder]
    ) -> None:
        self._library = Library(settings, clock)
        self._settings = settings
        self._clock = clock
        self._recorder_of = recorder_of
        self._supervisors: dict[int, Supervisor] = {}

    async def connect(self, guild_id: int, handle: str, store: Store) -> Status:
        """Follows the creator from the moment on in which the wish is stored. Raises Refusal."""
        return await self._of(guild_id).connect_stored(handle, store)

    def resume(self, guild_id: int, unfinished: Unfinished) -> Status:
        """Goes on where the process stopped."""
        return self._of(guild_id).resume(unfinished)

    async def disconnect(self, guild_id: int) -> Status:
        """Stops, and returns once all that came is recorded and the session is closed, or is still `leaving`."""
        return await self._of(guild_id).disconnect()

    def status(self, guild_id: int) -> Status:
        """How it stands in one server."""
        return self._of(guild_id).status()

    @property
    def has_sign_key(self) -> bool:
        """Whether the sign server is asked with a key."""
        return self._settings.sign_api_key is not None

    async def reach(self) -> dict[str, str]:
        """What is wrong with `TikTok` and with the `sign server`, in a sentence each; empty where nothing is."""
        return await troubles(self._settings)

    def statuses(self) -> list[Status]:
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
