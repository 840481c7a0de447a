"""No statement reads all of a table that grows: by SQLite's own plan, and by counting its steps."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from database import open_database
from tables.base import Table
from tables.submissions import Submissions
from tests.database.samples import Recorder, Statement

# What may be read whole, and why.
ALLOWED = {
    "ledger.disagreements": "compares all of the ledger with all balances; no command runs it",
    "guilds.guilds_with_channels": "a few settings for each server, read once at the start",
    "submissions.queue_lengths": "only the songs that wait are in the index that it reads",
    "sessions.wishes": "one for each server, read once at the start",
    "memberships.known": "one for each server, read once an hour",
    "sessions.old_rooms": "only the rooms of the last day are in it",
}
# What replaces all that a server has, once in years, and what mends times, at the start or after a wrong clock.
BACKUPS = ("restore.", "point_copies.", "times.")
# What looks through all that a server has of one member, when they ask for it.
ERASURE = ("erasure.",)
# What reads every holder of points of one server, because it has to.
ALL_HOLDERS = {"ledger.zero_everyone", "ledger.top"}
# What has to come out of an index in its order, without sorting all of the past.
SORTED_PAGES = {"submissions.archive", "submissions.archive_of", "submissions.of_member", "actions.log"}
SMALL, LARGE = 300, 3_000


@pytest.fixture
async def recorder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Recorder]:
    """All statements of all tables; `show.db` in the test's folder has their tables."""
    watching = Recorder()
    watching.watch(monkeypatch)
    async with open_database(tmp_path / "show.db") as database:
        await watching.run_all(database)
        yield watching


def plan(path: Path, statement: Statement) -> list[str]:
    """How SQLite will run the statement."""
    connection = sqlite3.connect(path)
    try:
        return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement.sql}", statement.values)]
    finally:
        connection.close()


def scans(steps: Sequence[str]) -> list[str]:
    """The steps that read a whole table or index; rows of a json_each, of a subquery or of the schema do not grow."""
    read_whole = [step for step in steps if re.match(r"SCAN (?!CONSTANT|\(|sqlite_schema|\w+ VIRTUAL TABLE)", step)]
    return read_whole + [step for step in steps if "AUTOMATIC" in step]


def statements(recorder: Recorder) -> list[Statement]:
    small = (one for one in recorder.statements.values() if not one.method.startswith(BACKUPS + ERASURE))
    return [one for one in small if one.method not in ALLOWED]


async def test_every_method_of_every_table_ran_a_statement(recorder: Recorder) -> None:
    ran = {method for method, _ in recorder.statements}
    assert len(ran) > 60
    assert ran >= ALLOWED.keys() | SORTED_PAGES


async def test_no_statement_scans_a_table_that_grows(recorder: Recorder, tmp_path: Path) -> None:
    found = {one.method: scans(plan(tmp_path / "show.db", one)) for one in statements(recorder)}
    assert {method: steps for method, steps in found.items() if steps} == {}


async def test_what_may_be_read_whole_is_really_read_whole(recorder: Recorder, tmp_path: Path) -> None:
    kept = [one for one in recorder.statements.values() if one.method in ALLOWED]
    assert {one.method for one in kept if scans(plan(tmp_path / "show.db", one))} == ALLOWED.keys()


async def test_pages_come_out_of_an_index_in_their_order(recorder: Recorder, tmp_path: Path) -> None:
    for one in statements(recorder):
        if one.method in SORTED_PAGES:
            assert not [step for step in plan(tmp_path / "show.db", one) if "TEMP B-TREE" in step]


async def test_a_planted_scan_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def by_title(table: Table, title: str) -> None:
        await table.rows("SELECT number FROM submissions WHERE title = ?", title)

    monkeypatch.setattr(Submissions, "by_title", by_title, raising=False)
    recorder = Recorder()
    recorder.watch(monkeypatch)
    async with open_database(tmp_path / "show.db") as database:
        await recorder.run_all(database)
    found = [one for one in statements(recorder) if scans(plan(tmp_path / "show.db", one))]
    assert [one.method for one in found] == ["submissions.by_title"]


async def test_no_statement_takes_more_steps_when_the_archive_is_ten_times_longer(
    recorder: Recorder, tmp_path: Path
) -> None:
    path, taken = tmp_path / "show.db", {}
    for size in (SMALL, LARGE):
        fill(path, size)
        taken[size] = {(one.method, one.sql): steps(path, one) for one in statements(recorder)}
    grown = {key[0] for key, few in taken[SMALL].items() if taken[LARGE][key] > few * 2 + 500}
    assert grown == ALL_HOLDERS


