"""A server's show as the tests of the services drive it: short words for what members and reviewers do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from database import Database
from domain.points import Holder, HolderKind, Origin
from domain.submissions import Person, Status, Submission
from services.container import Services
from services.drafts import Draft
from tests.bot_env import HandClock, open_services

GUILD, OTHER_GUILD = 100, 200
RITA, SAM = Person(901, "Rita"), Person(902, "Sam")
MIA, MAX, ZOE = Person(1, "Mia"), Person(2, "Max"), Person(3, "Zoe")


def fan(number: int) -> Person:
    """One of many members; never Mia, Max or Zoe."""
    return Person(10_000 + number, f"Fan {number}")


def link_to(name: str) -> str:
    """A link that needs no look-up on the network."""
    return f"https://{name}.bandcamp.com/track/{name}"


@dataclass
class Show:
    """The services over the files in `folder`; `restart` closes and opens them again."""

    folder: Path
    clock: HandClock
    guild_id: int = GUILD
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _songs: int = 0

    async def open(self) -> None:
        """Opens the database and builds the services."""
        opened = await self._stack.enter_async_context(open_services(self.folder, self.clock))
        self.services: Services = opened.services
        self.database: Database = opened.database

    async def close(self) -> None:
        """Closes the database."""
        await self._stack.aclose()

    async def restart(self) -> None:
        """What a restart of the process does to the data."""
        await self.close()
        await self.open()

    def draft(self, member: Person, *, link: str | None = None, title: str = "Song", skip: bool = False) -> Draft:
        """A draft with a link that no other song has, unless one is given."""
        self._songs += 1
        return Draft(
            guild_id=self.guild_id,
            member=member,
            artist=member.name,
            title=title,
            link=link or link_to(f"song{self._songs}"),
            wants_skip=skip,
        )

    async def submit(
        self, member: Person, *, link: str | None = None, title: str = "Song", skip: bool = False
    ) -> Submission:
        """The member submits; a second passes first."""
        self.clock.advance(1)
        draft = self.draft(member, link=link, title=title, skip=skip)
        return (await self.services.submissions.submit(draft)).submission

    async def approved(self, member: Person) -> Submission:
        """A song of the member that waits in the lowest paid line."""
        song = await self.submit(member, skip=True)
        return await self.services.review.approve(self.guild_id, RITA, song.number)

    async def next(self, doer: Person = RITA) -> int | None:
        """A reviewer presses Next a minute later; the number of the song that starts."""
        self.clock.advance(60)
        started = (await self.services.queue.play_next(self.guild_id, doer)).started
        return started.number if started else None

    async def undo(self, doer: Person = RITA) -> str:
        """A reviewer presses Undo a second later; the kind of the action that was taken back."""
        self.clock.advance(1)
        return (await self.services.undo.undo(self.guild_id, doer)).action.kind

    async def order(self) -> list[int]:
        """The numbers of the waiting songs, the next one first."""
        return [song.number for song in (await self.services.queue.line_up(self.guild_id)).order]

    async def playing(self) -> int | None:
        """The number of the song that plays."""
        song = (await self.services.queue.line_up(self.guild_id)).playing
        return song.number if song else None

    async def song(self, number: int) -> Submission:
        """One song as it is stored now."""
        async with self.database.transaction() as tables:
            found = await tables.submissions.numbered(self.guild_id, number)
        assert found
        return found

    async def status(self, number: int) -> Status:
        """Where one song stands."""
        return (await self.song(number)).status

    async def earn(self, member: Person, points: int, handle: str) -> None:
        """The member's linked account earns points by likes; it is linked when it is not yet."""
        async with self.database.transaction() as tables:
            account = await tables.accounts.by_handle(self.guild_id, handle)
            account_id = account.account_id if account else await tables.accounts.add(self.guild_id, handle)
            if not account or account.member_id is None:
                await tables.accounts.link(self.guild_id, account_id, member.member_id, self.clock())
            holder = Holder(HolderKind.ACCOUNT, account_id)
            await tables.ledger.add(self.guild_id, holder, Origin.LIKES, points, "likes", self.clock())

    async def give(self, member: Person, points: int) -> int:
        """An admin gives points by hand; the member's new total."""
        self.clock.advance(1)
        return await self.services.points.adjust(self.guild_id, RITA, member, points, "for the test")

    async def points(self, member: Person) -> int:
        """All points of a member."""
        return (await self.services.points.of_member(self.guild_id, member.member_id)).points.total

    async def snapshot(self) -> tuple[object, ...]:
        """All that an undo has to bring back: songs, what plays, Free, points, the ladder."""
        async with self.database.transaction() as tables:
            songs = [await tables.submissions.numbered(self.guild_id, one) for one in range(1, self._songs + 1)]
            members = {song.member.member_id for song in songs if song}
            points = await tables.ledger.totals(self.guild_id, members)
            current = await tables.plays.current(self.guild_id)
            ladder = (await tables.guilds.settings(self.guild_id)).ladder
        return songs, current, points, ladder

    async def assert_sound(self) -> None:
        """Ledger = balances, and nothing is damaged."""
        async with self.database.transaction() as tables:
            assert await tables.ledger.disagreements() == []
        assert await self.database.quick_check() == "ok"


@asynccontextmanager
async def open_show(folder: Path, clock: HandClock, guild_id: int = GUILD) -> AsyncIterator[Show]:
    """A show on the data in `folder`."""
    show = Show(folder, clock, guild_id)
    await show.open()
    try:
        yield show
    finally:
        await show.close()
