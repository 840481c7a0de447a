"""The supervisor and the services over a real file, without Discord and with short waits, by the time of a playing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from domain.changes import Change, FollowingChanged
from domain.following import Status, TroubleKind
from domain.submissions import Person
from sandbox.tiktok import Player, TikTok
from sandbox.tiktok.wait import until
from services.bundle import Services
from services.live import unfinished
from services.recording import GuildRecorder
from tests.stage import open_services
from tests.tiktok.notebook import QUICK, settings_for
from tiktok.supervisors import Supervisors

GUILD, RITA = 1, Person(1, "Rita")
STARTS_AT = datetime(2026, 11, 1, 20, 0, tzinfo=UTC)
PACE = replace(QUICK, silence_seconds=0.6, grace_seconds=2)


class Hall:
    """A folder with the bot's data; `player`, once there is one, says what time it is."""

    def __init__(self, folder: Path) -> None:
        self.player: Player | None = None
        self.troubles: set[TroubleKind] = set()
        self.status = Status()
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
                for wish, session in await services.live.wishes():
                    supervisors.resume(wish.guild_id, unfinished(wish, session))
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
