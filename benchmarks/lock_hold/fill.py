"""A large database: the archive of the bench, and beside it what years of LIVEs leave behind."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from benchmarks.bench import fill as archive
from benchmarks.bench.fill import make_database

GUILD = 1
MIA, ACCOUNT = archive.FIRST_MEMBER + 7, 7  # the member who is asked about, and the account that she has linked
ACCOUNTS, SESSIONS, SEEN = 50_000, 20, 3_000_000  # a session every 25 days
ENTRIES_OF_ACCOUNT = 20  # so that the ledger has a million rows
DAY_MICROS = 86_400_000_000

# Numbers from 1 to ?1; every account attends every session.
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most) "
PARTS: tuple[tuple[str, int], ...] = (
    ("INSERT INTO accounts SELECT i, :guild, 1000 + i, 'viewer' || i FROM n", ACCOUNTS),
    ("INSERT INTO links SELECT i, :guild, 10000 + i, i FROM n WHERE i < 5000", ACCOUNTS),
    (
        "INSERT INTO ledger (guild_id, holder_kind, holder_id, origin, amount, reason, source, made_at) "
        "SELECT :guild, 'account', 1 + i % :accounts, CASE i % 3 WHEN 0 THEN 'likes' WHEN 1 THEN 'comments' ELSE "
        "'gifts' END, 5, 'likes', 'session 1', :now - :most + i FROM n",
        ACCOUNTS * ENTRIES_OF_ACCOUNT,
    ),
    (
        "INSERT INTO live_sessions (session_id, guild_id, creator, room_id, opened_at, last_event_at, closed_at, "
        "end_reason) SELECT i, :guild, 'creator', 980 + i, :now - (:most - i + 1) * 25 * :day, "
        ":now - (:most - i + 1) * 25 * :day, CASE WHEN i < :most THEN :now - (:most - i + 1) * 25 * :day END, "
        "CASE WHEN i < :most THEN 'live_end' END FROM n",
        SESSIONS,
    ),
    ("INSERT INTO live_rooms SELECT :guild, 980 + i, i FROM n", SESSIONS),
    (
        "INSERT INTO attendance (session_id, account_id, last_at, likes, comments) "
        "SELECT 1 + (i - 1) / :accounts, 1 + (i - 1) % :accounts, :now, 5, 1 FROM n",
        ACCOUNTS * SESSIONS,
    ),
    ("INSERT INTO viewer_counts SELECT 1 + i % 19, :now + i, i, i, i FROM n", 100_000),
    ("INSERT INTO seen_messages SELECT :guild, 981, i FROM n", SEEN),
    ("INSERT INTO caps SELECT :guild, i, 'likes', 0, 5 FROM n", ACCOUNTS),
    ("INSERT INTO followers SELECT :guild, 'creator', i FROM n", ACCOUNTS),
    (
        "INSERT INTO notices SELECT i, :guild, 10000 + i % 2000, 'Your song was approved.', :now - 40 * :day, :now, "
        "'dm' FROM n",
        100_000,
    ),
    ("INSERT INTO handle_codes SELECT :guild, 'c' || i, i, 'h' || i, :now - 40 * :day FROM n", 50_000),
    (
        "INSERT INTO lots SELECT i, :guild, 'account', i, 100, 50, 'session 1', :now - 500 * :day, "
        ":now - 470 * :day FROM n",
        ACCOUNTS,
    ),
    (
        "INSERT INTO lots (guild_id, holder_kind, holder_id, coins, coins_left, source, given_at, expires_at) "
        "SELECT :guild, 'account', i, 6000, 6000, 'session 20', :now, :now + 30 * :day FROM n",
        ACCOUNTS,
    ),
)


async def make_large(file: Path) -> None:
    """Makes the database; takes half a minute."""
    await make_database(file)
    now = time.time_ns() // 1000
    archive.fill(file, GUILD, now)
    with closing(sqlite3.connect(file)) as connection, connection:
        for sql, most in PARTS:
            head = sql.index("SELECT")
            values = {"guild": GUILD, "now": now, "day": DAY_MICROS, "accounts": ACCOUNTS, "most": most}
            connection.execute(f"{sql[:head]}{NUMBERS}{sql[head:]}", values)
