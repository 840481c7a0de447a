"""Notices: what a member has to be told once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tables.base import Table, stored


@dataclass(frozen=True)
class Notice:
    """A text for a member; `tried` is True when a send may have gone out before a restart."""

    notice_id: int
    guild_id: int
    member_id: int
    text: str
    tried: bool


class Notices(Table):
    """Rows of `notices`."""

    async def queue(self, guild_id: int, member_id: int, text: str, now: datetime) -> None:
        """Notes that a member has to be told `text`."""
        await self.rows(
            "INSERT INTO notices (guild_id, member_id, text, queued_at) VALUES (?, ?, ?, ?)",
            *(guild_id, member_id, text, stored(now)),
        )

    async def to_send(self, guild_id: int) -> list[Notice]:
        """The notices that are not settled, oldest first."""
        rows = await self.rows(
            "SELECT notice_id, member_id, text, tried_at FROM notices WHERE guild_id = ? AND settled IS NULL "
            "ORDER BY notice_id",
            guild_id,
        )
        return [
            Notice(row["notice_id"], guild_id, row["member_id"], row["text"], row["tried_at"] is not None)
            for row in rows
        ]

    async def set_tried(self, notice_id: int, now: datetime) -> None:
        """Notes that a send is about to go out."""
        await self.rows("UPDATE notices SET tried_at = ? WHERE notice_id = ?", stored(now), notice_id)

    async def settle(self, notice_id: int, how: str) -> None:
        """Notes how the member was told: dm, mention or nowhere."""
        await self.rows("UPDATE notices SET settled = ? WHERE notice_id = ?", how, notice_id)
