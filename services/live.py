"""A creator's LIVE as a server follows it: sessions, and everything that viewers do, each thing counted once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from domain.actions import ActionKind
from domain.changes import LiveClosed, NoticeQueued, QueueChanged, SongPlayed
from domain.follow import Unfinished
from domain.live_events import Comment, EndReason, Follow, Gift, LiveEvent, RoomCount, ViewerEvent
from domain.live_sessions import FollowRequest, LiveSession
from domain.points import HolderKind
from domain.submissions import Person
from domain.tally import Known, Tally
from services.base import Service, close_show, open_show, running_show
from services.linking import prove_by_code
from services.promotions import promote
from tables import Tables

KEPT_SECONDS = 24 * 3600
FORGOTTEN_AT_ONCE = 500
BY_LIVE = Person(0, "The end of the LIVE")


class Live(Service):
    """One server's LIVEs."""

    async def follow(self, guild_id: int, doer: Person, creator: str) -> int:
        """Notes whom the server follows from now on, so that a restart goes on with it; returns the request's id."""
        now = self._clock()
        async with self._database.transaction() as tables:
            wish_id = await tables.actions.add(guild_id, ActionKind.TIKTOK, doer, now, f"follow @{creator}")
            await tables.sessions.set_follow_request(
                FollowRequest(guild_id, creator, doer.name, now, None, wish_id, doer.member_id)
            )
        return wish_id

    async def note_disconnect(self, guild_id: int, doer: Person) -> None:
        """Somebody asks for the end; the request goes with the session, once all that came is stored."""
        async with self._database.transaction() as tables:
            await tables.actions.add(guild_id, ActionKind.TIKTOK, doer, self._clock(), "disconnect")

    async def unfollow(self, guild_id: int, wish_id: int | None = None) -> bool:
        """The server follows nobody any more; a newer request than `wish_id` stays. False where nothing was dropped."""
        async with self._database.transaction() as tables:
            return await tables.sessions.drop_follow_request(guild_id, wish_id)

    async def follow_requests(self) -> list[tuple[FollowRequest, LiveSession | None]]:
        """Whom all servers follow, each with the session that was open when the process stopped."""
        async with self._database.transaction() as tables:
            follow_requests = await tables.sessions.follow_requests()
            return [(request, await tables.sessions.open_session(request.guild_id)) for request in follow_requests]

    async def remember(self, guild_id: int, next_try_at: datetime | None, wish_id: int | None = None) -> None:
        """Keeps when the sign server may be asked next, also across a restart; for that request, where one is given."""
        async with self._database.transaction() as tables:
            await tables.sessions.set_next_try(guild_id, next_try_at, wish_id)

    async def opened(self, guild_id: int, creator: str, room_id: int, at: datetime) -> int:
        """A session begins, and the show with it; returns the session's id. One that was left open is closed first."""
        async with self._database.transaction() as tables:
            old = await tables.sessions.open_session(guild_id)
            if old:
                await tables.sessions.close(guild_id, old.session_id, EndReason.UNEXPECTED, old.last_event_at)
            session = await tables.sessions.start(guild_id, creator, room_id, at)
            await open_show(tables, guild_id, at)
        self._feed.announce(QueueChanged(guild_id), *([LiveClosed(guild_id)] if old else []))
        return session.session_id

    async def record(self, guild_id: int, session_id: int, batch: Sequence[LiveEvent]) -> None:
        """Adds up a batch: figures, points and credit, each event once however often it comes; all or nothing."""
        now = self._clock()
        async with self._database.transaction() as tables:
            session = await tables.sessions.get(guild_id, session_id)
            fresh = await tables.live.unseen(guild_id, batch)
            if session is None or not fresh:
                return
            moved = await _add_up(tables, session, fresh, now)
        self._feed.announce(QueueChanged(guild_id), *([NoticeQueued(guild_id)] if moved else []))

    async def closed(
        self, guild_id: int, session_id: int, reason: EndReason, at: datetime, wish_id: int | None = None
    ) -> None:
        """The session is over, its request and the show with it; its report is due from this very commit."""
        async with self._database.transaction() as tables:
            if await tables.sessions.close(guild_id, session_id, reason, at):
                await tables.sessions.drop_follow_request(guild_id, wish_id)
                show = await running_show(tables, guild_id, at)
                if show:
                    await close_show(tables, show, BY_LIVE, at)
        self._feed.announce(QueueChanged(guild_id), SongPlayed(guild_id), LiveClosed(guild_id))

    async def stands(self, session_id: int, room_id: int, unreadable: int, shed: int) -> None:
        """Notes in which room the session goes on, and how many events could not be read or were shed."""
        async with self._database.transaction() as tables:
            await tables.sessions.enter_room(session_id, room_id)
            await tables.sessions.set_lost(session_id, unreadable, shed)

    async def forget_old_messages(self) -> None:
        """Drops the message ids of sessions that closed a day ago: TikTok does not send them again."""
        async with self._database.transaction() as tables:
            rooms = await tables.sessions.old_rooms(self._clock() - timedelta(seconds=KEPT_SECONDS))
        for guild_id, room_id in rooms:
            while await self._forget_some(guild_id, room_id):
                pass

    async def _forget_some(self, guild_id: int, room_id: int) -> bool:
        """A part at a time: a long LIVE has millions of messages, and nobody has to wait for all of them."""
        async with self._database.transaction() as tables:
            return await tables.sessions.forget_messages(guild_id, room_id, FORGOTTEN_AT_ONCE)


