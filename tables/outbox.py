"""Songs that reviewers keep, and whether each was posted in the bookmarks channel."""

from __future__ import annotations

from datetime import datetime

from domain.outbox import Bookmark, Cleanup, Notice, Place
from domain.submissions import Person
from tables.base import Table, stored


class BookmarksTable(Table):
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


class NoticesTable(Table):
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


class DisplaysTable(Table):
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
