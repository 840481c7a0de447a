"""The queue as a reviewer drives it: /next, the end of a show, and who is away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from domain import review_refusals
from domain.actions import ActionKind
from domain.changes import QueueChanged, SongPlayed
from domain.points import PointsByOrigin, costs_points
from domain.shows import Show, check_seen
from domain.submissions import Person, Status, Submission
from services.base import Service, change_song, close_show, end_song, holders_of, open_show, running_show
from services.line_up import LineUp, read_line_up
from tables import Tables


@dataclass(frozen=True)
class NextResult:
    """What /next did; with nothing `started`, `waiting_away` and `pending` say what is left."""

    started: Submission | None
    ended: Submission | None
    points_taken: int
    pending: int
    waiting_away: int


@dataclass(frozen=True)
class SubmitterInfo:
    """What a reviewer sees behind a song: the member's handles and points."""

    handles: tuple[str, ...]
    points: PointsByOrigin


class Queue(Service):
    """One server's queue, read and driven."""

    async def line_up(self, guild_id: int) -> LineUp:
        """The queue as it stands."""
        async with self._database.transaction() as tables:
            return await read_line_up(tables, guild_id, self._clock())

    async def lengths(self) -> dict[Status, int]:
        """How many songs of all servers are pending, and how many are waiting."""
        async with self._database.transaction() as tables:
            return await tables.submissions.queue_lengths()

    async def submitters(self, guild_id: int, member_ids: set[int]) -> dict[int, SubmitterInfo]:
        """What stands behind the songs of these members, by member."""
        async with self._database.transaction() as tables:
            return {one: await _backing(tables, guild_id, one) for one in member_ids}

    async def play_next(self, guild_id: int, doer: Person, seen: int | None = None) -> NextResult:
        """Ends the song that plays and takes the next one, whole or not at all (rule 4).

        With `seen`, the number of the song that the reviewer saw playing or 0, refuses when another one plays.
        """
        now = self._clock()
        async with self._database.transaction() as tables:
            queue = await read_line_up(tables, guild_id, now)
            song, over = queue.next_song, queue.playing
            check_seen(seen, over)
            taken = 0
            if song or over:
                show = await open_show(tables, guild_id, now)
                await tables.shows.touch(show.show_id, now)
                subject = song.label if song else f"nothing after {over.label}" if over else ""
                action = await tables.actions.add(guild_id, ActionKind.NEXT, doer, now, subject)
                if over:
                    await end_song(tables, action, over, now)
                if song:
                    taken = await _start(tables, show, action, song, now)
        self._feed.announce(QueueChanged(guild_id), SongPlayed(guild_id))
        away = 0 if song else len(queue.order)
        return NextResult(song, over, taken, len(queue.pending), away)

    async def end_show(self, guild_id: int, doer: Person, seen: int | None = None) -> Submission | None:
        """Closes the show, and ends the song that plays, which is returned; refuses when no show is open.

        With `seen`, the number of the song that the reviewer saw playing or 0, refuses when another one plays.
        """
        now = self._clock()
        async with self._database.transaction() as tables:
            show = await running_show(tables, guild_id, now)
            if show is None:
                raise review_refusals.show_is_not_open()
            over = await tables.submissions.playing(guild_id)
            check_seen(seen, over)
            await close_show(tables, show, doer, now)
        self._feed.announce(QueueChanged(guild_id), SongPlayed(guild_id))
        return over

    async def switch_away(self, guild_id: int, member_id: int) -> bool:
        """Sends the member away, or brings them back; True when they are away now."""
        async with self._database.transaction() as tables:
            away = not await tables.accounts.set_back(guild_id, member_id)
            if away:
                await tables.accounts.set_away(guild_id, member_id, self._clock())
        self._feed.announce(QueueChanged(guild_id))
        return away


async def _backing(tables: Tables, guild_id: int, member_id: int) -> SubmitterInfo:
    accounts = await tables.accounts.of_member(guild_id, member_id)
    points = await tables.ledger.of_member(guild_id, member_id)
    return SubmitterInfo(tuple(account.handle for account in accounts), points)


async def _start(tables: Tables, show: Show, action: int, song: Submission, now: datetime) -> int:
    """Starts the song; from Free, all points of its member go, and how many is returned."""
    await change_song(tables, action, song, replace(song, status=Status.PLAYING))
    member_id = song.member.member_id
    await tables.plays.start(show.show_id, song.guild_id, (song.submission_id, member_id), action, now)
    if not costs_points(song.line):
        return 0
    holders = await holders_of(tables, song.guild_id, member_id)
    return await tables.ledger.zero(song.guild_id, holders, f"played #{song.number} from Free", action, now)
