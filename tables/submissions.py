"""Submissions: the songs of a server, from pending to the archive."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from domain.lines import Line
from domain.submissions import Person, Song, Status, Submission
from tables.base import Table, loaded, loaded_or_none, stored, stored_or_none

COLUMNS = (
    "submission_id, guild_id, number, member_id, member_name, artist, title, link, file_hash, file_name, "
    "duration_seconds, note, artwork_url, status, line, submitted_at, entered_at, ended_at, played_recently, reason"
)
NAMES = COLUMNS.split(", ")
ACTIVE = "status IN ('pending', 'waiting')"
MOST_KEPT = 4096


class SubmissionsTable(Table):
    """Rows of `submissions`; every change of status compares the old one and sets the new one."""

    async def _songs(self, where: str, *values: object) -> list[Submission]:
        rows = await self.rows(f"SELECT {COLUMNS} FROM submissions WHERE {where}", *values)  # noqa: S608
        return [_submission(tuple(row)) for row in rows]

    async def _song(self, where: str, *values: object) -> Submission | None:
        return next(iter(await self._songs(where, *values)), None)

    async def add(self, new: Submission) -> Submission:
        """Stores a new submission and returns it with its id."""
        song, columns = new.song, COLUMNS.removeprefix("submission_id, ")
        marks = ", ".join("?" * (columns.count(",") + 1))
        rows = await self.rows(
            f"INSERT INTO submissions ({columns}) VALUES ({marks}) RETURNING {COLUMNS}",  # noqa: S608
            *(new.guild_id, new.number, new.member.member_id, new.member.name, song.artist, song.title),
            *(song.link, song.file_hash, song.file_name, song.duration_seconds, song.note, song.artwork_url),
            *(new.status, new.line),
            *(stored(new.submitted_at), stored(new.entered_at), stored_or_none(new.ended_at)),
            *(new.played_recently, new.reason),
        )
        return _submission(tuple(rows[0]))

    async def get(self, submission_id: int) -> Submission | None:
        """One submission by its inner id."""
        return await self._song("submission_id = ?", submission_id)

    async def numbered(self, guild_id: int, number: int) -> Submission | None:
        """One submission by the number that people see."""
        return await self._song("guild_id = ? AND number = ?", guild_id, number)

    async def active(self, guild_id: int) -> list[Submission]:
        """The pending and the waiting songs, by number."""
        # The + keeps SQLite from walking the index by number, archive and all, to save itself the sorting.
        return await self._songs(f"guild_id = ? AND {ACTIVE} ORDER BY +number", guild_id)

    async def active_of(self, guild_id: int, member_id: int) -> list[Submission]:
        """One member's pending and waiting songs."""
        return await self._songs(f"guild_id = ? AND member_id = ? AND {ACTIVE}", guild_id, member_id)

    async def pending(self, guild_id: int) -> list[Submission]:
        """The skips that wait for a reviewer, oldest first."""
        # ACTIVE is what the index of active songs asks for; SQLite does not see that pending is enough.
        where = f"guild_id = ? AND {ACTIVE} AND status = 'pending' ORDER BY entered_at, number"
        return await self._songs(where, guild_id)

    async def playing(self, guild_id: int) -> Submission | None:
        """The song that plays now."""
        return await self._song("guild_id = ? AND status = 'playing'", guild_id)

    async def waiting_in(self, guild_id: int, member_id: int, line: Line) -> int:
        """How many waiting songs the member has in `line`."""
        return await self.number(
            "SELECT count(*) FROM submissions WHERE guild_id = ? AND status = 'waiting' AND member_id = ? AND line = ?",
            guild_id,
            member_id,
            line,
        )

    async def active_twin(self, guild_id: int, song: Song, except_id: int = 0) -> Submission | None:
        """An active song with the same canonical link or the same file, other than `except_id`."""
        for column, value in (("link", song.link), ("file_hash", song.file_hash)):
            where = f"guild_id = ? AND {column} = ? AND {ACTIVE} AND submission_id <> ?"
            twin = value and await self._song(where, guild_id, value, except_id)
            if twin:
                return twin
        return None

    async def played_since(self, guild_id: int, song: Song, since: datetime) -> bool:
        """True when the same link or file was played to its end after `since`, or plays now."""
        for column, value in (("link", song.link), ("file_hash", song.file_hash)):
            where = (
                f"guild_id = ? AND {column} = ? AND (status = 'played' AND ended_at > ? OR status = 'playing') LIMIT 1"
            )
            if value and await self._songs(where, guild_id, value, stored(since)):
                return True
        return False

    async def of_member(self, guild_id: int, member_id: int, limit: int, offset: int) -> list[Submission]:
        """A member's own songs, newest first, without those deleted from the history."""
        return await self._songs(
            "guild_id = ? AND member_id = ? AND hidden = 0 ORDER BY number DESC LIMIT ? OFFSET ?",
            guild_id,
            member_id,
            limit,
            offset,
        )

    async def past_of_member(self, guild_id: int, member_id: int, limit: int) -> list[Submission]:
        """A member's own songs that were played, removed or rejected, newest first."""
        return await self._songs(
            "guild_id = ? AND member_id = ? AND hidden = 0 AND status IN ('played', 'removed', 'rejected') "
            "ORDER BY number DESC LIMIT ?",
            *(guild_id, member_id, limit),
        )

    async def archive(self, guild_id: int, limit: int, offset: int) -> list[Submission]:
        """Songs played, newest first."""
        where = "guild_id = ? AND status = 'played' ORDER BY ended_at DESC LIMIT ? OFFSET ?"
        return await self._songs(where, guild_id, limit, offset)

    async def archive_of(self, guild_id: int, member_id: int, limit: int, offset: int) -> list[Submission]:
        """A member's songs that were played, newest first."""
        where = "guild_id = ? AND member_id = ? AND status = 'played' ORDER BY number DESC LIMIT ? OFFSET ?"
        return await self._songs(where, guild_id, member_id, limit, offset)

    async def change(self, old: Submission, new: Submission) -> bool:
        """Sets status, line, times and reason where the stored ones are still `old`'s; False when they are not."""
        rows = await self.rows(
            "UPDATE submissions SET status = ?, line = ?, entered_at = ?, ended_at = ?, reason = ? "
            "WHERE submission_id = ? AND status = ? AND line IS ? AND entered_at = ? RETURNING 1",
            *(new.status, new.line, stored(new.entered_at), stored_or_none(new.ended_at), new.reason),
            *(old.submission_id, old.status, old.line, stored(old.entered_at)),
        )
        return bool(rows)

    async def set_song(self, submission_id: int, song: Song, *, played_recently: bool) -> None:
        """Replaces what is submitted, and keeps its place."""
        await self.rows(
            "UPDATE submissions SET artist = ?, title = ?, link = ?, file_hash = ?, file_name = ?, "
            "duration_seconds = ?, note = ?, artwork_url = ?, played_recently = ? WHERE submission_id = ?",
            *(
                song.artist,
                song.title,
                song.link,
                song.file_hash,
                song.file_name,
                song.duration_seconds,
                song.note,
                song.artwork_url,
            ),
            played_recently,
            submission_id,
        )

    async def hide(self, submission_id: int) -> None:
        """Takes a song out of its member's history; the archive keeps it."""
        await self.rows("UPDATE submissions SET hidden = 1 WHERE submission_id = ?", submission_id)

    async def queue_lengths(self) -> dict[Status, int]:
        """How many songs of all servers are pending, and how many are waiting."""
        rows = await self.rows(f"SELECT status, count(*) FROM submissions WHERE {ACTIVE} GROUP BY status")  # noqa: S608
        return dict.fromkeys((Status.PENDING, Status.WAITING), 0) | {Status(row[0]): row[1] for row in rows}

    async def needs_file(self, file_hash: str, ended_since: datetime) -> bool:
        """Whether a song of any server with this file is pending, waits, plays, or ended after `ended_since`.

        What ended because its member was forgotten does not count.
        """
        rows = await self.rows(
            "SELECT 1 FROM submissions WHERE file_hash = ? "
            "AND (status IN ('pending', 'waiting', 'playing') OR ended_at > ? AND member_id > 0) LIMIT 1",
            *(file_hash, stored(ended_since)),
        )
        return bool(rows)

    async def is_nobodys(self, file_hash: str) -> bool:
        """Whether no song of any server has this file, but those of members who were forgotten."""
        sql = "SELECT NOT EXISTS (SELECT 1 FROM submissions WHERE file_hash = ? AND member_id > 0)"
        return bool(await self.number(sql, file_hash))

    async def by_ids(self, submission_ids: Iterable[int]) -> dict[int, Submission]:
        """The named submissions by id."""
        found = [await self.get(one) for one in submission_ids]
        return {song.submission_id: song for song in found if song}


@lru_cache(maxsize=MOST_KEPT)
def _submission(values: tuple[Any, ...]) -> Submission:
    """The values of COLUMNS as a submission; kept, because every change of a long queue reads all its songs again."""
    row = dict(zip(NAMES, values, strict=True))
    return Submission(
        submission_id=row["submission_id"],
        guild_id=row["guild_id"],
        number=row["number"],
        member=Person(row["member_id"], row["member_name"]),
        song=Song(
            row["artist"],
            row["title"],
            row["link"],
            row["file_hash"],
            row["file_name"],
            row["duration_seconds"],
            row["note"],
            row["artwork_url"],
        ),
        status=Status(row["status"]),
        line=Line(row["line"]) if row["line"] else None,
        submitted_at=loaded(row["submitted_at"]),
        entered_at=loaded(row["entered_at"]),
        ended_at=loaded_or_none(row["ended_at"]),
        played_recently=bool(row["played_recently"]),
        reason=row["reason"],
    )


class DraftsTable(Table):
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
