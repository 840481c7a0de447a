"""The recorder of a LIVE and a database that cannot be used: for a moment, for an hour, and for good."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest

from domain.changes import Change, RecordingGoesOn, RecordingStuck
from domain.follow import FollowState, FollowStatus, Room
from domain.live_events import EndReason
from services import live_recorder
from services.live_recorder import GuildRecorder
from tests.live_env import CREATOR, FAN, ROOM, LiveEnv
from tests.show import GUILD, RITA, Show


@contextmanager
def held_by_another_program(show: Show) -> Iterator[sqlite3.Connection]:
    """Nobody else can write until this is closed."""
    with closing(sqlite3.connect(show.folder / "music_queue.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


@pytest.fixture
async def recorder(show: Show, monkeypatch: pytest.MonkeyPatch) -> GuildRecorder:
    """A recorder that soon sees that it is refused, and soon tries again."""
    monkeypatch.setattr("database.BUSY_SECONDS", 0.01)
    monkeypatch.setattr(live_recorder, "PAUSES_SECONDS", (0.05,))
    return GuildRecorder(show.services.live, show.services.feed, GUILD)


async def test_a_live_goes_on_when_another_program_held_the_database_for_a_moment(
    show: Show, live: LiveEnv, recorder: GuildRecorder, caplog: pytest.LogCaptureFixture
) -> None:
    with held_by_another_program(show) as other:
        kept = asyncio.create_task(recorder.record(live.session_id, [live.gift(coins=5)]))
        async with asyncio.timeout(5):
            while "the database cannot be used" not in caplog.text:  # noqa: ASYNC110 - the log has no event
                await asyncio.sleep(0.01)
        other.rollback()
        await kept
    assert (await live.figures())[FAN.handle].coins == 5


class Patience:
    """Time that passes as soon as somebody waits for it; `at` its moments, something happens."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.ends: Callable[[], None] = lambda: None
        self.ends_at = 0.0
        self.pauses: list[float] = []

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.seconds += seconds
        if self.seconds >= self.ends_at:
            self.ends()
        await asyncio.sleep(0)


@pytest.fixture
def told(show: Show) -> list[Change]:
    """What was announced about the outage."""
    said: list[Change] = []
    show.services.feed.subscribe(RecordingStuck, said.append)
    show.services.feed.subscribe(RecordingGoesOn, said.append)
    return said


def patient_recorder(show: Show, patience: Patience) -> GuildRecorder:
    services = show.services
    return GuildRecorder(services.live, services.feed, GUILD, sleep=patience.sleep, monotonic=patience.monotonic)


async def test_an_hour_without_the_database_loses_nothing_and_is_told_once_at_its_start_and_once_at_its_end(
    show: Show, live: LiveEnv, told: list[Change], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("database.BUSY_SECONDS", 0.0)
    wish_id = await show.services.live.follow(GUILD, RITA, CREATOR)
    patience = Patience()
    recorder = patient_recorder(show, patience)
    await show.database._connection.execute("PRAGMA busy_timeout = 0")
    with held_by_another_program(show) as other:
        patience.ends, patience.ends_at = other.rollback, 3600
        status = FollowStatus(FollowState.LIVE, CREATOR, ROOM, live.session_id, unreadable=3)
        await asyncio.gather(
            recorder.record(live.session_id, [live.gift(coins=5)]),
            recorder.state_changed(status),
            recorder.remember(wish_id, show.clock()),
        )
    assert 3600 <= patience.seconds < 3700
    assert max(patience.pauses) <= 5
    assert (await live.figures())[FAN.handle].coins == 5
    assert told == [RecordingStuck(GUILD, "Another program keeps the bot from its data."), RecordingGoesOn(GUILD)]
    [(request, session)] = await show.services.live.follow_requests()
    assert session is not None
    assert (request.next_try_at is not None, session.session_id, session.unreadable) == (True, live.session_id, 3)


async def test_a_moment_without_the_database_is_not_told(
    show: Show, live: LiveEnv, told: list[Change], recorder: GuildRecorder
) -> None:
    with held_by_another_program(show) as other:
        asyncio.get_running_loop().call_later(0.3, other.rollback)
        await recorder.record(live.session_id, [live.gift(coins=5)])
    assert (await live.figures())[FAN.handle].coins == 5
    assert told == []


async def test_a_session_opens_and_closes_though_the_database_is_away_at_that_moment(
    show: Show, recorder: GuildRecorder
) -> None:
    wish_id = await show.services.live.follow(GUILD, RITA, CREATOR)
    with held_by_another_program(show) as other:
        asyncio.get_running_loop().call_later(0.3, other.rollback)
        session_id = await recorder.opened(Room(ROOM, CREATOR), show.clock())
    with held_by_another_program(show) as other:
        asyncio.get_running_loop().call_later(0.3, other.rollback)
        await recorder.closed(session_id, wish_id, EndReason.LIVE_END, show.clock())
    assert await show.services.live.follow_requests() == []


async def test_what_is_no_fault_of_the_database_is_not_tried_again(show: Show, recorder: GuildRecorder) -> None:
    with pytest.raises(OverflowError):
        await recorder.remember(2**70, None)