def unfinished(request: FollowRequest, session: LiveSession | None) -> Unfinished:
    """What a supervisor has to know to go on with one of the requests."""
    if session is None:
        return Unfinished(request.creator, request.wish_id, next_try_at=request.next_try_at)
    return Unfinished(
        *(session.creator, request.wish_id, session.session_id, session.room_id),
        *(session.opened_at, session.last_event_at),
        next_try_at=request.next_try_at,
    )


async def _add_up(tables: Tables, session: LiveSession, fresh: Sequence[LiveEvent], now: datetime) -> bool:
    """True when somebody has to be told: that a song moved, or that a handle is proved."""
    activities = [event for event in fresh if isinstance(event, ViewerEvent)]
    guild_id = session.guild_id
    accounts = await tables.viewers.seen(guild_id, (event.viewer for event in activities))
    tally = Tally(
        accounts, await _known(tables, session, activities, accounts, now), await tables.guilds.settings(guild_id)
    )
    tally.add_all(activities)
    await _write(tables, session, tally, now)
    last = min(now, max(event.at for event in fresh))
    coins = await tables.sessions.touch(session.session_id, last, tally.coins)
    counts = [event for event in fresh if isinstance(event, RoomCount)]
    await tables.live.count_viewers(session.session_id, counts, coins)
    comments = [event for event in activities if isinstance(event, Comment)]
    proved = await prove_by_code(tables, guild_id, comments, accounts, now)
    owners = {*proved, *(await tables.accounts.owners(tally.credit)).values()}
    moved = [await promote(tables, guild_id, member_id, now) for member_id in sorted(owners)]
    return bool(proved) or any(moved)


async def _known(
    tables: Tables, session: LiveSession, activities: Iterable[ViewerEvent], accounts: dict[int, int], now: datetime
) -> Known:
    guild_id, live = session.guild_id, tables.live
    following = {accounts[event.viewer.user_id] for event in activities if isinstance(event, Follow)}
    streaks = {(event.room_id, *event.streak) for event in activities if isinstance(event, Gift) and event.in_streak}
    return Known(
        windows=await live.windows(guild_id, accounts.values()),
        streaks=await live.streaks(guild_id, streaks) if streaks else {},
        last_seen=await live.last_seen(session.session_id, accounts.values()),
        followers=await live.followers(guild_id, session.creator, following) if following else (),
        blocked=await tables.blocks.blocked_accounts(guild_id, now),
    )


async def _write(tables: Tables, session: LiveSession, tally: Tally, now: datetime) -> None:
    guild_id, source = session.guild_id, f"session {session.session_id}"
    await tables.live.set_windows(guild_id, tally.windows)
    await tables.live.add_followers(guild_id, session.creator, tally.followers)
    await tables.live.set_streaks(guild_id, tally.streaks)
    await tables.live.attend(session.session_id, tally.activities)
    await tables.ledger.earn(
        guild_id, {account: deed.points for account, deed in tally.activities.items()}, source, now
    )
    await tables.credit.give(guild_id, HolderKind.ACCOUNT, tally.credit, source, now)
