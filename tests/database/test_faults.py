"""Faults of the disk: whoever asked reads a sentence, nothing is half done, and a damaged file is left as it is."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from database import Database, DatabaseDamagedError, DatabaseUnusableError, open_database
from domain.refusals import Refusal
from tests.database.damage import damage, damage_table, damage_while_open

GUILD = 1


async def write(database: Database, rows: int) -> None:
    """Writes settings, far more than fits where a test left no room."""
    async with database.transaction() as tables:
        for number in range(rows):
            await tables.guilds.set_setting(GUILD + number, "padding", "x" * 2_000)


async def written(database: Database) -> int:
    async with database.transaction() as tables:
        return await tables.guilds.number("SELECT count(*) FROM settings")


async def test_on_a_full_disk_a_change_is_refused_whole_and_works_again_once_there_is_room(tmp_path: Path) -> None:
    async with open_database(tmp_path / "show.db") as database:
        await write(database, 1)
        async with database.transaction() as tables:
            pages = await tables.guilds.number("PRAGMA page_count")
        async with database.transaction() as tables:
            await tables.guilds.rows(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(Refusal, match=r"disk, which is full or broken\. Nothing changed\."):
            await write(database, 100)
        assert await written(database) == 1
        async with database.transaction() as tables:
            await tables.guilds.rows("PRAGMA max_page_count = 100000")
        await write(database, 100)
        assert await written(database) == 100


async def test_while_another_program_holds_the_file_a_change_is_refused_and_works_again_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "show.db"
    async with open_database(path) as database:
        async with database.transaction() as tables:
            await tables.guilds.rows("SELECT 1")
        monkeypatch.setattr("database.BUSY_SECONDS", 0.05)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Refusal, match=r"Another program .* Nothing changed\."):
            await write(database, 1)
        other.close()
        await write(database, 1)
        assert await written(database) == 1


async def test_a_damaged_page_found_in_a_change_refuses_it_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "show.db"
    async with open_database(path) as database:
        await write(database, 50)
    async with open_database(path) as database:
        damage_while_open(path, page=_page_of(path, "settings"))
        with pytest.raises(Refusal, match=r"data is damaged\. Nothing changed\."):
            await written(database)


@pytest.mark.parametrize("how", ["a table", "the header", "cut short"])
async def test_a_damaged_file_stops_the_start_with_a_sentence_that_names_the_way_back(tmp_path: Path, how: str) -> None:
    path = tmp_path / "show.db"
    async with open_database(path) as database:
        await write(database, 50)
    if how == "a table":
        damage_table(path, "settings")
    elif how == "the header":
        damage(path, page=1)
    else:
        path.write_bytes(path.read_bytes()[:50_000])
    before = path.read_bytes()
    with pytest.raises(DatabaseDamagedError, match=r"Nothing was changed\. .*`python bot\.py restore FILE`"):
        async with open_database(path):
            pass
    assert path.read_bytes() == before


async def test_a_file_that_another_program_holds_at_the_start_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "show.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DatabaseUnusableError, match=r"no other program has it open"):
        async with open_database(path):
            pass
    other.close()


def _page_of(path: Path, table: str) -> int:
    connection = sqlite3.connect(path)
    [(page,)] = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchall()
    connection.close()
    return int(page)
