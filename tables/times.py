"""Times from the future, which a clock that was ahead has left: where one rules something, it becomes now."""

from __future__ import annotations

from datetime import datetime, timedelta

from tables.base import Table, stored

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
