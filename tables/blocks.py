"""Blocks by staff."""

from __future__ import annotations

from dataclasses import astuple
from datetime import datetime

from domain.blocks import Block, BlockKind
from tables.base import Table, loaded, loaded_or_none, stored, stored_or_none


class Blocks(Table):
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
