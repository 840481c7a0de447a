"""How large a database gets, per song and per 1,000 events of a LIVE: `python -m benchmarks.growth`.

Songs are submitted and played, and a LIVE is recorded, through the bot's own services; what is measured is the file.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from benchmarks.bench.side import NOBODY_LISTENS
from database import open_database
from domain.live_events import Comment, EndReason, Gift, Join, Like, LiveEvent, RoomCount, Viewer
from domain.submissions import Person
from media.link_lookup import LinkLookup
from media.store import MediaStore
from services.base import Dependencies, Feed
from services.container import Services, build_services
from services.drafts import Draft
from tables.full_copy import empty_log

GUILD, RITA = 1, Person(1, "Rita")
SONGS, EVENTS, VIEWERS, BATCH = 2_000, 200_000, 5_000, 250
SECONDS_OF_BATCH = 1.0  # of the LIVE: 250 events a second are a busy one
ROOM = 7


class MovingClock:
    """A clock that goes on by itself, and is put forward."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        """A microsecond later each time."""
        self.now += timedelta(microseconds=1)
        return self.now


async def play_songs(services: Services, clock: MovingClock) -> None:
    """Each song is submitted, played, told and archived."""
    for number in range(SONGS):
        member = Person(1_000 + number % 300, f"Member {number % 300}")
        link = f"https://soundcloud.com/some-artist/a-song-title-{number}"
        await services.submissions.submit(Draft(GUILD, member, "Some Artist", "A song title", link, "a note"))
        clock.now += timedelta(minutes=3)
        await services.queue.play_next(GUILD, RITA)


async def hold_live(services: Services, clock: MovingClock) -> int:
    """A LIVE of that many events, of the kinds that there are most of; its session."""
    session_id = await services.live.opened(GUILD, "creator", ROOM, clock())
    for first in range(1, EVENTS + 1, BATCH):
        clock.now += timedelta(seconds=SECONDS_OF_BATCH)
        batch = [_event(number, clock.now) for number in range(first, first + BATCH)]
        await services.live.record(GUILD, session_id, [*batch, RoomCount(ROOM, -first, clock.now, 900, first)])
    await services.live.closed(GUILD, session_id, EndReason.LIVE_END, clock())
    await services.reports.settle(session_id)
    return session_id


def _event(number: int, at: datetime) -> LiveEvent:
    who = random.Random(number).randrange(VIEWERS)
    head = (ROOM, number, at, Viewer(1_000_000_000_000 + who, f"some.viewer{who}", ""))
    if number % 50 == 0:
        return Gift(*head, 5655, number, 5, 1, repeat_end=True, streakable=False, to_host=True)
    if number % 10 < 6:
        return Like(*head, 15)
    return Comment(*head, "hello") if number % 10 < 8 else Join(*head)


def size(file: Path) -> int:
    """The bytes of the file, once all that SQLite keeps beside it has moved in."""
    empty_log(file)
    return file.stat().st_size


async def measure(folder: Path) -> None:
    """Prints the sizes."""
    file, clock = folder / "music_queue.db", MovingClock()
    async with aiohttp.ClientSession() as session, open_database(file) as database:
        await database._connection.execute("PRAGMA synchronous = OFF")  # noqa: SLF001
        parts = Dependencies(database, Feed(), clock)
        lookup = LinkLookup(session, NOBODY_LISTENS)
        services = build_services(parts, MediaStore(folder / "media"), lookup, folder / "backups", 1024**3)
        await services.settings.change(GUILD, RITA, {"limit_free": "0"})
        empty = size(file)
        await play_songs(services, clock)
        songs = size(file)
        await hold_live(services, clock)
        during = size(file)
        clock.now += timedelta(days=2)
        await services.live.forget_old_messages()
        await database._connection.execute("VACUUM")  # noqa: SLF001
        after = size(file)
        clock.now += timedelta(days=500)
        await services.retention.drop_old()
        await database._connection.execute("VACUUM")  # noqa: SLF001
        at_last = size(file)
    print(f"empty: {empty / 1024:,.0f} KiB")
    print(f"a song, played: {(songs - empty) / SONGS:,.0f} bytes")
    print(f"1,000 events of a LIVE: {(during - songs) / EVENTS * 1000 / 1024:,.1f} KiB until a day after it")
    print(f"1,000 events of a LIVE: {(after - songs) / EVENTS * 1000 / 1024:,.1f} KiB from then on")
    print(f"1,000 events of a LIVE: {(at_last - songs) / EVENTS * 1000 / 1024:,.1f} KiB after 400 days")


def main() -> None:
    """Takes a minute or two."""
    with tempfile.TemporaryDirectory(prefix="growth-") as folder:
        asyncio.run(measure(Path(folder)))


if __name__ == "__main__":
    main()
