"""Shows: one evening of a server each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tables.base import Table, loaded, stored


@dataclass(frozen=True)
class Show:
    """The open show of a server."""

    show_id: int
    guild_id: int
    opened_at: datetime
    last_next_at: datetime


class Shows(Table):
    """Rows of `shows`."""

    async def open_show(self, guild_id: int) -> Show | None:
        """The show that was not closed yet, however long ago its last /next was."""
        row = await self.row(
            "SELECT show_id, opened_at, last_next_at FROM shows WHERE guild_id = ? AND closed_at IS NULL",
            guild_id,
        )
        return Show(row[0], guild_id, loaded(row[1]), loaded(row[2])) if row else None

    async def start(self, guild_id: int, now: datetime) -> Show:
        """A new open show; the database refuses a second one."""
        show_id = await self.number(
            "INSERT INTO shows (guild_id, opened_at, last_next_at) VALUES (?, ?, ?) RETURNING show_id",
            guild_id,
            stored(now),
            stored(now),
        )
        return Show(show_id, guild_id, now, now)

    async def touch(self, show_id: int, now: datetime) -> None:
        """Notes a /next, which keeps the show open."""
        await self.rows("UPDATE shows SET last_next_at = ? WHERE show_id = ?", stored(now), show_id)

    async def close(self, show_id: int, now: datetime) -> None:
        """Closes the show."""
        await self.rows("UPDATE shows SET closed_at = ? WHERE show_id = ?", stored(now), show_id)

    async def last_closed_at(self, guild_id: int) -> datetime | None:
        """When the newest closed show of the server ended, or None."""
        row = await self.row("SELECT max(closed_at) FROM shows WHERE guild_id = ? AND closed_at IS NOT NULL", guild_id)
        return loaded(row[0]) if row and row[0] is not None else None
