"""The recorder of a LIVE and a database that cannot be used for a moment."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from domain.refusals import Refusal
from services import recording
from services.recording import GuildRecorder
from tests.broadcast import FAN, Broadcast
from tests.show import GUILD, Show


@contextmanager
def held_by_another_program(show: Show) -> Iterator[sqlite3.Connection]:
    """Nobody else can write until this is closed."""
    with closing(sqlite3.connect(show.folder / "music_queue.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


@pytest.fixture
async def recorder(show: Show, live: Broadcast, monkeypatch: pytest.MonkeyPatch) -> GuildRecorder:
    """A recorder that soon sees that it is refused, and soon tries again."""
    await show.database._connection.execute("PRAGMA busy_timeout = 10")
    monkeypatch.setattr(recording, "PAUSES_SECONDS", (0.05,) * 4)
    return GuildRecorder(show.services.live, show.services.feed, GUILD)


async def test_a_live_goes_on_when_another_program_held_the_database_for_a_moment(
    show: Show, live: Broadcast, recorder: GuildRecorder, caplog: pytest.LogCaptureFixture
) -> None:
    with held_by_another_program(show) as other:
        kept = asyncio.create_task(recorder.record(live.session_id, [live.gift(coins=5)]))
        async with asyncio.timeout(5):
            while "the database cannot be used" not in caplog.text:  # noqa: ASYNC110 - the log has no event
                await asyncio.sleep(0.01)
        other.rollback()
        await kept
    assert (await live.figures())[FAN.handle].coins == 5


async def test_a_database_that_stays_out_of_reach_is_told(show: Show, live: Broadcast, recorder: GuildRecorder) -> None:
    with held_by_another_program(show), pytest.raises(Refusal, match="Another program"):
        await recorder.record(live.session_id, [live.gift(coins=5)])