def steps(path: Path, statement: Statement) -> int:
    """How many steps of SQLite's machine the statement takes; it is taken back."""
    connection = sqlite3.connect(path, isolation_level=None)
    count = 0

    def counted() -> int:
        nonlocal count
        count += 1
        return 0

    connection.set_progress_handler(counted, 1)
    try:
        connection.execute("BEGIN")
        connection.execute(statement.sql, statement.values).fetchall()
    except sqlite3.IntegrityError:
        pass
    finally:
        connection.close()
    return count


def fill(path: Path, size: int) -> None:
    """A past of `size`: many members' songs played, actions, plays, points; of Mia only a few."""
    connection = sqlite3.connect(path)
    with connection:
        connection.executescript(PAST.replace(":size", str(size)))
    connection.close()


# Row 1 of everything is Mia's; the numbers say which rows of the past are there.
PAST = """
CREATE TEMP TABLE n AS WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < :size) SELECT i FROM c;
INSERT OR IGNORE INTO shows SELECT i, 1, i, i, i FROM n;
INSERT OR IGNORE INTO submissions (submission_id, guild_id, number, member_id, member_name, artist, title, link,
    file_hash, status, line, submitted_at, entered_at, ended_at)
  SELECT i, 1, i, i, 'M', 'A', 'T', 'l' || i, 'f' || i, 'played', 'free', i, i, i FROM n;
INSERT OR IGNORE INTO staff_actions (action_id, guild_id, kind, doer_id, doer_name, made_at)
  SELECT i, 1, 'next', 1, 'Rita', i FROM n;
INSERT OR IGNORE INTO song_changes (change_id, action_id, submission_id, old_status, old_entered_at, old_reason,
    new_status, new_entered_at) SELECT i, i, i, 'waiting', i, '', 'playing', i FROM n;
INSERT OR IGNORE INTO plays (play_id, guild_id, show_id, submission_id, member_id, started_at, ended_at, started_by,
    state, shown) SELECT i, 1, i, i, i, i, i, i, 'played', 'played' FROM n;
INSERT OR IGNORE INTO accounts SELECT i, 1, i, 'h' || i FROM n;
INSERT OR IGNORE INTO links SELECT i, 1, i, i FROM n;
INSERT OR IGNORE INTO notices SELECT i, 1, i, 'x', i, i, 'dm' FROM n;
INSERT OR IGNORE INTO drafts SELECT i, 1, i, '', 9223372036854775807 FROM n;
INSERT OR IGNORE INTO cleanups SELECT i, 1, i, 9223372036854775807 FROM n;
INSERT OR IGNORE INTO bookmarks SELECT i, 1, 'Rita', i, i, 1 FROM n;
INSERT OR IGNORE INTO live_sessions (session_id, guild_id, creator, room_id, opened_at, last_event_at, closed_at)
  SELECT i, 1, 'creator', i, i, i, CASE WHEN i > 1 THEN i END FROM n;
INSERT OR IGNORE INTO attendance (session_id, account_id, last_at) SELECT 2, i, i FROM n;
INSERT OR IGNORE INTO seen_messages SELECT 1, 2, i FROM n;
INSERT OR IGNORE INTO streaks SELECT 1, 2, i, 1, 1, 1, 1 FROM n;
INSERT OR IGNORE INTO caps SELECT 1, i, 'likes', 0, 1 FROM n;
INSERT OR IGNORE INTO followers SELECT 1, 'creator', i FROM n;
INSERT OR IGNORE INTO lots SELECT i, 1, 'account', i, 10, 5, 'session 1', i, 9223372036854775807 FROM n;
INSERT OR IGNORE INTO spendings (spending_id, guild_id, submission_id, lot_id, coins, spent_by)
  SELECT i, 1, i, i, 5, i FROM n;
INSERT OR IGNORE INTO memberships SELECT i, 1, CASE WHEN i > 1 THEN i END FROM n;
INSERT OR IGNORE INTO handle_codes SELECT 1, 'c' || i, i, 'h' || i, 9223372036854775807 FROM n;
INSERT OR IGNORE INTO ledger (entry_id, guild_id, holder_kind, holder_id, origin, amount, reason, action_id, made_at)
  SELECT i, 1, 'account', i + 1000, 'likes', 1, 'likes', i, i FROM n;
DROP TABLE n;
"""
