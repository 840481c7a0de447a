"""Which servers the bot is in, and since when it is not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from domain.membership import Membership
from tables.base import Table, loaded_or_none, stored


class Memberships(Table):
    """Rows of `memberships`."""

    async def known(self) -> list[Membership]:
        """Every server that was ever noted and still has its data."""
        rows = await self.rows("SELECT guild_id, application_id, left_at FROM memberships ORDER BY guild_id")
        return [Membership(row[0], row[1], loaded_or_none(row[2])) for row in rows]

    async def left_at(self, guild_id: int) -> datetime | None:
        """When the server was left; None where it was not."""
        row = await self.row("SELECT left_at FROM memberships WHERE guild_id = ?", guild_id)
        return loaded_or_none(row[0]) if row else None

    async def note(self, application_id: int, guild_ids: Iterable[int]) -> None:
        """The application is in these servers."""
        await self.many(
            "INSERT INTO memberships (guild_id, application_id) VALUES (?, ?) "
            "ON CONFLICT DO UPDATE SET application_id = excluded.application_id, left_at = NULL",
            [(guild_id, application_id) for guild_id in guild_ids],
        )

    async def note_left(self, guild_ids: Iterable[int], now: datetime) -> None:
        """It is in these no more."""
        await self.many(
            "UPDATE memberships SET left_at = ? WHERE guild_id = ?", [(stored(now), guild_id) for guild_id in guild_ids]
        )
