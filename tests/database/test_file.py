"""The file: how it is opened, migrated, copied before a migration, and refused when it is too new."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

import database as database_module
from database import MIGRATIONS, DatabaseTooNewError, open_database
from tables import Tables

SECOND = "BEGIN IMMEDIATE;\nCREATE TABLE extra (one INTEGER NOT NULL) STRICT;\nPRAGMA user_version = 2;\nCOMMIT;\n"
BROKEN = "BEGIN IMMEDIATE;\nCREATE TABLE extra (one INTEGER) STRICT;\nINSERT INTO nowhere VALUES (1);\nCOMMIT;\n"


def ask(path: Path, question: str) -> list[tuple[object, ...]]:
    """What another program reads from the file."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def names_in(folder: Path) -> list[str]:
    """The names of the files in a folder."""
    return sorted(one.name for one in folder.iterdir())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the first migration, that a test may add to."""
    copied = tmp_path / "migrations"
    copied.mkdir()
    shutil.copy(min(MIGRATIONS.glob("*.sql")), copied)
    monkeypatch.setattr(database_module, "MIGRATIONS", copied)
    return copied


@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)])
async def test_the_connection_is_set_up_so_that_nothing_told_is_lost(
    tmp_path: Path, pragma: str, value: object
) -> None:
    async with open_database(tmp_path / "show.db") as database, database.transaction() as tables:
        row = await tables.guilds.row(f"PRAGMA {pragma}")
        assert row
        assert row[0] == value


async def test_every_table_is_strict(tmp_path: Path) -> None:
    async with open_database(tmp_path / "show.db") as database, database.transaction() as tables:
        rows = await tables.guilds.rows("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'")
        loose = {row["name"] for row in rows if not row["strict"]}
    assert loose == {"sqlite_schema", "sqlite_sequence"}


async def test_a_row_that_points_to_nothing_is_refused(tmp_path: Path) -> None:
    async with open_database(tmp_path / "show.db") as database:
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            async with database.transaction() as tables:
                await tables.bookmarks.rows("INSERT INTO bookmarks VALUES (1, 1, 'Rita', 0, NULL, 1)")


async def test_a_text_where_a_number_belongs_is_refused(tmp_path: Path) -> None:
    async with open_database(tmp_path / "show.db") as database:
        with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT"):
            async with database.transaction() as tables:
                await tables.guilds.rows("INSERT INTO away VALUES ('one', 2, 3)")


async def test_a_new_file_and_its_folder_are_made_with_the_newest_version(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "folder" / "show.db"
    async with open_database(path) as database, database.transaction() as tables:
        assert await tables.guilds.number("PRAGMA user_version") == len(list(MIGRATIONS.glob("*.sql")))
    assert names_in(path.parent) == ["show.db"]


async def test_opening_an_up_to_date_file_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "show.db"
    for _ in range(3):
        async with open_database(path) as database, database.transaction() as tables:
            await tables.guilds.set_setting(1, "ladder", "tiers")
    assert ask(path, "SELECT name, value FROM settings") == [("ladder", "tiers")]
    assert names_in(tmp_path) == ["show.db"]


async def test_each_migration_carries_its_own_begin_version_and_commit() -> None:
    for number, script in enumerate(sorted(MIGRATIONS.glob("*.sql")), start=1):
        text = script.read_text(encoding="utf-8")
        assert script.name.startswith(f"{number:04}_")
        assert text.count("BEGIN IMMEDIATE;") == text.count(f"PRAGMA user_version = {number};") == 1
        assert text.rstrip().endswith("COMMIT;")
        assert text.startswith("-- ")


async def test_a_later_migration_runs_once_and_leaves_a_numbered_copy_of_the_file_before_it(
    tmp_path: Path, folder: Path
) -> None:
    path = tmp_path / "show.db"
    async with open_database(path) as database, database.transaction() as tables:
        await tables.guilds.set_setting(1, "ladder", "tiers")
    (folder / "0002_extra.sql").write_text(SECOND, encoding="utf-8")
    for _ in range(2):
        async with open_database(path):
            pass
    assert ask(path, "PRAGMA user_version") == [(2,)]
    assert ask(path, "SELECT * FROM extra") == []
    copy = tmp_path / "show.before_0002.db"
    assert ask(copy, "PRAGMA user_version") == [(1,)]
    assert ask(copy, "SELECT value FROM settings") == [("tiers",)]
    assert ask(copy, "PRAGMA integrity_check") == [("ok",)]


async def test_a_copy_that_an_earlier_try_left_is_replaced(tmp_path: Path, folder: Path) -> None:
    path, copy = tmp_path / "show.db", tmp_path / "show.before_0002.db"
    async with open_database(path):
        pass
    copy.write_bytes(b"half a copy")
    (folder / "0002_extra.sql").write_text(SECOND, encoding="utf-8")
    async with open_database(path):
        pass
    assert ask(copy, "PRAGMA integrity_check") == [("ok",)]


async def test_a_migration_that_fails_changes_nothing(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "show.db"
    async with open_database(path) as database, database.transaction() as tables:
        await tables.guilds.set_setting(1, "ladder", "tiers")
    (folder / "0002_broken.sql").write_text(BROKEN, encoding="utf-8")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        async with open_database(path):
            pass
    assert ask(path, "PRAGMA user_version") == [(1,)]
    assert ask(path, "SELECT value FROM settings") == [("tiers",)]
    assert ask(path, "SELECT count(*) FROM sqlite_schema WHERE name = 'extra'") == [(0,)]


async def test_a_file_of_a_newer_version_is_refused_with_a_sentence_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "show.db"
    async with open_database(path):
        pass
    ask(path, "PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(DatabaseTooNewError, match=r"newer version of the bot.*Nothing was changed\."):
        async with open_database(path):
            pass
    assert path.read_bytes() == before


APPEND_ONLY = {
    "ledger": "INSERT INTO ledger (guild_id, holder_kind, holder_id, origin, amount, reason, made_at) "
    "VALUES (1, 'member', 1, 'staff', 5, 'a', 0)",
    "song_changes": "INSERT INTO song_changes (action_id, submission_id, old_status, old_entered_at, old_reason, "
    "new_status, new_entered_at) VALUES (1, 1, 'pending', 0, '', 'waiting', 0)",
}


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("verb", ["UPDATE {} SET rowid = rowid + 1", "DELETE FROM {}"])
async def test_a_row_of_the_ledger_or_of_song_changes_can_neither_be_changed_nor_deleted(
    tmp_path: Path, table: str, verb: str
) -> None:
    async with open_database(tmp_path / "show.db") as database:
        async with database.transaction() as tables:
            await _parents(tables)
            await tables.guilds.rows(APPEND_ONLY[table])
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            async with database.transaction() as tables:
                await tables.guilds.rows(verb.format(table))


async def _parents(tables: Tables) -> None:
    await tables.guilds.rows(
        "INSERT INTO staff_actions (action_id, guild_id, kind, doer_id, doer_name, made_at) "
        "VALUES (1, 1, 'move', 1, 'Rita', 0)"
    )
    await tables.guilds.rows(
        "INSERT INTO submissions (submission_id, guild_id, number, member_id, member_name, artist, title, link, "
        "status, line, submitted_at, entered_at) VALUES (1, 1, 1, 1, 'M', 'A', 'T', 'l', 'waiting', 'free', 0, 0)"
    )
