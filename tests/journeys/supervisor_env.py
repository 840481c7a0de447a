"""The supervisor and the services over a real file, without Discord and with short waits, by the time of a playing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from domain.changes import Change, FollowingChanged
from domain.follow import FollowStatus, TroubleKind
from domain.submissions import Person
from services.container import Services
from services.live import unfinished
from services.live_recorder import GuildRecorder
from standins.tiktok import Player, TikTok
from standins.tiktok.wait import until
from tests.bot_env import open_services
from tests.tiktok.memory_recorder import QUICK, settings_for
from tiktok.supervisor import Supervisors

GUILD, RITA = 1, Person(1, "Rita")
STARTS_AT = datetime(2026, 11, 1, 20, 0, tzinfo=UTC)
PACE = replace(QUICK, silence_seconds=0.6, grace_seconds=2)


class SupervisorEnv:
    """A folder with the bot's data; `player`, once there is one, says what time it is."""

    def __init__(self, folder: Path) -> None:
        self.player: Player | None = None
        self.troubles: set[TroubleKind] = set()
        self.status = FollowStatus()
        self._folder = folder

    def now(self) -> datetime:
        """Where the playing stands."""
        return STARTS_AT + timedelta(seconds=self.player.at if self.player else 0)

    @asynccontextmanager
    async def open(self, tiktok: TikTok) -> AsyncIterator[tuple[Services, Supervisors]]:
        """The bot runs, and goes on with what it followed when it ran last."""
        async with open_services(self._folder, self.now) as opened:
            services = opened.services
            services.feed.subscribe(FollowingChanged, self._note)
            recorder_of = partial(GuildRecorder, services.live, services.feed)
            async with aclosing(Supervisors(settings_for(tiktok, pace=PACE), self.now, recorder_of)) as supervisors:
                for request, session in await services.live.follow_requests():
                    supervisors.resume(request.guild_id, unfinished(request, session))
                yield services, supervisors

    async def follow(self, services: Services, supervisors: Supervisors, creator: str) -> None:
        """What /tiktok connect does."""
        await supervisors.connect(GUILD, creator, partial(services.live.follow, GUILD, RITA))

    async def reach(self, *states: str) -> None:
        """Waits for one of these states."""
        await until(lambda: self.status.state in states, 60, f"{states}; the status is {self.status}")

    def _note(self, change: Change) -> None:
        if isinstance(change, FollowingChanged):
            self.status = change.status
            if change.status.trouble:
                self.troubles.add(change.status.trouble)
