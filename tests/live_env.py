"""A LIVE as the tests of the services drive it: viewers do things in a session, and what came of it is read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from domain.live_events import Comment, EndReason, Follow, Gift, Like, LiveEvent, RoomCount, Share, Viewer
from domain.live_sessions import Attendance
from domain.submissions import Person
from tests.show import Show

CREATOR, ROOM = "dj.night", 7_000
FAN = Viewer(5_001, "mia.sings", "Mia 🎤")
OTHER = Viewer(5_002, "other.fan", "")


@dataclass
class LiveEnv:
    """A session of `show`; `send` hands over one batch. Message ids are given in the order in which events are made."""

    show: Show
    session_id: int = 0
    room_id: int = ROOM
    _messages: Iterator[int] = field(default_factory=lambda: count(1))

    async def open(self, room_id: int = ROOM) -> None:
        """The creator goes LIVE."""
        self.room_id = room_id
        self.session_id = await self.show.services.live.opened(self.show.guild_id, CREATOR, room_id, self.show.clock())

    async def close(self, reason: EndReason = EndReason.LIVE_END) -> None:
        """The LIVE is over."""
        await self.show.services.live.closed(self.show.guild_id, self.session_id, reason, self.show.clock())

    async def send(self, *events: LiveEvent) -> None:
        """A batch comes in."""
        await self.show.services.live.record(self.show.guild_id, self.session_id, events)

    def like(self, likes: int = 1, viewer: Viewer = FAN) -> Like:
        """A burst of likes."""
        return Like(*self._head(), viewer, likes)

    def comment(self, text: str = "hi", viewer: Viewer = FAN) -> Comment:
        """A comment."""
        return Comment(*self._head(), viewer, text)

    def share(self, viewer: Viewer = FAN) -> Share:
        """The LIVE is shared."""
        return Share(*self._head(), viewer)

    def follow(self, viewer: Viewer = FAN) -> Follow:
        """The creator is followed."""
        return Follow(*self._head(), viewer)

    def gift(self, coins: int, viewer: Viewer = FAN) -> Gift:
        """One gift without a streak."""
        return Gift(*self._head(), viewer, 9, 0, coins, 1, repeat_end=True, streakable=False, to_host=True)

    def step(self, group: int, repeat_count: int, viewer: Viewer = FAN, *, coins: int = 1, end: bool = False) -> Gift:
        """A step of a streak of gifts of `coins` each."""
        return Gift(*self._head(), viewer, 5, group, coins, repeat_count, repeat_end=end, streakable=True, to_host=True)

    def watched_by(self, viewers: int) -> RoomCount:
        """TikTok tells how many watch."""
        return RoomCount(*self._head(), viewers, viewers * 10)

    async def figures(self) -> dict[str, Attendance]:
        """What each account did, by handle."""
        async with self.show.database.transaction() as tables:
            found = await tables.live.get_session_all_handles_stats(self.session_id)
        return {one.handle: one for one in found}

    def _head(self) -> tuple[int, int, datetime]:
        return self.room_id, next(self._messages), self.show.clock()


async def credit_of(show: Show, member: Person) -> int:
    """The coins that a member has not spent."""
    return (await show.services.points.of_member(show.guild_id, member.member_id)).credit


async def credit_of_handle(show: Show, handle: str) -> int:
    """The coins that an account has not spent, linked or not."""
    async with show.database.transaction() as tables:
        return await tables.credit.number(
            "SELECT sum(l.coins_left) FROM lots l JOIN accounts a ON l.holder_kind = 'account' "
            "AND l.holder_id = a.account_id WHERE a.guild_id = ? AND a.handle = ?",
            *(show.guild_id, handle),
        )


async def points_of_handle(show: Show, handle: str) -> int:
    """The points of an account, linked or not."""
    async with show.database.transaction() as tables:
        return await tables.ledger.number(
            "SELECT sum(b.points) FROM balances b JOIN accounts a ON b.holder_kind = 'account' "
            "AND b.holder_id = a.account_id WHERE a.guild_id = ? AND a.handle = ?",
            *(show.guild_id, handle),
        )


async def notices(show: Show) -> list[str]:
    """What members are to be told."""
    return [one.text for one in await show.services.outbox.notices_to_send(show.guild_id)]
