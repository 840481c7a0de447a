"""No statement reads all of a table that grows: by SQLite's own plan, and by counting its steps."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from database import open_database
from tables.base import Table
from tables.submissions import SubmissionsTable
from tests.database.past import fill
from tests.database.samples import Recorder, Statement
from tests.database.written import written_in

ROOT = Path(__file__).resolve().parents[2]
# What may be read whole under the lock, and why.
ALLOWED = {
    "guilds.guilds_with_channels": "a few settings for each server, read once at the start",
    "submissions.queue_lengths": "only the songs that wait are in the index that it reads",
    "sessions.follow_requests": "one for each server, read once at the start",
    "memberships.known": "one for each server, read once an hour",
    "sessions.old_rooms": "only the rooms of the last day are in it",
}
# What is read whole beside the lock, and why.
READ_ASIDE = {
    "aside": "backups",
    "ledger.disagreements": "compares all of the ledger with all balances; no command runs it",
    "ledger.top": "adds up the balances of all holders of a server",
    "personal.about": "looks for one member everywhere",
    "retention.old": "looks for what is too old, once an hour",
    "retention.old_sessions": "looks for what is too old, once an hour",
    "restore.counts": "counts what a server has, before a restore",
}
# What goes over all that a server has, seldom: docs/running.md says how long it takes.
MEASURED = ("restore.", "discord_ids.", "point_copies.", "erasure.", "times.")
# What writes to every holder of points of one server, because it has to.
ALL_HOLDERS = {"ledger.zero_everyone"}
# What may sort, and why it is never much.
SORTED = {
    "accounts.by_handle": "the accounts of one handle",
    "accounts.of_member": "the accounts of one member",
    "plays.review_seconds": "the songs of one show",
    "submissions.active": "the songs that wait",
    "submissions.pending": "the songs that wait",
}
SCRATCH = "staging.py"  # reads and writes a scratch file of its own
SMALL, LARGE = 300, 3_000


@pytest.fixture
async def recorder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Recorder]:
    """All statements; `show.db` in the test's folder has their tables, and a past."""
    watching = Recorder()
    watching.watch(monkeypatch)
    async with open_database(tmp_path / "show.db") as database:
        fill(tmp_path / "show.db", SMALL)
        await watching.run_all(database, tmp_path)
        yield watching


def plan(path: Path, statement: Statement) -> list[str]:
    """How SQLite will run the statement; nothing for one that has no plan."""
    if not re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", statement.sql):
        return []
    with closing(sqlite3.connect(path)) as connection:
        return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement.sql}", statement.values)]


def scans(steps: Sequence[str]) -> list[str]:
    """The steps that read a whole table or index; rows of a json_each, of a subquery or of the schema do not grow."""
    read_whole = [step for step in steps if re.match(r"SCAN (?!CONSTANT|\(|sqlite_|pragma_|\w+ VIRTUAL TABLE)", step)]
    return read_whole + [step for step in steps if "AUTOMATIC" in step]


def sorts(steps: Sequence[str]) -> list[str]:
    """The steps that gather rows before the first one comes out."""
    return [step for step in steps if "TEMP B-TREE" in step]


def under_the_lock(recorder: Recorder) -> list[Statement]:
    small = (one for one in recorder.statements.values() if one.method and not one.method.startswith(MEASURED))
    return [one for one in small if one.method not in ALLOWED | READ_ASIDE]


def never_run(recorder: Recorder, folder: Path) -> list[str]:
    """Where SQL is written that no statement had in it."""
    ran = "\n".join(one.sql for one in recorder.statements.values())
    found = (one for one in written_in(folder) if not one.place.startswith(SCRATCH))
    return [one.place for one in found if not one.pattern.search(ran)]


async def test_every_piece_of_sql_that_is_written_was_run_and_planned(recorder: Recorder) -> None:
    assert len(list(written_in(ROOT / "tables"))) > 150
    assert never_run(recorder, ROOT / "tables") == []


async def test_sql_that_nothing_runs_is_found(recorder: Recorder, tmp_path: Path) -> None:
    (tmp_path / "songs.py").write_text(
        'A = f"SELECT {COLUMNS} FROM submissions WHERE never = 1"\nB = "member_id = ? AND nobody_asks = ?"\n', "utf-8"
    )
    assert never_run(recorder, tmp_path) == ["songs.py:1", "songs.py:2"]


