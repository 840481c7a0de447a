"""A server's own state and settings."""

from __future__ import annotations

from dataclasses import astuple
from datetime import datetime

from domain.blocks import Block, BlockKind
from domain.settings import GuildSettings, settings_from
from tables.base import Table, loaded, loaded_or_none, stored, stored_or_none


class GuildsTable(Table):
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


class BlocksTable(Table):
    """Rows of `blocks`."""

    async def add(self, new: Block, made_by_id: int) -> int:
        """Stores a block; its id is given here."""
        return await self.number(
            "INSERT INTO blocks (guild_id, kind, value, reason, expires_at, made_by, made_at, made_by_id) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING block_id",
            *astuple(new)[1:5],
            stored_or_none(new.expires_at),
            new.made_by,
            stored(new.made_at),
            made_by_id,
        )

    async def all(self, guild_id: int) -> list[Block]:
        """Every block of the server, also those that ran out, oldest first."""
        rows = await self.rows("SELECT * FROM blocks WHERE guild_id = ? ORDER BY block_id", guild_id)
        return [
            Block(
                row["block_id"],
                guild_id,
                BlockKind(row["kind"]),
                row["value"],
                row["reason"],
                loaded_or_none(row["expires_at"]),
                row["made_by"],
                loaded(row["made_at"]),
            )
            for row in rows
        ]

    async def blocked_accounts(self, guild_id: int, now: datetime) -> set[int]:
        """The accounts whose events earn nothing at `now`, by the handles that are blocked."""
        rows = await self.rows(
            "SELECT a.account_id FROM blocks b CROSS JOIN accounts a "
            "WHERE b.guild_id = ? AND b.kind = 'account' AND (b.expires_at IS NULL OR b.expires_at > ?) "
            "AND a.guild_id = b.guild_id AND a.handle = b.value",
            *(guild_id, stored(now)),
        )
        return {row[0] for row in rows}

    async def remove_made_at(self, guild_id: int, made_at: datetime) -> None:
        """Drops the block of a member that was made in this very moment; its number may be another one by now."""
        await self.rows(
            "DELETE FROM blocks WHERE guild_id = ? AND kind = 'member' AND made_at = ?", guild_id, stored(made_at)
        )

    async def remove(self, guild_id: int, block_id: int) -> bool:
        """Drops a block; False when the server has no such block."""
        return bool(
            await self.rows("DELETE FROM blocks WHERE guild_id = ? AND block_id = ? RETURNING 1", guild_id, block_id)
        )
