"""Upgrades: the database of every earlier version is brought up to date, and nothing in it is lost."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from database import MIGRATIONS, open_database
from scripts.make_migration_fixture import FIXTURES
from services.backup_files import server_lines
from tests.bot_env import HandClock
from tests.restore_checks import all_tables, anywhere, pieces
from tests.show import GUILD, OTHER_GUILD, RITA, Show, open_show

NEWEST = len(list(MIGRATIONS.glob("[0-9]*.sql")))
KEPT = sorted(FIXTURES.glob("version_*.sql"))
Row = dict[str, object]


def old_database(fixture: Path, folder: Path) -> Path:
    """The database as the bot of that version left it."""
    path = folder / "music_queue.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(fixture.read_text(encoding="utf-8"))
    return path


def content(path: Path) -> dict[str, list[Row]]:
    """Every row of every table."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return {
            name: [dict(row) for row in connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2")]  # noqa: S608
            for name in all_tables(path)
        }


def schema(path: Path) -> list[tuple[str, ...]]:
    """All tables, indexes and triggers."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").fetchall()


def test_every_version_before_the_newest_has_its_database() -> None:
    versions = [int(path.stem.removeprefix("version_")) for path in KEPT]
    assert versions[: NEWEST - 1] == list(range(1, NEWEST))


@pytest.mark.parametrize("fixture", KEPT, ids=lambda path: path.stem)
async def test_a_database_of_an_earlier_version_is_brought_up_to_date_with_all_its_rows(
    fixture: Path, tmp_path: Path
) -> None:
    path = old_database(fixture, tmp_path)
    before = content(path)
    assert all(len(rows) == 2 for rows in before.values())
    async with open_database(path):
        pass
    after = content(path)
    for name, rows in before.items():
        assert [{column: new[column] for column in old} for old, new in zip(rows, after[name], strict=True)] == rows
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (NEWEST,)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("fixture", KEPT, ids=lambda path: path.stem)
async def test_an_upgraded_database_has_the_same_tables_as_a_new_one(fixture: Path, tmp_path: Path) -> None:
    """Fails, too, when a migration that was handed out is changed afterwards."""
    path = old_database(fixture, tmp_path)
    for database in (path, tmp_path / "new.db"):
        async with open_database(database):
            pass
    assert schema(path) == schema(tmp_path / "new.db")


@pytest.mark.parametrize("fixture", KEPT, ids=lambda path: path.stem)
async def test_the_bot_works_on_with_an_upgraded_database(fixture: Path, tmp_path: Path, clock: HandClock) -> None:
    old_database(fixture, tmp_path)
    async with open_show(tmp_path, clock) as show:
        assert await reads(show) == (["title 1"], "tiers", 10, ["handle 1"])
        song = await show.approved(RITA)
        assert song.number == 99
        assert await show.next() == 99
        await show.assert_sound()


async def reads(show: Show) -> tuple[list[str], str, int, list[str]]:
    """Songs played, a setting, a member's points and handles."""
    services = show.services
    songs = [song.song.title for song in (await services.records.archive(show.guild_id, 0)).songs]
    points = (await services.points.of_member(show.guild_id, 1)).points.total
    handles = [account.handle for account in await services.linking.handles_of(show.guild_id, 1)]
    return songs, (await services.settings.of(show.guild_id)).ladder, points, handles


@pytest.mark.parametrize("fixture", KEPT, ids=lambda path: path.stem)
async def test_a_backup_from_before_an_update_comes_back_after_it(
    fixture: Path, tmp_path: Path, clock: HandClock
) -> None:
    with closing(sqlite3.connect(old_database(fixture, tmp_path))) as connection:
        old = "".join(server_lines(connection, GUILD, clock()))
    async with open_show(tmp_path / "new", clock) as show:
        name = (await show.services.backups.submit_upload(GUILD, pieces(old.encode()))).name
        await show.services.backups.restore(GUILD, RITA, name, anywhere)
        assert await reads(show) == (["title 1"], "tiers", 10, ["handle 1"])
        await show.assert_sound()
        show.guild_id = OTHER_GUILD
        assert (await reads(show))[0] == []
