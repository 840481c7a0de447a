"""Another program that holds the database: everybody is answered in time, and nobody waits for our own work in vain."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from database import BUSY_SECONDS, Database, open_database
from domain.refusals import DataUnusable

CALLERS, ANSWER_SECONDS = 20, 3.0


@contextmanager
def held(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program holds the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


async def asked(database: Database, after_seconds: float = 0) -> float:
    """How long one who comes later waits before the refusal."""
    await asyncio.sleep(after_seconds)
    began = time.perf_counter()
    with pytest.raises(DataUnusable, match="Another program"):
        async with database.transaction():
            pass
    return time.perf_counter() - began


async def test_twenty_at_once_and_those_who_come_meanwhile_are_all_refused_within_three_seconds(tmp_path: Path) -> None:
    path = tmp_path / "show.db"
    async with open_database(path) as database:
        with held(path):
            came = [0.0] * CALLERS + [0.5, 1.0, 1.9, 2.1, 2.5]
            waits = await asyncio.gather(*(asked(database, after) for after in came))
        assert max(waits) < ANSWER_SECONDS
        async with database.transaction() as tables:
            assert await tables.guilds.number("SELECT 1") == 1


async def test_those_who_wait_for_our_own_long_work_are_not_refused(tmp_path: Path) -> None:
    async with open_database(tmp_path / "show.db") as database:

        async def wait() -> int:
            async with database.transaction() as tables:
                return await tables.guilds.number("SELECT 1")

        async with database.transaction():
            waiting = [asyncio.create_task(wait()) for _ in range(CALLERS)]
            await asyncio.sleep(BUSY_SECONDS + 0.5)
        assert await asyncio.gather(*waiting) == [1] * CALLERS


async def test_a_file_that_is_let_go_in_time_refuses_nobody(tmp_path: Path) -> None:
    path = tmp_path / "show.db"
    async with open_database(path) as database:
        with held(path) as other:
            asyncio.get_running_loop().call_later(0.5, other.rollback)
            async with database.transaction() as tables:
                assert await tables.guilds.number("SELECT 1") == 1


async def test_one_who_gives_up_while_another_program_holds_the_file_is_let_go_at_once(tmp_path: Path) -> None:
    path = tmp_path / "show.db"
    async with open_database(path) as database:
        with held(path):
            asking = asyncio.create_task(asked(database))
            await asyncio.sleep(0.3)
            began = time.perf_counter()
            asking.cancel()
            await asyncio.wait({asking})
            assert time.perf_counter() - began < 1
