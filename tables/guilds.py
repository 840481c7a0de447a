"""A server's own state and settings."""

from __future__ import annotations

from domain.settings import GuildSettings, settings_from
from tables.base import Table


class Guilds(Table):
    """Rows of `guilds` and `settings`."""

    async def take_number(self, guild_id: int) -> int:
        """The next submission number of the server, from 1; it is never given again."""
        return await self.number(
            "INSERT INTO guilds (guild_id, next_number) VALUES (?, 2) "
            "ON CONFLICT DO UPDATE SET next_number = next_number + 1 RETURNING next_number - 1",
            guild_id,
        )

    async def free_open(self, guild_id: int) -> bool:
        """True while the Free line takes songs."""
        row = await self.row("SELECT free_open FROM guilds WHERE guild_id = ?", guild_id)
        return row is None or bool(row[0])

    async def set_free_open(self, guild_id: int, *, free_open: bool) -> None:
        """Opens or closes the Free line."""
        await self.rows(
            "INSERT INTO guilds (guild_id, free_open) VALUES (?, ?) "
            "ON CONFLICT DO UPDATE SET free_open = excluded.free_open",
            guild_id,
            free_open,
        )

    async def settings(self, guild_id: int) -> GuildSettings:
        """The server's settings, defaults included."""
        rows = await self.rows("SELECT name, value FROM settings WHERE guild_id = ?", guild_id)
        return settings_from({row["name"]: row["value"] for row in rows})

    async def set_setting(self, guild_id: int, name: str, value: str) -> None:
        """Stores one setting as text."""
        await self.rows(
            "INSERT INTO settings (guild_id, name, value) VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET value = excluded.value",
            guild_id,
            name,
            value,
        )

    async def guilds_with_channels(self) -> list[int]:
        """The servers that have at least one setting, which is where displays can be."""
        return [row[0] for row in await self.rows("SELECT DISTINCT guild_id FROM settings")]
