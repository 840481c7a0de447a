"""What the database file says while the bot is down, read without changing it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from benchmarks.torture.model import Facts

SONGS = "SELECT number, member_id, title, status, CASE WHEN status IN ('pending', 'waiting', 'playing') THEN line END \
FROM submissions"
PLAYS = "SELECT number, state FROM plays JOIN submissions USING (submission_id) ORDER BY play_id"
POINTS = "SELECT holder_id, sum(points) FROM balances WHERE holder_kind = 'member' GROUP BY 1 HAVING sum(points) <> 0"
MARKS = "SELECT number FROM bookmarks JOIN submissions USING (submission_id)"
UNBALANCED = """
    SELECT count(*) FROM (
      SELECT 1 FROM (
        SELECT guild_id, holder_kind, holder_id, origin, amount FROM ledger
        UNION ALL SELECT guild_id, holder_kind, holder_id, origin, -points FROM balances)
      GROUP BY guild_id, holder_kind, holder_id, origin HAVING sum(amount) <> 0)
"""
UNSHOWN = "SELECT count(*) FROM plays WHERE shown IS NOT state AND NOT (shown IS NULL AND state = 'undone')"
DIRECT = "SELECT member_id, count(*) FROM notices WHERE tried_at IS NOT NULL GROUP BY member_id"


class Disk:
    """One look into the file."""

    def __init__(self, file: Path) -> None:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            self.check = str(connection.execute("PRAGMA quick_check").fetchone()[0])
            self.unbalanced = int(connection.execute(UNBALANCED).fetchone()[0])
            self.unshown = int(connection.execute(UNSHOWN).fetchone()[0])
            self.notices = dict(connection.execute(DIRECT).fetchall())
            self.facts = Facts(
                songs={row[0]: row[1:] for row in connection.execute(SONGS)},
                plays=tuple(connection.execute(PLAYS)),
                points=dict(connection.execute(POINTS).fetchall()),
                marks=frozenset(row[0] for row in connection.execute(MARKS)),
            )
