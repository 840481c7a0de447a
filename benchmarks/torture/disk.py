"""What the database file says about one server, read without changing it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from benchmarks.torture.model import Facts

SONGS = "SELECT number, member_id, title, status, CASE WHEN status IN ('pending', 'waiting', 'playing') THEN line END \
FROM submissions WHERE guild_id = ?"
PLAYS = "SELECT number, state FROM plays JOIN submissions USING (submission_id) WHERE plays.guild_id = ? \
ORDER BY play_id"
POINTS = "SELECT holder_id, sum(points) FROM balances WHERE guild_id = ? AND holder_kind = 'member' \
GROUP BY 1 HAVING sum(points) <> 0"
MARKS = "SELECT number FROM bookmarks JOIN submissions USING (submission_id) WHERE bookmarks.guild_id = ?"
UNBALANCED = """
    SELECT count(*) FROM (
      SELECT 1 FROM (
        SELECT guild_id, holder_kind, holder_id, origin, amount FROM ledger
        UNION ALL SELECT guild_id, holder_kind, holder_id, origin, -points FROM balances)
      GROUP BY guild_id, holder_kind, holder_id, origin HAVING sum(amount) <> 0)
"""
UNSHOWN = "SELECT count(*) FROM plays WHERE guild_id = ? AND shown IS NOT state \
AND NOT (shown IS NULL AND state = 'undone')"
DIRECT = "SELECT member_id, count(*) FROM notices WHERE guild_id = ? AND tried_at IS NOT NULL GROUP BY member_id"


class Disk:
    """One look into the file, also while the bot works on it; what is unsound is looked for in all of it."""

    def __init__(self, file: Path, guild_id: int) -> None:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            connection.execute("BEGIN")  # every answer is of the same moment
            self.check = str(connection.execute("PRAGMA quick_check").fetchone()[0])
            self.unbalanced = int(connection.execute(UNBALANCED).fetchone()[0])
            here = (guild_id,)
            self.unshown = int(connection.execute(UNSHOWN, here).fetchone()[0])
            self.notices = dict(connection.execute(DIRECT, here).fetchall())
            self.facts = Facts(
                songs={row[0]: row[1:] for row in connection.execute(SONGS, here)},
                plays=tuple(connection.execute(PLAYS, here)),
                points=dict(connection.execute(POINTS, here).fetchall()),
                marks=frozenset(row[0] for row in connection.execute(MARKS, here)),
            )
