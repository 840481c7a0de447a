"""What reviewers decide about single songs: approve, reject, move, remove, clear, open and close Free, bookmark."""

from __future__ import annotations

from dataclasses import dataclass

from domain import refusals, review_refusals, song_refusals
from domain.actions import ActionKind
from domain.admission import check_line, check_room
from domain.changes import Change, NoticeQueued, QueueChanged, SongBookmarked
from domain.lines import Line
from domain.submissions import Person, Status, Submission
from domain.text import clean_line
from services.base import Service, active_song, any_song, change_song, ended, moved, tell_member
from tables import Tables

LONGEST_REASON = 200


@dataclass(frozen=True)
class Rejected:
    """A rejected skip: `song` as it is now, waiting in Free or returned to its member."""

    song: Submission

    @property
    def back_to_free(self) -> bool:
        """True where the member had room in Free."""
        return self.song.status is Status.WAITING


class Review(Service):
    """A reviewer's decisions; every one is logged for /undo and /audit."""

    async def approve(self, guild_id: int, doer: Person, number: int, line: Line | None = None) -> Submission:
        """Lets a pending skip into `line`, or into the lowest paid line (rule 3)."""
        now = self._clock()
        async with self._database.transaction() as tables:
            song = await active_song(tables, guild_id, number)
            if song.status is not Status.PENDING:
                raise song_refusals.song_moved_on(number, "approved")
            settings = await tables.guilds.settings(guild_id)
            target = line or settings.lines.lowest_paid
            check_line(target, settings.lines)
            await _check_room(tables, song, target)
            new = moved(song, target, now)
            action = await tables.actions.add(guild_id, ActionKind.APPROVE, doer, now, song.label)
            await change_song(tables, action, song, new)
            await tell_member(tables, song, f"was approved for {target.label}.", now)
        self._announce(guild_id)
        return new

    async def reject(self, guild_id: int, doer: Person, number: int, reason: str = "") -> Rejected:
        """Turns a pending skip down: back to Free where its member has room there, else returned (rule 3)."""
        now, why = self._clock(), clean_line(reason, LONGEST_REASON)
        async with self._database.transaction() as tables:
            song = await active_song(tables, guild_id, number)
            if song.status is not Status.PENDING:
                raise song_refusals.song_moved_on(number, "approved")
            room = await _has_room_in_free(tables, song)
            new = moved(song, Line.FREE, now) if room else ended(song, Status.REJECTED, now, why)
            action = await tables.actions.add(guild_id, ActionKind.REJECT, doer, now, song.label, why)
            await change_song(tables, action, song, new)
            outcome = "was not taken as a skip and waits in Free." if room else "was not taken as a skip."
            await tell_member(tables, song, outcome, now, why)
        self._announce(guild_id)
        return Rejected(new)

    async def move(self, guild_id: int, doer: Person, number: int, line: Line) -> Submission:
        """Puts an active song at the end of `line`; a pending one is approved by it."""
        now = self._clock()
        async with self._database.transaction() as tables:
            song = await active_song(tables, guild_id, number)
            settings = await tables.guilds.settings(guild_id)
            check_line(line, settings.lines)
            if song.line is line:
                raise review_refusals.already_in_line(number, line.label)
            await _check_room(tables, song, line)
            action = await tables.actions.add(guild_id, ActionKind.MOVE, doer, now, f"{song.label} to {line.label}")
            new = moved(song, line, now)
            await change_song(tables, action, song, new)
            if song.status is Status.PENDING:
                await tell_member(tables, song, f"was approved for {line.label}.", now)
        self._announce(guild_id)
        return new

    async def remove(self, guild_id: int, doer: Person, number: int, reason: str = "") -> Submission:
        """Takes an active song out of the queue and tells its member why."""
        now, why = self._clock(), clean_line(reason, LONGEST_REASON)
        async with self._database.transaction() as tables:
            song = await active_song(tables, guild_id, number)
            action = await tables.actions.add(guild_id, ActionKind.REMOVE, doer, now, song.label, why)
            await change_song(tables, action, song, ended(song, Status.REMOVED, now, why))
            await tell_member(tables, song, "was taken out of the queue by the staff.", now, why)
        self._announce(guild_id)
        return song

    async def clear_free(self, guild_id: int, doer: Person, expected: int | None = None) -> int:
        """Takes every song out of the Free line, in one action that /undo takes back; returns how many.

        Refuses when there are not as many as `expected`, the number that the reviewer was asked about.
        """
        now = self._clock()
        async with self._database.transaction() as tables:
            songs = [song for song in await tables.submissions.active(guild_id) if song.line is Line.FREE]
            if not songs:
                raise review_refusals.free_is_empty()
            if expected not in {None, len(songs)}:
                raise refusals.too_late_to_confirm()
            action = await tables.actions.add(guild_id, ActionKind.CLEAR, doer, now, f"{len(songs)} songs in Free")
            for song in songs:
                await change_song(tables, action, song, ended(song, Status.REMOVED, now, "the Free line was cleared"))
        self._announce(guild_id)
        return len(songs)

    async def set_free_open(self, guild_id: int, doer: Person, *, free_open: bool) -> None:
        """Opens or closes the Free line (rule 2); refuses when it is so already."""
        kind, state = (ActionKind.OPEN, "open") if free_open else (ActionKind.CLOSE, "closed")
        async with self._database.transaction() as tables:
            if await tables.guilds.free_open(guild_id) is free_open:
                raise review_refusals.free_already(state)
            await tables.guilds.set_free_open(guild_id, free_open=free_open)
            await tables.actions.add(guild_id, kind, doer, self._clock())
        self._announce(guild_id)

    async def bookmark(self, guild_id: int, doer: Person, number: int | None = None) -> Submission:
        """Keeps a song, or the one that plays now, for the bookmarks channel; refuses a second time."""
        async with self._database.transaction() as tables:
            if (await tables.guilds.settings(guild_id)).bookmarks_channel is None:
                raise review_refusals.no_channel_for("bookmarks")
            playing = await tables.submissions.playing(guild_id)
            song = await any_song(tables, guild_id, number) if number is not None else playing
            if song is None:
                raise review_refusals.nothing_plays()
            if not await tables.bookmarks.add(guild_id, song.submission_id, doer, self._clock()):
                raise review_refusals.already_bookmarked(song.number)
            await tables.actions.add(guild_id, ActionKind.BOOKMARK, doer, self._clock(), song.label)
        self._feed.announce(SongBookmarked(guild_id))
        return song

    def _announce(self, guild_id: int) -> None:
        changes: tuple[Change, ...] = (QueueChanged(guild_id), NoticeQueued(guild_id))
        self._feed.announce(*changes)


async def _check_room(tables: Tables, song: Submission, line: Line) -> None:
    settings = await tables.guilds.settings(song.guild_id)
    waiting = await tables.submissions.waiting_in(song.guild_id, song.member.member_id, line)
    check_room(line, settings, waiting)


async def _has_room_in_free(tables: Tables, song: Submission) -> bool:
    try:
        await _check_room(tables, song, Line.FREE)
    except refusals.Refusal:
        return False
    return await tables.guilds.free_open(song.guild_id)
