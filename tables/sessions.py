"""Live sessions: opened, kept, closed, and who is to be followed."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from domain.live import EndReason
from tables.base import Table, loaded, loaded_or_none, stored, stored_or_none


@dataclass(frozen=True)
class LiveSession:
    """One LIVE of a creator as a server followed it; open while `closed_at` is None."""

    session_id: int
    guild_id: int
    creator: str
    room_id: int
    opened_at: datetime
    last_event_at: datetime
    closed_at: datetime | None
    end_reason: EndReason | None
    unreadable: int
    shed: int
    coins: int


@dataclass(frozen=True)
class Wish:
    """A creator whom a server wants to follow; `next_try_at` survives a restart, so that no sign quota is wasted.

    `wish_id` is another one each time somebody asks.
    """

    guild_id: int
    creator: str
    asked_by: str
    asked_at: datetime
    next_try_at: datetime | None
    wish_id: int
    asked_by_id: int | None = None


class Sessions(Table):
    """Rows of `live_wishes`, `live_sessions` and `live_rooms`."""

    async def wish(self, guild_id: int) -> Wish | None:
        """Whom the server wants to follow."""
        row = await self.row("SELECT * FROM live_wishes WHERE guild_id = ?", guild_id)
        return _wish(row) if row else None

    async def wishes(self) -> list[Wish]:
        """Whom all servers want to follow."""
        return [_wish(row) for row in await self.rows("SELECT * FROM live_wishes ORDER BY guild_id")]

    async def set_wish(self, wish: Wish) -> None:
        """Notes whom the server wants to follow, in place of anybody before."""
        await self.rows(
            "INSERT OR REPLACE INTO live_wishes "
            "(guild_id, creator, asked_by, asked_at, next_try_at, wish_id, asked_by_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
            *(wish.guild_id, wish.creator, wish.asked_by, stored(wish.asked_at)),
            *(stored_or_none(wish.next_try_at), wish.wish_id, wish.asked_by_id),
        )

    async def set_next_try(self, guild_id: int, next_try_at: datetime | None, wish_id: int | None) -> None:
        """Notes when the sign server may be asked next, for that wish or for whichever there is."""
        await self.rows(
            "UPDATE live_wishes SET next_try_at = ?1 WHERE guild_id = ?2 AND wish_id = coalesce(?3, wish_id)",
            *(stored_or_none(next_try_at), guild_id, wish_id),
        )

    async def drop_wish(self, guild_id: int, wish_id: int | None = None) -> bool:
        """Drops that wish of the server, or whichever there is; False where there is none."""
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


def _wish(row: sqlite3.Row) -> Wish:
    return Wish(
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
