"""Rows that are kept for long enough: found beside the lock, and dropped a few at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

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
