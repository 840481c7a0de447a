"""The operations of the services, each as somebody would ask for it."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from benchmarks.bench.fill import ARCHIVED, FIRST_MEMBER
from benchmarks.bench.side import NOBODY_LISTENS
from benchmarks.lock_hold.fill import ACCOUNTS, GUILD, MIA, SESSIONS
from database import Database, open_database
from domain.blocks import BlockKind
from domain.lines import Line
from domain.live_events import Gift, Like, LiveEvent, Viewer
from domain.submissions import Person
from media.link_lookup import LinkLookup
from media.store import MediaStore
from services.base import Dependencies, Feed
from services.container import Services, build_services
from services.drafts import Draft

RITA = Person(1, "Rita")
MEMBER = Person(MIA, "Mia")
BATCH = 500
_messages = itertools.count(10_000_000)
Act = Callable[[int], Awaitable[object]]


@dataclass(frozen=True)
class Operation:
    """A name, and what makes the operation over the services; it is given the number of its round."""

    name: str
    of: Callable[[Services], Act]


@asynccontextmanager
async def open_large(file: Path) -> AsyncIterator[tuple[Database, Services]]:
    """The services over the file, with commits that do not wait for the disk: how long it takes is the disk's."""
    async with aiohttp.ClientSession() as session, open_database(file) as database:
        await database._connection.execute("PRAGMA synchronous = OFF")  # noqa: SLF001
        parts = Dependencies(database, Feed(), lambda: datetime.now(UTC))
        store, lookup = MediaStore(file.parent / "media"), LinkLookup(session, NOBODY_LISTENS)
        services = build_services(parts, store, lookup, file.parent / "backups", 1024**3)
        await services.settings.change(GUILD, RITA, {"limit_free": "0"})
        yield database, services


def _draft(number: int) -> Draft:
    link = f"https://soundcloud.com/fresh/{next(_messages)}"
    return Draft(GUILD, Person(MIA + number, "Mia"), "Artist", "Title", link)


def _waiting(number: int) -> int:
    """A song that waits."""
    return ARCHIVED + 500 + number


def _batch() -> list[LiveEvent]:
    at = datetime.now(UTC)
    viewers = [Viewer(1_000 + 1 + one * 97 % ACCOUNTS, f"viewer{1 + one * 97 % ACCOUNTS}", "") for one in range(BATCH)]
    likes: list[LiveEvent] = [Like(1_000, next(_messages), at, one, 5) for one in viewers]
    gift = Gift(
        *(1_000, next(_messages), at, viewers[0]),
        gift_id=1, group_id=1, coins_each=1, repeat_count=1, repeat_end=True, streakable=False, to_host=True,
    )  # fmt: skip
    return [*likes, gift]


async def _report(services: Services, session: int) -> object:
    return await services.reports.read(await services.reports.find(GUILD, session))


