"""Live sessions: opened, kept, closed, and who is to be followed."""

from __future__ import annotations

import sqlite3
from dataclasses import astuple, dataclass
from datetime import datetime

from domain.live_events import EndReason
from domain.live_sessions import FollowRequest, LiveSession
from tables.base import Table, loaded, loaded_or_none, stored, stored_or_none


class SessionsTable(Table):
    """Rows of `live_wishes`, `live_sessions` and `live_rooms`."""

    async def request(self, guild_id: int) -> FollowRequest | None:
        """Whom the server wants to follow."""
        row = await self.row("SELECT * FROM live_wishes WHERE guild_id = ?", guild_id)
        return _wish(row) if row else None

    async def follow_requests(self) -> list[FollowRequest]:
        """Whom all servers want to follow."""
        return [_wish(row) for row in await self.rows("SELECT * FROM live_wishes ORDER BY guild_id")]

    async def set_follow_request(self, request: FollowRequest) -> None:
        """Notes whom the server wants to follow, in place of anybody before."""
        await self.rows(
            "INSERT OR REPLACE INTO live_wishes "
            "(guild_id, creator, asked_by, asked_at, next_try_at, wish_id, asked_by_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
            *(request.guild_id, request.creator, request.asked_by, stored(request.asked_at)),
            *(stored_or_none(request.next_try_at), request.wish_id, request.asked_by_id),
        )

    async def set_next_try(self, guild_id: int, next_try_at: datetime | None, wish_id: int | None) -> None:
        """Notes when the sign server may be asked next, for that request or for whichever there is."""
        await self.rows(
            "UPDATE live_wishes SET next_try_at = ?1 WHERE guild_id = ?2 AND wish_id = coalesce(?3, wish_id)",
            *(stored_or_none(next_try_at), guild_id, wish_id),
        )

    async def drop_follow_request(self, guild_id: int, wish_id: int | None = None) -> bool:
        """Drops that request of the server, or whichever there is; False where there is none."""
        sql = "DELETE FROM live_wishes WHERE guild_id = ?1 AND wish_id = coalesce(?2, wish_id) RETURNING 1"
        return bool(await self.rows(sql, guild_id, wish_id))

    async def open_session(self, guild_id: int) -> LiveSession | None:
        """The session that is not closed yet."""
        row = await self.row("SELECT * FROM live_sessions WHERE guild_id = ? AND closed_at IS NULL", guild_id)
        return _session(row) if row else None

    async def get(self, guild_id: int, session_id: int) -> LiveSession | None:
        """One session of the server."""
        row = await self.row("SELECT * FROM live_sessions WHERE session_id = ? AND guild_id = ?", session_id, guild_id)
        return _session(row) if row else None

    async def newest(self, guild_id: int, limit: int) -> list[LiveSession]:
        """The server's sessions, newest first."""
        rows = await self.rows(
            "SELECT * FROM live_sessions WHERE guild_id = ? ORDER BY session_id DESC LIMIT ?", guild_id, limit
        )
        return [_session(row) for row in rows]

    async def start(self, guild_id: int, creator: str, room_id: int, now: datetime) -> LiveSession:
        """A new open session; the database refuses a second one."""
        rows = await self.rows(
            "INSERT INTO live_sessions (guild_id, creator, room_id, opened_at, last_event_at) "
            "VALUES (?, ?, ?, ?, ?) RETURNING *",
            *(guild_id, creator, room_id, stored(now), stored(now)),
        )
        session = _session(rows[0])
        await self.enter_room(session.session_id, room_id)
        return session

    async def enter_room(self, session_id: int, room_id: int) -> None:
        """The session goes on in this room."""
        await self.rows("UPDATE live_sessions SET room_id = ? WHERE session_id = ?", room_id, session_id)
        await self.rows(
            "INSERT INTO live_rooms (guild_id, room_id, session_id) SELECT guild_id, room_id, session_id "
            "FROM live_sessions WHERE session_id = ? ON CONFLICT DO NOTHING",
            session_id,
        )

    async def touch(self, session_id: int, last_event_at: datetime, coins: int) -> int:
        """Notes the newest event and coins that came; returns all coins so far."""
        return await self.number(
            "UPDATE live_sessions SET last_event_at = max(last_event_at, ?), coins = coins + ? WHERE session_id = ? "
            "RETURNING coins",
            *(stored(last_event_at), coins, session_id),
        )

    async def set_lost(self, session_id: int, unreadable: int, shed: int) -> None:
        """Notes how many events could not be read, and how many were shed."""
        await self.rows(
            "UPDATE live_sessions SET unreadable = ?, shed = ? WHERE session_id = ?", unreadable, shed, session_id
        )

    async def close(self, guild_id: int, session_id: int, reason: EndReason, now: datetime) -> bool:
        """Closes the session and asks for its report, both or neither; False when it was closed before."""
        rows = await self.rows(
            "UPDATE live_sessions SET closed_at = ?, end_reason = ?, report_due = 1 "
            "WHERE guild_id = ? AND session_id = ? AND closed_at IS NULL RETURNING 1",
            *(stored(now), reason, guild_id, session_id),
        )
        return bool(rows)

    async def to_report(self, guild_id: int) -> list[LiveSession]:
        """The closed sessions whose report was not posted whole."""
        rows = await self.rows(
            "SELECT * FROM live_sessions WHERE guild_id = ? AND report_due > 0 ORDER BY session_id", guild_id
        )
        return [_session(row) for row in rows]

    async def set_reported(self, session_id: int) -> None:
        """Notes that the report is posted."""
        await self.rows("UPDATE live_sessions SET report_due = 0 WHERE session_id = ?", session_id)

    async def old_rooms(self, closed_before: datetime) -> list[tuple[int, int]]:
        """The rooms, each a (guild, room), of which every session closed before a time."""
        rows = await self.rows(
            "SELECT r.guild_id, r.room_id FROM live_rooms r CROSS JOIN live_sessions s USING (session_id) "
            "GROUP BY r.guild_id, r.room_id HAVING max(s.closed_at IS NULL OR s.closed_at >= ?) = 0",
            stored(closed_before),
        )
        return [(row[0], row[1]) for row in rows]

    async def forget_messages(self, guild_id: int, room_id: int, most: int) -> bool:
        """Drops up to `most` message ids of a room; False once there was none left, and the rest has gone with it."""
        if await self.rows(
            "DELETE FROM seen_messages WHERE guild_id = ?1 AND room_id = ?2 AND message_id IN "
            "(SELECT message_id FROM seen_messages WHERE guild_id = ?1 AND room_id = ?2 LIMIT ?3) RETURNING 1",
            *(guild_id, room_id, most),
        ):
            return True
        await self.rows("DELETE FROM streaks WHERE guild_id = ? AND room_id = ?", guild_id, room_id)
        await self.rows("DELETE FROM live_rooms WHERE guild_id = ? AND room_id = ?", guild_id, room_id)
        return False


