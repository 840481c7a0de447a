"""Where each display of a server is, and the messages in the submission channel that go later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tables.base import Table, stored


@dataclass(frozen=True)
class Place:
    """The message of a display."""

    channel_id: int
    message_id: int


@dataclass(frozen=True)
class Cleanup:
    """A message of a channel that is due to go."""

    guild_id: int
    channel_id: int
    message_id: int


class Displays(Table):
    """Rows of `displays` and `cleanups`."""

    async def places(self, guild_id: int) -> dict[str, Place]:
        """The messages of a server's displays, by kind."""
        rows = await self.rows("SELECT kind, channel_id, message_id FROM displays WHERE guild_id = ?", guild_id)
        return {row["kind"]: Place(row["channel_id"], row["message_id"]) for row in rows}

    async def set_place(self, guild_id: int, kind: str, place: Place) -> None:
        """Stores where a display is."""
        await self.rows(
            "INSERT INTO displays VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE "
            "SET channel_id = excluded.channel_id, message_id = excluded.message_id",
            *(guild_id, kind, place.channel_id, place.message_id),
        )

    async def forget(self, guild_id: int, kind: str) -> None:
        """Forgets where a display was."""
        await self.rows("DELETE FROM displays WHERE guild_id = ? AND kind = ?", guild_id, kind)

    async def add_cleanup(self, cleanup: Cleanup, due_at: datetime) -> None:
        """Notes a message that goes at `due_at`, also after a restart."""
        await self.rows(
            "INSERT INTO cleanups VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            *(cleanup.message_id, cleanup.guild_id, cleanup.channel_id, stored(due_at)),
        )

    async def due_cleanups(self, now: datetime) -> list[Cleanup]:
        """The messages whose time has come, in servers that the bot is in."""
        rows = await self.rows(
            "SELECT guild_id, channel_id, message_id FROM cleanups c WHERE due_at <= ? AND NOT EXISTS "
            "(SELECT 1 FROM memberships m WHERE m.guild_id = c.guild_id AND m.left_at IS NOT NULL) "
            "ORDER BY due_at LIMIT 100",
            stored(now),
        )
        return [Cleanup(row["guild_id"], row["channel_id"], row["message_id"]) for row in rows]

    async def drop_cleanup(self, message_id: int) -> None:
        """Forgets a message that is gone."""
        await self.rows("DELETE FROM cleanups WHERE message_id = ?", message_id)
