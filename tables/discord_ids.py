"""The columns that hold ids of Discord's channels and messages, and how they outlive a restore.

Whoever writes such an id into a file could have the bot edit or delete a stranger's message, so none is ever taken from
one: what the database knows of the same play, song or report stays, and what it knows nothing of counts as posted
somewhere out of reach, but for the song that plays, which is posted anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tables.base import Table, stored

PLACES: Mapping[str, tuple[str, ...]] = {
    "bookmarks": ("message_id",),
    "cleanups": ("channel_id", "message_id"),
    "displays": ("channel_id", "message_id"),
    "plays": ("channel_id", "message_id"),
    "report_parts": ("message_id",),
}
# Instead of an id in a file; what had none there has none.
NO_ID = "CASE WHEN {value} IS NOT NULL THEN 0 END"

# By keys that a server's things keep, whatever numbers their rows get.
_KEPT = {
    "kept_plays": "SELECT s.number, p.started_at, p.shown, p.channel_id, p.message_id FROM plays p "
    "JOIN submissions s USING (submission_id) WHERE p.guild_id = ? AND p.message_id > 0",
    "kept_bookmarks": "SELECT s.number, b.message_id FROM bookmarks b JOIN submissions s USING (submission_id) "
    "WHERE b.guild_id = ?",
    "kept_report_parts": "SELECT l.room_id, l.opened_at, r.part, r.message_id FROM report_parts r "
    "JOIN live_sessions l USING (session_id) WHERE l.guild_id = ?",
}
_PUT_BACK = (
    "UPDATE plays SET channel_id = NULL, message_id = NULL, shown = CASE state WHEN 'playing' THEN NULL ELSE state END "
    "WHERE guild_id = ?",
    "UPDATE plays SET shown = k.shown, channel_id = k.channel_id, message_id = k.message_id "
    "FROM kept_plays k JOIN submissions s ON s.guild_id = ? AND s.number = k.number "
    "WHERE plays.submission_id = s.submission_id AND plays.started_at = k.started_at",
    "UPDATE bookmarks SET message_id = k.message_id "
    "FROM kept_bookmarks k JOIN submissions s ON s.guild_id = ? AND s.number = k.number "
    "WHERE bookmarks.submission_id = s.submission_id",
    "UPDATE report_parts SET message_id = k.message_id FROM kept_report_parts k "
    "JOIN live_sessions l ON l.guild_id = ? AND l.room_id = k.room_id AND l.opened_at = k.opened_at "
    "WHERE report_parts.session_id = l.session_id AND report_parts.part = k.part",
)


class DiscordIds(Table):
    """What a restore does with the places of a server's messages, inside its transaction."""

    async def keep(self, guild_id: int) -> None:
        """Sets aside what the database knows, before the rows go."""
        for name, select in _KEPT.items():
            await self.rows(f"CREATE TEMP TABLE {name} AS {select}", guild_id)

    async def put_back(self, guild_id: int, now: datetime) -> None:
        """Gives it to the rows that have come; a message that says a song plays goes where that play is no more."""
        for statement in _PUT_BACK:
            await self.rows(statement, guild_id)
        await self.rows(
            "INSERT INTO cleanups SELECT message_id, ?1, channel_id, ?2 FROM kept_plays k WHERE shown = 'playing' "
            "AND NOT EXISTS (SELECT 1 FROM plays p WHERE p.guild_id = ?1 AND p.message_id = k.message_id) "
            "ON CONFLICT DO NOTHING",
            *(guild_id, stored(now)),
        )
        for name in _KEPT:
            await self.rows(f"DROP TABLE temp.{name}")
