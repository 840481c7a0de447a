"""Shows: one evening of a server each."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from domain.shows import Play, Show
from tables.base import Table, loaded, loaded_or_none, stored


class ShowsTable(Table):
    """Rows of `shows`."""

    async def open_show(self, guild_id: int) -> Show | None:
        """The show that was not closed yet, however long ago its last /next was."""
        row = await self.row(
            "SELECT show_id, opened_at, last_next_at FROM shows WHERE guild_id = ? AND closed_at IS NULL",
            guild_id,
        )
        return Show(row[0], guild_id, loaded(row[1]), loaded(row[2])) if row else None

    async def start(self, guild_id: int, now: datetime) -> Show:
        """A new open show; the database refuses a second one."""
        show_id = await self.number(
            "INSERT INTO shows (guild_id, opened_at, last_next_at) VALUES (?, ?, ?) RETURNING show_id",
            guild_id,
            stored(now),
            stored(now),
        )
        return Show(show_id, guild_id, now, now)

    async def touch(self, show_id: int, now: datetime) -> None:
        """Notes a /next, which keeps the show open."""
        await self.rows("UPDATE shows SET last_next_at = ? WHERE show_id = ?", stored(now), show_id)

    async def close(self, show_id: int, now: datetime) -> None:
        """Closes the show."""
        await self.rows("UPDATE shows SET closed_at = ? WHERE show_id = ?", stored(now), show_id)

    async def last_closed_at(self, guild_id: int) -> datetime | None:
        """When the newest closed show of the server ended, or None."""
        row = await self.row("SELECT max(closed_at) FROM shows WHERE guild_id = ? AND closed_at IS NOT NULL", guild_id)
        return loaded(row[0]) if row and row[0] is not None else None


class PlaysTable(Table):
    """Rows of `plays`."""

    async def start(
        self, show_id: int, guild_id: int, song_and_member: tuple[int, int], action: int, now: datetime
    ) -> int:
        """Notes that a song started; the database refuses a second one at the same time."""
        return await self.number(
            "INSERT INTO plays (guild_id, show_id, submission_id, member_id, started_at, started_by, state) "
            "VALUES (?, ?, ?, ?, ?, ?, 'playing') RETURNING play_id",
            *(guild_id, show_id, *song_and_member, stored(now), action),
        )

    async def end(self, guild_id: int, action_id: int, now: datetime) -> None:
        """Notes that the playing song came to its end."""
        await self.rows(
            "UPDATE plays SET state = 'played', ended_at = ?, ended_by = ? WHERE guild_id = ? AND state = 'playing'",
            stored(now),
            action_id,
            guild_id,
        )

    async def take_back(self, action_id: int) -> None:
        """Undoes what an action did to plays: its start never was, its end is still to come."""
        await self.rows("UPDATE plays SET state = 'undone' WHERE started_by = ?", action_id)
        await self.rows(
            "UPDATE plays SET state = 'playing', ended_at = NULL, ended_by = NULL WHERE ended_by = ?",
            action_id,
        )

    async def review_seconds(self, show_id: int) -> list[float]:
        """How long each ended review of the show took, oldest first."""
        rows = await self.rows(
            "SELECT ended_at - started_at FROM plays WHERE show_id = ? AND state = 'played' ORDER BY started_at",
            show_id,
        )
        return [row[0] / 1_000_000 for row in rows]

    async def turns(self, show_id: int) -> dict[int, int]:
        """How many songs of each member were taken in the show."""
        rows = await self.rows(
            "SELECT member_id, count(*) FROM plays WHERE show_id = ? AND state <> 'undone' GROUP BY member_id",
            show_id,
        )
        return {row[0]: row[1] for row in rows}

    async def started_between(self, guild_id: int, since: datetime, until: datetime) -> list[Play]:
        """The plays that started in that time and were not taken back, oldest first."""
        rows = await self.rows(
            "SELECT * FROM plays WHERE guild_id = ? AND started_at BETWEEN ? AND ? AND state <> 'undone' "
            "ORDER BY started_at",
            *(guild_id, stored(since), stored(until)),
        )
        return [_play(row) for row in rows]

    async def to_show(self, guild_id: int) -> list[Play]:
        """The plays whose message does not say yet what happened, oldest first; undone before posted is done."""
        rows = await self.rows(
            "SELECT * FROM plays INDEXED BY plays_to_show WHERE guild_id = ? AND shown IS NOT state "
            "AND NOT (shown IS NULL AND state = 'undone') ORDER BY play_id",
            guild_id,
        )
        return [_play(row) for row in rows]

    async def set_shown(self, play: Play, channel_id: int, message_id: int) -> None:
        """Notes what the message of `play` says by now, and where it is."""
        await self.rows(
            "UPDATE plays SET shown = ?, channel_id = ?, message_id = ? WHERE play_id = ?",
            *(play.state, channel_id, message_id, play.play_id),
        )

    async def current(self, guild_id: int) -> Play | None:
        """The play that goes on now."""
        row = await self.row("SELECT * FROM plays WHERE guild_id = ? AND state = 'playing'", guild_id)
        return _play(row) if row else None


def _play(row: sqlite3.Row) -> Play:
    return Play(
        row["play_id"],
        row["guild_id"],
        row["show_id"],
        row["submission_id"],
        row["member_id"],
        loaded(row["started_at"]),
        loaded_or_none(row["ended_at"]),
        row["state"],
        row["shown"],
        row["channel_id"],
        row["message_id"],
    )