async def test_no_statement_scans_a_table_that_grows(recorder: Recorder, tmp_path: Path) -> None:
    found = {one.method: scans(plan(tmp_path / "show.db", one)) for one in under_the_lock(recorder)}
    assert {method: steps for method, steps in found.items() if steps} == {}


async def test_the_export_of_one_member_scans_no_table_of_all(recorder: Recorder, tmp_path: Path) -> None:
    about = [one for one in recorder.statements.values() if one.method == "personal.about"]
    assert len(about) > 10
    assert {one.sql for one in about if scans(plan(tmp_path / "show.db", one))} == set()


async def test_no_statement_sorts_what_grows(recorder: Recorder, tmp_path: Path) -> None:
    found = {one.method: sorts(plan(tmp_path / "show.db", one)) for one in under_the_lock(recorder)}
    assert {method for method, steps in found.items() if steps} == SORTED.keys()


async def test_what_may_be_read_whole_is_really_read_whole(recorder: Recorder, tmp_path: Path) -> None:
    kept = [one for one in recorder.statements.values() if one.method in ALLOWED]
    assert {one.method for one in kept if scans(plan(tmp_path / "show.db", one))} == ALLOWED.keys()


async def test_a_planted_scan_and_a_planted_sort_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def by_title(table: Table, title: str) -> None:
        await table.rows("SELECT number FROM submissions WHERE title = ?", title)

    async def by_length(table: Table, guild_id: int) -> None:
        # Past Table.rows, as nothing may go unseen.
        sql = "SELECT number FROM submissions WHERE guild_id = ? ORDER BY duration_seconds"
        await table._connection.execute_fetchall(sql, (guild_id,))

    monkeypatch.setattr(SubmissionsTable, "by_title", by_title, raising=False)
    monkeypatch.setattr(SubmissionsTable, "by_length", by_length, raising=False)
    recorder = Recorder()
    recorder.watch(monkeypatch)
    async with open_database(tmp_path / "show.db") as database:
        await recorder.run_all(database, tmp_path)
    plans = {one.method: plan(tmp_path / "show.db", one) for one in under_the_lock(recorder)}
    assert [method for method, steps in plans.items() if scans(steps)] == ["submissions.by_title"]
    assert "submissions.by_length" in {method for method, steps in plans.items() if sorts(steps)}


async def test_no_statement_takes_more_steps_when_the_archive_is_ten_times_longer(
    recorder: Recorder, tmp_path: Path
) -> None:
    path, taken = tmp_path / "show.db", {}
    for size in (SMALL, LARGE):
        fill(path, size)
        taken[size] = {(one.method, one.sql): steps(path, one) for one in under_the_lock(recorder)}
    grown = {key[0] for key, few in taken[SMALL].items() if taken[LARGE][key] > few * 2 + 500}
    assert grown == ALL_HOLDERS


def steps(path: Path, statement: Statement) -> int:
    """How many steps of SQLite's machine the statement takes, with its triggers; it is taken back."""
    count = 0

    def counted() -> int:
        nonlocal count
        count += 1
        return 0

    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.set_progress_handler(counted, 1)
        try:
            connection.execute("BEGIN")
            connection.execute(statement.sql, statement.values).fetchall()
        except sqlite3.DatabaseError:
            pass
    return count


async def test_what_a_row_refers_to_can_go_without_a_scan_for_those_that_refer_to_it(tmp_path: Path) -> None:
    async with open_database(tmp_path / "show.db") as database, database.transaction() as tables:
        rows = await tables.guilds.rows(
            'SELECT t.name, f."from" FROM pragma_table_list t JOIN pragma_foreign_key_list(t.name) f '
            "WHERE NOT EXISTS (SELECT 1 FROM pragma_index_list(t.name) i JOIN pragma_index_info(i.name) c "
            'WHERE c.seqno = 0 AND c.name = f."from") AND NOT EXISTS '
            '(SELECT 1 FROM pragma_table_info(t.name) p WHERE p.pk = 1 AND p.name = f."from")'
        )
    assert {f"{row[0]}.{row[1]}" for row in rows} == set()
