"""Songs that reviewers keep, and whether each was posted in the bookmarks channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.submissions import Person
from tables.base import Table, stored


@dataclass(frozen=True)
class Bookmark:
    """A song that a reviewer keeps."""

    submission_id: int
    made_by: str


class Bookmarks(Table):
    """Rows of `bookmarks`."""

    async def add(self, guild_id: int, submission_id: int, doer: Person, now: datetime) -> bool:
        """Notes a bookmark; False when the song has one already."""
        return bool(
            await self.rows(
                "INSERT INTO bookmarks (submission_id, guild_id, made_by, made_at, made_by_id) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT DO NOTHING RETURNING 1",
                *(submission_id, guild_id, doer.name, stored(now), doer.member_id),
            )
        )

    async def to_post(self, guild_id: int) -> list[Bookmark]:
        """The bookmarks that have no message yet, oldest song first."""
        rows = await self.rows(
            "SELECT submission_id, made_by FROM bookmarks WHERE guild_id = ? AND message_id IS NULL "
            "ORDER BY submission_id",
            guild_id,
        )
        return [Bookmark(row["submission_id"], row["made_by"]) for row in rows]

    async def set_posted(self, submission_id: int, message_id: int) -> None:
        """Notes the message of a bookmark."""
        await self.rows("UPDATE bookmarks SET message_id = ? WHERE submission_id = ?", message_id, submission_id)
