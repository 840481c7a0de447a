"""What members do with their songs: submit, edit, replace, remove, resubmit, delete, look at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain import refusals, song_refusals
from domain.admission import asked_place, check_duplicate, check_open, check_pending, check_room, check_same_song
from domain.blocks import check_blocks, check_member
from domain.changes import NoticeQueued, QueueChanged
from domain.lines import Line
from domain.links import read_link
from domain.order import Estimate
from domain.settings import GuildSettings
from domain.submissions import Person, Song, Status, Submission
from media.link_lookup import LinkLookup
from media.store import Audio, MediaStore, Upload
from services.base import Dependencies, Service, active_song, any_song, ended, give_back
from services.drafts import Draft, file_of, song_of
from services.files import Files
from services.line_up import read_line_up
from services.linking import link_handle, linked_text
from services.promotions import promote
from tables import Tables

PAGE = 5
PAST_READ, PAST_SHOWN = 100, 25


@dataclass(frozen=True)
class Receipt:
    """What a member is told of a stored song; `place` is None for a skip that waits for a reviewer."""

    submission: Submission
    place: int | None
    estimate: Estimate | None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class MyPage:
    """A page of a member's own songs, newest first; `places` by submission id for those that wait."""

    songs: list[Submission]
    places: dict[int, int]
    page: int
    has_more: bool


class Submissions(Service):
    """The members' side of a server's queue."""

    def __init__(self, parts: Dependencies, store: MediaStore, lookup: LinkLookup, files: Files) -> None:
        super().__init__(parts)
        self._store = store
        self._lookup = lookup
        self._files = files

    async def check_before_file(self, draft: Draft, number: int | None = None) -> None:
        """Refuses what can be refused before its file is fetched: a blocked member, a line that is full or closed.

        With a `number`, the draft is to change that song. What is decided here is decided again when it is stored.
        """
        async with self._database.transaction() as tables:
            check_member(await tables.blocks.all(draft.guild_id), draft.member.member_id, self._clock())
            if number is None:
                await _place(tables, draft.guild_id, draft.member.member_id, draft.wants_skip)
            else:
                _check_active(await _own(tables, draft.guild_id, draft.member.member_id, number))

    async def keep_file(self, guild_id: int, upload: Upload) -> Audio:
        """Stores and checks an uploaded file; refuses one that is too big or no song (rule 8)."""
        settings = await self._settings(guild_id)
        audio = await self._store.receive(upload, settings.file_limit_mib * 1024 * 1024)
        await self._files.make_room()
        return audio

    async def submit(self, draft: Draft) -> Receipt:
        """Stores the song in the line it asked for; on disk before it returns. Refuses by rules 1 to 3, 6, 7, 12."""
        self._check_file(draft)
        song = await self._song(draft)
        async with self._database.transaction() as tables:
            self._check_file(draft)
            remark = await _try_link(tables, draft, self._clock())
            receipt = await self._enter(tables, draft.guild_id, draft.member, song, draft.wants_skip)
        self._feed.announce(QueueChanged(draft.guild_id), NoticeQueued(draft.guild_id))
        return replace(receipt, remarks=receipt.remarks + remark)

    async def edit(self, number: int, draft: Draft) -> Receipt:
        """Puts new names, link or note on the member's own active song, or another file; its place stays."""
        self._check_file(draft)
        async with self._database.transaction() as tables:
            old = await _own(tables, draft.guild_id, draft.member.member_id, number)
        song = await self._song(draft if draft.file else replace(draft, file=file_of(old.song)))
        async with self._database.transaction() as tables:
            old = await _own(tables, draft.guild_id, draft.member.member_id, number)
            _check_active(old)
            check_same_song(old, song)
            self._check_file(draft)
            await self._check_song(tables, old.guild_id, old.member, song, except_id=old.submission_id)
            flag = await _played_recently(tables, old.guild_id, song, self._clock())
            await tables.submissions.set_song(old.submission_id, song, played_recently=flag)
            new = replace(old, song=song, played_recently=flag)
            receipt = await _receipt(tables, new, self._clock())
        self._feed.announce(QueueChanged(draft.guild_id))
        return receipt

    async def remove(self, guild_id: int, member_id: int, number: int) -> Submission:
        """Takes the member's own active song out of the queue."""
        async with self._database.transaction() as tables:
            await _own(tables, guild_id, member_id, number)
            song = await active_song(tables, guild_id, number)
            now = self._clock()
            await tables.submissions.change(song, ended(song, Status.REMOVED, now))
            await give_back(tables, song, None, now)
        self._feed.announce(QueueChanged(guild_id), NoticeQueued(guild_id))
        return song

    async def resubmit(self, guild_id: int, member: Person, number: int, *, wants_skip: bool) -> Receipt:
        """Submits a song of the member's history again; refuses when its file is gone and it has no link.

        A file that was dropped is left out, and a link has to be allowed by now.
        """
        async with self._database.transaction() as tables:
            old = await _own(tables, guild_id, member.member_id, number)
            song = old.song
            if song.file_hash and not self._store.hold(song.file_hash):
                song = replace(song, file_hash=None, file_name=None)
                if song.link is None:
                    raise song_refusals.file_is_gone(number)
            if song.link:
                read_link(song.link, (await tables.guilds.settings(guild_id)).allowed_hosts)
            receipt = await self._enter(tables, guild_id, member, song, wants_skip)
        self._feed.announce(QueueChanged(guild_id), NoticeQueued(guild_id))
        return receipt

    async def delete(self, guild_id: int, member_id: int, number: int) -> Submission:
        """Takes a song that is not active out of the member's history; the archive of the staff keeps it."""
        async with self._database.transaction() as tables:
            song = await _own(tables, guild_id, member_id, number)
            if song.status.active or song.status is Status.PLAYING:
                raise song_refusals.song_is_still_in(number)
            await tables.submissions.hide(song.submission_id)
        return song

    async def mine(self, guild_id: int, member_id: int, page: int) -> MyPage:
        """A page of the member's own songs, from page 0, and of nobody else's (rule 13)."""
        async with self._database.transaction() as tables:
            found = await tables.submissions.of_member(guild_id, member_id, PAGE + 1, page * PAGE)
            queue = await read_line_up(tables, guild_id, self._clock())
        places = {song.submission_id: queue.place(song) or 0 for song in found if song.status is Status.WAITING}
        return MyPage(found[:PAGE], places, page, len(found) > PAGE)

    async def past(self, guild_id: int, member_id: int) -> list[Submission]:
        """The member's own songs that are over, newest first, each link or file once, as many as a menu holds."""
        async with self._database.transaction() as tables:
            found = await tables.submissions.past_of_member(guild_id, member_id, PAST_READ)
        once = {(song.song.link, song.song.file_hash): song for song in reversed(found)}
        return sorted(once.values(), key=lambda song: song.number, reverse=True)[:PAST_SHOWN]

    async def own_song(self, guild_id: int, member_id: int, number: int) -> Submission:
        """One of the member's own songs; refuses somebody else's."""
        async with self._database.transaction() as tables:
            return await _own(tables, guild_id, member_id, number)

    async def _settings(self, guild_id: int) -> GuildSettings:
        async with self._database.transaction() as tables:
            return await tables.guilds.settings(guild_id)

    def _check_file(self, draft: Draft) -> None:
        """Refuses a draft that was kept for so long that its file had to make room for others.

        Asked once before the link is looked up, and again, where it counts, in the transaction that stores the song:
        `services/files` drops nothing that was asked for within the hour, nor what a stored song needs.
        """
        if draft.file and not self._store.hold(draft.file.file_hash):
            raise song_refusals.draft_is_gone()

    async def _song(self, draft: Draft) -> Song:
        return await song_of(draft, (await self._settings(draft.guild_id)).allowed_hosts, self._lookup)

    async def _enter(
        self,
        tables: Tables,
        guild_id: int,
        member: Person,
        song: Song,
        wants_skip: bool,  # noqa: FBT001
    ) -> Receipt:
        now = self._clock()
        await self._check_song(tables, guild_id, member, song)
        status, line = await _place(tables, guild_id, member.member_id, wants_skip)
        new = Submission(
            submission_id=0,
            guild_id=guild_id,
            number=await tables.guilds.take_number(guild_id),
            member=member,
            song=song,
            status=status,
            line=line,
            submitted_at=now,
            entered_at=now,
            played_recently=await _played_recently(tables, guild_id, song, now),
        )
        stored = await tables.submissions.add(new)
        await promote(tables, guild_id, member.member_id, now)
        return await _receipt(tables, await tables.submissions.get(stored.submission_id) or stored, now)

    async def _check_song(self, tables: Tables, guild_id: int, member: Person, song: Song, except_id: int = 0) -> None:
        check_blocks(await tables.blocks.all(guild_id), member.member_id, song, self._clock())
        twin = await tables.submissions.active_twin(guild_id, song, except_id)
        check_duplicate(member.member_id, twin)


