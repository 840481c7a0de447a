"""Rows that go after a time, and times from the future that become now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tables.base import Table, stored

Key = tuple[int | str, ...]


@dataclass(frozen=True)
class Rule:
    """Which rows of a table are too old: its primary key, and the condition with one place for the moment."""

    table: str
    key: tuple[str, ...]
    too_old: str


RULES = (
    Rule("notices", ("notice_id",), "settled IS NOT NULL AND coalesce(tried_at, queued_at) < ?"),
    Rule("handle_codes", ("guild_id", "member_id", "handle"), "expires_at < ?"),
    Rule("caps", ("guild_id", "account_id", "origin"), "window_at < ? / 1000000"),  # in seconds
    # Until a song is over for long, what was spent on it may come back; a lot stays for as long as it is needed.
    Rule(
        "spendings",
        ("spending_id",),
        "EXISTS (SELECT 1 FROM submissions s WHERE s.submission_id = spendings.submission_id "
        "AND s.status IN ('played', 'removed', 'rejected') AND s.ended_at < ?)",
    ),
    Rule(
        "lots",
        ("lot_id",),
        "expires_at < ? AND NOT EXISTS (SELECT 1 FROM spendings p WHERE p.lot_id = lots.lot_id)",
    ),
)


class Retention(Table):
    """Rows of the tables in RULES, and what is kept of single sessions."""

    async def old(self, rule: Rule, before: datetime, most: int) -> list[Key]:
        """The keys of up to `most` rows that are too old; reads all of the table, so never under the lock."""
        sql = f"SELECT {', '.join(rule.key)} FROM {rule.table} WHERE {rule.too_old} LIMIT ?"  # noqa: S608
        return [tuple(row) for row in await self.rows(sql, stored(before), most)]

    async def drop(self, rule: Rule, keys: Sequence[Key], before: datetime) -> None:
        """Drops those of the rows that are too old still."""
        where = " AND ".join(f"{column} = ?" for column in rule.key)
        sql = f"DELETE FROM {rule.table} WHERE {where} AND {rule.too_old}"  # noqa: S608
        await self.many(sql, [(*key, stored(before)) for key in keys])

    async def old_sessions(self, before: datetime) -> list[tuple[int, int]]:
        """The sessions, each a (guild, session), that closed before and of which more than the sums is there."""
        rows = await self.rows(
            "SELECT guild_id, session_id FROM live_sessions s WHERE closed_at < ? AND report_due = 0 "
            "AND (EXISTS (SELECT 1 FROM attendance a WHERE a.session_id = s.session_id) "
            "OR EXISTS (SELECT 1 FROM viewer_counts v WHERE v.session_id = s.session_id))",
            stored(before),
        )
        return [(row[0], row[1]) for row in rows]

    async def drop_some_of_session(self, session_id: int, most: int) -> bool:
        """Drops up to `most` rows of a session whose sums are kept; False once there was none left."""
        for sql in (
            "DELETE FROM attendance WHERE session_id = ?1 AND account_id IN "
            "(SELECT account_id FROM attendance WHERE session_id = ?1 LIMIT ?2) RETURNING 1",
            "DELETE FROM viewer_counts WHERE session_id = ?1 AND at IN "
            "(SELECT at FROM viewer_counts WHERE session_id = ?1 LIMIT ?2) RETURNING 1",
        ):
            if await self.rows(sql, session_id, most):
                return True
        await self.rows("DELETE FROM report_parts WHERE session_id = ?", session_id)
        return False


# What happened then happened by now: the order of songs, the show, the pauses and the ages hang on these.
HAPPENED = (
    ("submissions", "submitted_at"),
    ("submissions", "ended_at"),
    ("shows", "opened_at"),
    ("shows", "last_next_at"),
    ("shows", "closed_at"),
    ("staff_actions", "made_at"),
    ("staff_actions", "undone_at"),
    ("plays", "started_at"),
    ("plays", "ended_at"),
    ("away", "since_at"),
    ("drafts", "kept_at"),
    ("notices", "queued_at"),
    ("notices", "tried_at"),
    ("live_wishes", "asked_at"),
    ("live_sessions", "opened_at"),
    ("live_sessions", "last_event_at"),
    ("live_sessions", "closed_at"),
    ("memberships", "left_at"),
)
# What is still to come, and the longest that it may lie ahead.
AHEAD = (
    ("lots", "expires_at", timedelta(days=30)),
    ("handle_codes", "expires_at", timedelta(days=7)),
    ("live_wishes", "next_try_at", timedelta(days=1)),
    ("cleanups", "due_at", timedelta(minutes=10)),
)
# Neither: what is shown and rules nothing. A test sees to it that no time is in none of the three.
SHOWN = frozenset(
    {
        *(("ledger", "made_at"), ("song_changes", "old_entered_at"), ("song_changes", "old_ended_at")),
        *(("song_changes", "new_entered_at"), ("links", "linked_at"), ("bookmarks", "made_at"), ("lots", "given_at")),
        ("viewer_counts", "at"),
    }
)
BY_HAND = frozenset(
    {
        *(("submissions", "entered_at"), ("blocks", "made_at"), ("blocks", "expires_at"), ("caps", "window_at")),
        *(("attendance", "last_at"),),
    }
)
IN_ORDER = """
    UPDATE submissions SET entered_at = ?1 - late.place FROM (
        SELECT submission_id AS id, row_number() OVER (ORDER BY entered_at DESC, number DESC) - 1 AS place
        FROM submissions WHERE entered_at > ?1
    ) AS late WHERE submission_id = late.id
"""
OF_OPEN_SESSIONS = """
    UPDATE attendance SET last_at = ?1 WHERE last_at > ?1
    AND session_id IN (SELECT session_id FROM live_sessions WHERE closed_at IS NULL)
"""


class Times(Table):
    """All tables that keep times."""

    async def bring_back(self, now: datetime) -> int:
        """Brings times from the future back to `now`, songs in their order; returns how many rows changed."""
        before, at = self._connection.total_changes, stored(now)
        await self.rows("DELETE FROM caps WHERE window_at > ?", int(now.timestamp()))
        await self.rows(IN_ORDER, at)
        await self.rows(OF_OPEN_SESSIONS, at)
        await self.rows(
            "UPDATE blocks SET expires_at = expires_at - (made_at - ?1), made_at = ?1 WHERE made_at > ?1", at
        )
        for table, column in HAPPENED:
            await self.rows(f"UPDATE {table} SET {column} = ?1 WHERE {column} > ?1", at)  # noqa: S608 - names from above
        for table, column, most in AHEAD:
            latest = stored(now + most)
            await self.rows(f"UPDATE {table} SET {column} = ?1 WHERE {column} > ?1", latest)  # noqa: S608 - the same
        return self._connection.total_changes - before
