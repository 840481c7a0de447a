"""The feed: services announce what changed after their commit; displays and notices listen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from database import Database
from database import has_changed as has_changed
from database import unchanged as unchanged
from domain import song_refusals
from domain.actions import ActionKind
from domain.changes import Change
from domain.lines import Line
from domain.points import Holder, HolderKind
from domain.shows import Show, show_end, show_has_ended
from domain.submissions import Person, Status, Submission
from tables import Tables
from tables.base import EPOCH
from tables.base import refusal_of as refusal_of

Listener = Callable[[Change], None]


class Feed:
    """Hands every change to the listeners of its type; a listener only marks what is to do, and returns at once."""

    def __init__(self) -> None:
        self._listeners: list[tuple[type[Change], Listener]] = []

    def subscribe(self, kind: type[Change], listener: Listener) -> None:
        """Calls `listener` with every change of type `kind` from now on."""
        self._listeners.append((kind, listener))

    def announce(self, *changes: Change) -> None:
        """Tells the listeners; called after a commit, never inside a transaction."""
        for change in changes:
            for kind, listener in self._listeners:
                if isinstance(change, kind):
                    listener(change)


Clock = Callable[[], datetime]
LARGEST_NUMBER = 2**63 - 1


@dataclass(frozen=True)
class Dependencies:
    """What services are made of."""

    database: Database
    feed: Feed
    clock: Clock


class Service:
    """Base of the services."""

    def __init__(self, parts: Dependencies) -> None:
        self._database = parts.database
        self._feed = parts.feed
        self._clock = parts.clock


async def active_song(tables: Tables, guild_id: int, number: int) -> Submission:
    """The pending or waiting song with that number; refuses one that is not there or is neither."""
    song = await any_song(tables, guild_id, number)
    if not song.status.active:
        raise song_refusals.song_moved_on(number, song.status)
    return song


async def any_song(tables: Tables, guild_id: int, number: int) -> Submission:
    """The song with that number in whatever status; refuses one that is not there."""
    # A forged button may carry a number that SQLite cannot even hold.
    song = await tables.submissions.numbered(guild_id, number) if number <= LARGEST_NUMBER else None
    if song is None:
        raise song_refusals.no_such_song(number)
    return song


async def change_song(tables: Tables, action_id: int, old: Submission, new: Submission) -> None:
    """Compares and sets the song's state, and notes it for undo; refuses when somebody was faster."""
    await _set_song(tables, action_id, old, new)
    if new.status in {Status.REMOVED, Status.REJECTED} and new.ended_at:
        await give_back(tables, old, action_id, new.ended_at)


async def remove_all(tables: Tables, action_id: int, songs: Sequence[Submission], now: datetime, reason: str) -> int:
    """Takes one member's songs out of the queue without a notice for each; returns the coins that are credit again."""
    coins = 0
    for song in songs:
        await _set_song(tables, action_id, song, ended(song, Status.REMOVED, now, reason))
        coins += await tables.credit.return_song(song.submission_id, action_id, now)
    return coins


async def _set_song(tables: Tables, action_id: int, old: Submission, new: Submission) -> None:
    if not await tables.submissions.change(old, new):
        raise song_refusals.song_moved_on(old.number, "changed")
    await tables.actions.note_change(action_id, old, new)


async def give_back(tables: Tables, song: Submission, action_id: int | None, now: datetime) -> None:
    """Coins that were spent on a song that goes unplayed come back as credit, and its member is told (rule 10)."""
    coins = await tables.credit.return_song(song.submission_id, action_id, now)
    if coins:
        await tell_member(tables, song, f"was not played: the {coins:,} coins spent on it are credit again.", now)


def moved(song: Submission, line: Line, now: datetime) -> Submission:
    """The song as it waits in `line` from `now` on."""
    return replace(song, status=Status.WAITING, line=line, entered_at=now, ended_at=None)


def ended(song: Submission, status: Status, now: datetime, reason: str = "") -> Submission:
    """The song as it is once it was played, removed or rejected."""
    return replace(song, status=status, ended_at=now, reason=reason)


async def holders_of(tables: Tables, guild_id: int, member_id: int) -> list[Holder]:
    """The member and every linked account, as holders of points."""
    accounts = await tables.accounts.of_member(guild_id, member_id)
    own = [Holder(HolderKind.MEMBER, member_id)]
    return own + [Holder(HolderKind.ACCOUNT, account.account_id) for account in accounts]


async def open_show(tables: Tables, guild_id: int, now: datetime) -> Show:
    """The open show; a new one where there is none or its time has run out."""
    show = await tables.shows.open_show(guild_id)
    if show and show_has_ended(show.last_next_at, now):
        await tables.shows.close(show.show_id, show_end(show.last_next_at))
        show = None
    return show or await tables.shows.start(guild_id, now)


async def end_song(tables: Tables, action: int, song: Submission, now: datetime) -> None:
    """The song that plays becomes played."""
    await change_song(tables, action, song, ended(song, Status.PLAYED, now))
    await tables.plays.end(song.guild_id, action, now)


async def close_show(tables: Tables, show: Show, doer: Person, now: datetime) -> Submission | None:
    """Closes the show and ends the song that plays, which is returned."""
    action = await tables.actions.add(show.guild_id, ActionKind.END_SHOW, doer, now)
    over = await tables.submissions.playing(show.guild_id)
    if over:
        await end_song(tables, action, over, now)
    await tables.shows.close(show.show_id, now)
    return over


async def running_show(tables: Tables, guild_id: int, now: datetime) -> Show | None:
    """The show that is open at `now`; one whose time has run out counts as closed."""
    show = await tables.shows.open_show(guild_id)
    return None if show is None or show_has_ended(show.last_next_at, now) else show


async def last_end(tables: Tables, guild_id: int, now: datetime) -> datetime:
    """When the show before this one ended; what staff did since then can be undone."""
    show = await tables.shows.open_show(guild_id)
    if show and show_has_ended(show.last_next_at, now):
        return show_end(show.last_next_at)
    return await tables.shows.last_closed_at(guild_id) or EPOCH


async def tell_member(tables: Tables, song: Submission, outcome: str, now: datetime, reason: str = "") -> None:
    """Queues a notice about a song to its member, on disk with the change that it is about."""
    if song.member.member_id < 0:  # was forgotten
        return
    text = f"Your song {song.label} {outcome}" + (f" Reason: {reason}" if reason else "")
    await tables.notices.queue(song.guild_id, song.member.member_id, text, now)