async def _place(
    tables: Tables,
    guild_id: int,
    member_id: int,
    wants_skip: bool,  # noqa: FBT001
) -> tuple[Status, Line | None]:
    """Where a new song of the member would go; refuses when there is no room for one (rules 1 to 3)."""
    settings, (status, line) = await tables.guilds.settings(guild_id), asked_place(wants_skip=wants_skip)
    check_open(line, free_open=await tables.guilds.free_open(guild_id))
    active = [(song.status, song.line) for song in await tables.submissions.active_of(guild_id, member_id)]
    check_room(line, settings, active.count((Status.WAITING, line)))
    check_pending(status, settings, active.count((Status.PENDING, None)))
    return status, line


def _check_active(song: Submission) -> None:
    if not song.status.active:
        raise song_refusals.song_moved_on(song.number, song.status)


async def _own(tables: Tables, guild_id: int, member_id: int, number: int) -> Submission:
    song = await any_song(tables, guild_id, number)
    if song.member.member_id != member_id:
        raise song_refusals.not_your_song(number)
    return song


async def _played_recently(tables: Tables, guild_id: int, song: Song, now: datetime) -> bool:
    """Whether reviewers are told that the song plays now, or did within the hours that the server chose (rule 6)."""
    hours = (await tables.guilds.settings(guild_id)).replay_hours
    return hours > 0 and await tables.submissions.played_since(guild_id, song, now - timedelta(hours=hours))


async def _receipt(tables: Tables, song: Submission, now: datetime) -> Receipt:
    queue = await read_line_up(tables, song.guild_id, now)
    place = queue.place(song)
    return Receipt(song, place, queue.estimate(place) if place else None)


async def _try_link(tables: Tables, draft: Draft, now: datetime) -> tuple[str, ...]:
    """Links the handle that came with a song; a refused link never refuses the song, it is only told."""
    if not draft.handle:
        return ()
    try:
        linked = await link_handle(tables, draft.guild_id, draft.member.member_id, draft.handle, now)
    except refusals.Refusal as refusal:
        return (f"About the TikTok handle: {refusal.what} {refusal.todo}",)
    return (linked_text(linked),)
