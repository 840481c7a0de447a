"""The transaction: whole or not at all, one at a time, whatever is raised and whoever is cancelled."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from database import Database, has_changed, open_database, unchanged
from domain.points import Holder, HolderKind, Origin
from tests.bot_env import HandClock
from tests.database.damage import damage_while_open

CANCELLATIONS = 2_000
GUILD = 1


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A new database file."""
    async with open_database(tmp_path / "show.db") as opened:
        yield opened


async def set_pair(database: Database, value: int) -> None:
    """Two rows that only make sense together: both say `value`."""
    async with database.transaction() as tables:
        await tables.guilds.set_setting(GUILD, "left", str(value))
        await tables.guilds.set_setting(GUILD, "right", str(value))


async def read_pair(database: Database) -> tuple[str, str]:
    """What the two rows say."""
    async with database.transaction() as tables:
        rows = await tables.guilds.rows("SELECT value FROM settings WHERE guild_id = ? ORDER BY name", GUILD)
    return rows[0][0], rows[1][0]


async def test_two_thousand_cancellations_leave_no_open_transaction_and_no_half_done_work(database: Database) -> None:
    chance = random.Random(2)
    await set_pair(database, 0)
    cancelled = 0
    for value in range(1, CANCELLATIONS + 1):
        task = asyncio.create_task(set_pair(database, value))
        for _ in range(chance.randrange(12)):  # some are cancelled before BEGIN, some after COMMIT
            await asyncio.sleep(0)
        if chance.random() < 0.5:
            await asyncio.sleep(chance.random() * 0.000_4)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        cancelled += task.cancelled()
        assert database._connection.in_transaction is False
        if value % 20 == 0:
            left, right = await read_pair(database)
            assert left == right
    assert CANCELLATIONS * 0.3 < cancelled < CANCELLATIONS


async def test_a_task_that_is_cancelled_while_it_waits_for_its_turn_does_not_disturb_the_one_at_work(
    database: Database,
) -> None:
    async with database.transaction() as tables:
        waiting = asyncio.create_task(set_pair(database, 2))
        await asyncio.sleep(0)
        waiting.cancel()
        with suppress(asyncio.CancelledError):
            await waiting
        await tables.guilds.set_setting(GUILD, "left", "1")
        await tables.guilds.set_setting(GUILD, "right", "1")
    assert await read_pair(database) == ("1", "1")


async def test_two_tasks_never_see_each_others_half_done_work(database: Database) -> None:
    await set_pair(database, 0)

    async def write(value: int) -> None:
        async with database.transaction() as tables:
            await tables.guilds.set_setting(GUILD, "left", str(value))
            await asyncio.sleep(0)
            await tables.guilds.set_setting(GUILD, "right", str(value))

    async def read() -> None:
        left, right = await read_pair(database)
        assert left == right

    await asyncio.gather(*(write(value) if value % 2 else read() for value in range(100)))


async def test_the_commit_of_one_task_does_not_commit_what_another_takes_back(database: Database) -> None:
    async def fails() -> None:
        async with database.transaction() as tables:
            await tables.guilds.set_setting(GUILD, "left", "half")
            await asyncio.sleep(0.01)
            raise KeyError

    results = await asyncio.gather(fails(), set_pair(database, 1), return_exceptions=True)
    assert isinstance(results[0], KeyError)
    assert await read_pair(database) == ("1", "1")


@pytest.mark.parametrize("error", [KeyError, asyncio.CancelledError, KeyboardInterrupt])
async def test_whatever_is_raised_inside_nothing_of_it_is_kept(database: Database, error: type[BaseException]) -> None:
    async def fails() -> None:
        async with database.transaction() as tables:
            await tables.guilds.set_setting(GUILD, "left", "2")
            raise error

    await set_pair(database, 1)
    with pytest.raises(error):
        await fails()
    assert await read_pair(database) == ("1", "1")


async def test_an_error_of_sqlite_is_raised_and_takes_everything_back(database: Database, clock: HandClock) -> None:
    async def writes_a_row_of_no_points() -> None:
        async with database.transaction() as tables:
            await tables.guilds.set_setting(GUILD, "left", "2")
            await tables.ledger.add(GUILD, Holder(HolderKind.MEMBER, 1), Origin.STAFF, 0, "nothing", clock())

    await set_pair(database, 1)
    with pytest.raises(sqlite3.IntegrityError):
        await writes_a_row_of_no_points()
    assert await read_pair(database) == ("1", "1")


async def test_what_was_committed_is_there_after_the_file_was_closed_and_opened_again(tmp_path: Path) -> None:
    for value in range(1, 4):
        async with open_database(tmp_path / "show.db") as database:
            await set_pair(database, value)
    async with open_database(tmp_path / "show.db") as database:
        assert await read_pair(database) == ("3", "3")


async def test_quick_check_says_ok_and_names_the_damage_when_there_is_one(tmp_path: Path) -> None:
    path = tmp_path / "show.db"
    async with open_database(path) as database:
        for value in range(300):
            async with database.transaction() as tables:
                await tables.guilds.set_setting(value, "padding", "x" * 200)
        assert await database.quick_check() == "ok"
        async with database.transaction() as tables:
            where = await tables.guilds.number("SELECT rootpage FROM sqlite_schema WHERE name = 'settings'")
    async with open_database(path) as database:
        damage_while_open(path, page=where)
        assert await database.quick_check() != "ok"


async def test_a_task_knows_whether_it_has_committed_a_change(database: Database) -> None:
    unchanged()
    with suppress(KeyError):
        async with database.transaction() as tables:
            await tables.guilds.set_setting(GUILD, "left", "1")
            raise KeyError
    async with database.transaction() as tables:
        await tables.guilds.settings(GUILD)
    assert not has_changed()
    await asyncio.create_task(set_pair(database, 1))
    assert not has_changed()
    await set_pair(database, 2)
    assert has_changed()
    await read_pair(database)
    assert has_changed()
    unchanged()
    assert not has_changed()