SINGLE: tuple[Operation, ...] = (
    Operation("submit", lambda it: lambda n: it.submissions.submit(_draft(n))),
    Operation("edit", lambda it: lambda n: it.submissions.edit(ARCHIVED + 300 + n, _edited(ARCHIVED + 300 + n))),
    Operation("mysubmissions", lambda it: lambda n: it.submissions.mine(GUILD, MIA, n)),
    Operation("resubmit menu", lambda it: lambda _: it.submissions.past(GUILD, MIA)),
    Operation("queue", lambda it: lambda _: it.queue.line_up(GUILD)),
    Operation("next", lambda it: lambda _: it.queue.play_next(GUILD, RITA)),
    Operation("undo", lambda it: lambda _: it.undo.undo(GUILD, RITA)),
    Operation("move", lambda it: lambda n: it.review.move(GUILD, RITA, _waiting(n), _other_line(_waiting(n)))),
    Operation("remove", lambda it: lambda n: it.review.remove(GUILD, RITA, ARCHIVED + 700 + n, "late")),
    Operation("away", lambda it: lambda _: it.queue.switch_away(GUILD, MIA)),
    Operation("board's points and names", lambda it: lambda n: it.queue.submitters(GUILD, _members(n))),
    Operation("points", lambda it: lambda _: it.points.of_member(GUILD, MIA)),
    Operation("leaderboard", lambda it: lambda _: it.points.leaderboard(GUILD)),
    Operation("adjustpoints", lambda it: lambda _: it.points.adjust(GUILD, RITA, MEMBER, 5, "why")),
    Operation(
        "resetpoints of a member", lambda it: lambda n: it.points.reset_member(GUILD, RITA, Person(MIA + n, "x"))
    ),
    Operation("credit", lambda it: lambda n: it.credits.give(GUILD, RITA, Person(MIA + n, "x"), 10, "why")),
    Operation("link-tiktok", lambda it: lambda n: it.linking.link(GUILD, MEMBER, f"viewer{40_000 + n}")),
    Operation("handle suggestions", lambda it: lambda _: it.linking.suggestions(GUILD, "v")),
    Operation("unlink-tiktok", lambda it: lambda n: it.linking.unlink(GUILD, MIA, f"viewer{40_000 + n}")),
    Operation("block", lambda it: lambda n: it.blocks.add(GUILD, RITA, BlockKind.ACCOUNT, f"viewer{n + 9}", "why")),
    Operation("archive, first page", lambda it: lambda _: it.records.archive(GUILD, 0)),
    Operation("archive, last page", lambda it: lambda _: it.records.archive(GUILD, ARCHIVED // 10 - 1)),
    Operation("archive of a member, last page", lambda it: lambda _: it.records.archive(GUILD, 4, MIA)),
    Operation("audit, last page", lambda it: lambda _: it.records.audit(GUILD, ARCHIVED // 10 - 1)),
    Operation("metrics of 50,000 accounts", lambda it: lambda n: _report(it, n + 1)),
    Operation("my-data export", lambda it: lambda n: it.privacy.export(GUILD, MIA + n)),
    Operation("quick check", lambda it: lambda _: it.records.quick_check()),
    Operation("files in use", lambda it: lambda _: it.files.drop_old(30)),
    Operation("LIVE, 500 events", lambda it: lambda _: it.live.record(GUILD, SESSIONS, _batch())),
    Operation("messages of a LIVE forgotten", lambda it: lambda _: it.live.forget_old_messages()),
    Operation("retention", lambda it: lambda _: it.retention.drop_old()),
)


def _edited(number: int) -> Draft:
    member = Person(FIRST_MEMBER + number % 2_000, "Fan")
    return Draft(GUILD, member, "Artist", "Another title", f"https://soundcloud.com/bench/{number}")


def _other_line(number: int) -> Line:
    return Line.SKIP if number % 100 > 10 else Line.FREE


def _members(number: int) -> set[int]:
    """The members of a page of the reviewers' board."""
    return {FIRST_MEMBER + one for one in range(number * 20, number * 20 + 20)}


EVERYTHING: tuple[Operation, ...] = (
    Operation("change of ladder", lambda it: lambda _: it.settings.change_ladder(GUILD, RITA, "tiers")),
    Operation("clearfree", lambda it: lambda _: it.review.clear_free(GUILD, RITA)),
    Operation("undo of clearfree", lambda it: lambda _: it.undo.undo(GUILD, RITA)),
    Operation("resetpoints of everyone", lambda it: lambda _: it.points.reset_everyone(GUILD, RITA)),
    Operation("undo of resetpoints", lambda it: lambda _: it.undo.undo(GUILD, RITA)),
    Operation("my-data delete", lambda it: lambda _: it.privacy.forget(GUILD, MIA)),
    Operation("backups, hourly and nightly", lambda it: lambda _: it.backups.make_due()),
    Operation("backup now", lambda it: lambda _: it.backups.make_for(GUILD)),
)
