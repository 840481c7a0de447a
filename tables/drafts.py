"""What a member sent that was refused, kept for a day so that nothing has to be typed or uploaded twice."""

from __future__ import annotations

from datetime import datetime

from tables.base import Table, stored


class Drafts(Table):
    """Rows of `drafts`; the body is text that services.drafts writes and reads."""

    async def add(self, guild_id: int, member_id: int, body: str, now: datetime) -> int:
        """Stores a draft and returns its id."""
        return await self.number(
            "INSERT INTO drafts (guild_id, member_id, body, kept_at) VALUES (?, ?, ?, ?) RETURNING draft_id",
            *(guild_id, member_id, body, stored(now)),
        )

    async def get(self, draft_id: int, member_id: int) -> str | None:
        """The body of a member's own draft."""
        row = await self.row("SELECT body FROM drafts WHERE draft_id = ? AND member_id = ?", draft_id, member_id)
        return str(row["body"]) if row else None

    async def drop(self, draft_id: int) -> None:
        """Forgets a draft."""
        await self.rows("DELETE FROM drafts WHERE draft_id = ?", draft_id)

    async def drop_older(self, than: datetime) -> None:
        """Forgets the drafts from before a time."""
        await self.rows("DELETE FROM drafts WHERE kept_at < ?", stored(than))
