"""Codes that prove a handle, until they are typed in the LIVE's chat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tables.base import Table, stored


@dataclass(frozen=True)
class HandleCode:
    """Whose code it is, and for which handle."""

    code: str
    member_id: int
    handle: str


class Codes(Table):
    """Rows of `handle_codes`."""

    async def add(self, guild_id: int, code: HandleCode, expires_at: datetime) -> bool:
        """Stores a code in place of the member's earlier one for that handle; False where the code is taken."""
        await self.rows(
            "DELETE FROM handle_codes WHERE guild_id = ? AND member_id = ? AND handle = ?",
            *(guild_id, code.member_id, code.handle),
        )
        return bool(
            await self.rows(
                "INSERT INTO handle_codes VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING 1",
                *(guild_id, code.code, code.member_id, code.handle, stored(expires_at)),
            )
        )

    async def take(self, guild_id: int, code: str, handle: str, now: datetime) -> HandleCode | None:
        """Uses up a code that is good at `now` for that handle; None where there is no such code."""
        row = await self.row(
            "DELETE FROM handle_codes WHERE guild_id = ? AND code = ? AND handle = ? AND expires_at > ? "
            "RETURNING member_id",
            *(guild_id, code, handle, stored(now)),
        )
        return HandleCode(code, row["member_id"], handle) if row else None