def _wish(row: sqlite3.Row) -> FollowRequest:
    return FollowRequest(
        row["guild_id"],
        row["creator"],
        row["asked_by"],
        loaded(row["asked_at"]),
        loaded_or_none(row["next_try_at"]),
        row["wish_id"],
        row["asked_by_id"],
    )


def _session(row: sqlite3.Row) -> LiveSession:
    return LiveSession(
        row["session_id"],
        row["guild_id"],
        row["creator"],
        row["room_id"],
        loaded(row["opened_at"]),
        loaded(row["last_event_at"]),
        loaded_or_none(row["closed_at"]),
        EndReason(row["end_reason"]) if row["end_reason"] else None,
        row["unreadable"],
        row["shed"],
        row["coins"],
    )


@dataclass(frozen=True)
class SessionTotals:
    """A session in one row: its accounts, its viewers, and what all accounts together did.

    TikTok sends only a part of the likes: theirs is a lower bound, as that of the visits is.
    """

    accounts: int
    linked: int
    peak: int
    average: float
    visitors: int
    likes: int
    comments: int
    shares: int
    follows: int
    subscriptions: int
    joins: int
    gifts: int
    coins: int
    guest_coins: int


class ReportsTable(Table):
    """Rows of `report_parts` and `session_totals`."""

    async def parts(self, session_id: int) -> dict[int, int]:
        """The message ids of the posted parts, by part from 1."""
        rows = await self.rows("SELECT part, message_id FROM report_parts WHERE session_id = ?", session_id)
        return {row[0]: row[1] for row in rows}

    async def set_part(self, session_id: int, part: int, message_id: int) -> None:
        """Notes that a part is posted."""
        await self.rows(
            "INSERT INTO report_parts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET message_id = excluded.message_id",
            *(session_id, part, message_id),
        )

    async def totals(self, session_id: int) -> SessionTotals | None:
        """The sums that were kept of a session; None while all of it is there."""
        row = await self.row("SELECT * FROM session_totals WHERE session_id = ?", session_id)
        return SessionTotals(*tuple(row)[1:]) if row else None

    async def keep_totals(self, session_id: int, totals: SessionTotals) -> None:
        """Keeps the sums of a session, of which the rest may go then; the first ones stay."""
        await self.rows(
            f"INSERT INTO session_totals VALUES ({', '.join('?' * 15)}) ON CONFLICT DO NOTHING",  # noqa: S608
            *(session_id, *astuple(totals)),
        )
