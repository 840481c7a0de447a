"""A server that was left: what stops, what waits, and what goes."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from domain.outbox import Cleanup
from domain.submissions import Person
from services import memberships
from services.drafts import Draft
from tests.audio import song
from tests.bot_env import HandClock
from tests.live_env import LiveEnv
from tests.media.offers import offer
from tests.restore_checks import all_tables, anywhere
from tests.services.test_guilds_apart import everything, fill
from tests.show import GUILD, MAX, MIA, OTHER_GUILD, RITA, Show, open_show

T = TypeVar("T")
APPLICATION, DAY = 77, 24 * 3600


@pytest.fixture
async def two(tmp_path: Path, clock: HandClock) -> AsyncIterator[Show]:
    """Two servers with everything in them, the first one left just now; small batches, so that there are many."""
    async with open_show(tmp_path, clock) as show:
        await fill(show)
        await show.services.memberships.look(APPLICATION, {GUILD, OTHER_GUILD})
        yield show


async def leave(show: Show) -> None:
    await show.services.memberships.look(APPLICATION, {OTHER_GUILD})


async def rows_left(show: Show) -> dict[str, int]:
    """How many rows each table has, where it has any."""
    async with show.database.transaction() as tables:
        counts = {
            name: await tables.guilds.number(f"SELECT count(*) FROM {name}")  # noqa: S608
            for name in all_tables(show.folder / "music_queue.db")
        }
    return {name: count for name, count in counts.items() if count}


async def test_a_look_tells_what_is_new_what_is_gone_and_what_is_left(show: Show) -> None:
    look = show.services.memberships.look
    first = await look(APPLICATION, {1, 2})
    assert (first.new, first.gone, first.left) == ({1, 2}, set(), set())
    second = await look(APPLICATION, {2})
    assert (second.new, second.gone, second.left) == (set(), {1}, {1})
    assert (await look(APPLICATION, {2})).gone == set()
    back = await look(APPLICATION, {1, 2})
    assert (back.new, back.gone, back.left) == ({1}, set(), set())


async def test_nothing_of_a_server_that_was_left_goes_on(two: Show) -> None:
    await leave(two)
    await two.services.memberships.stop_following(GUILD)
    assert await two.services.live.follow_requests() == []
    async with two.database.transaction() as tables:
        assert await tables.sessions.open_session(GUILD) is None
    two.clock.advance(DAY)
    assert await two.services.outbox.due_cleanups() == []
    await two.services.memberships.look(APPLICATION, {GUILD, OTHER_GUILD})
    assert await two.services.outbox.due_cleanups() == [Cleanup(GUILD, 1, 2)]


async def test_for_thirty_days_everything_is_there_and_then_nothing(two: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memberships, "REMOVED_AT_ONCE", 2)
    await leave(two)
    before = await everything(two)
    two.clock.advance(30 * DAY - 1)
    assert await two.services.memberships.erase_left() == []
    assert await everything(two) == before
    two.clock.advance(1)
    assert await two.services.memberships.erase_left() == [GUILD]
    assert await rows_left(two) == {"memberships": 1}
    assert await two.services.backups.names(GUILD) == []
    await two.assert_sound()


async def test_another_server_keeps_what_it_has(two: Show) -> None:
    two.guild_id = OTHER_GUILD
    song = await two.submit(MAX)
    await two.give(MIA, 5)
    await two.earn(MIA, 7, "mia.sings")
    await two.services.backups.make_for(OTHER_GUILD)
    await two.services.memberships.look(APPLICATION, {OTHER_GUILD})
    two.clock.advance(30 * DAY)
    await two.services.memberships.erase_left()
    assert await two.song(song.number) == song
    assert await two.points(MIA) == 12
    assert await two.services.backups.names(OTHER_GUILD)
    await two.assert_sound()


async def test_a_file_goes_unless_a_song_of_another_server_has_it(two: Show) -> None:
    keep, store = two.services.submissions.keep_file, two.services.store
    own, shared = [await keep(GUILD, offer(song(pitch=pitch), f"{pitch}.mp3")) for pitch in (300, 310)]
    fan, other_fan = Person(501, "Fan"), Person(502, "Fan")
    await two.services.review.set_free_open(GUILD, RITA, free_open=True)
    for member, guild_id, file in ((fan, GUILD, own), (other_fan, GUILD, shared), (MAX, OTHER_GUILD, shared)):
        await two.services.submissions.submit(Draft(guild_id, member, "A", "B", file=file))
    for kept in (own, shared):
        os.utime(store.path(kept.file_hash) or "", (0, 0))
    await leave(two)
    two.clock.advance(30 * DAY)
    await two.services.memberships.erase_left()
    assert store.path(own.file_hash) is None
    assert store.path(shared.file_hash) is not None


async def test_a_bot_that_is_back_while_data_goes_keeps_the_rest(two: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    await leave(two)
    two.clock.advance(30 * DAY)
    aside = two.database.read_aside
    reads = 0

    async def back_meanwhile(read: Callable[[sqlite3.Connection], T]) -> T:
        nonlocal reads
        found, reads = await aside(read), reads + 1
        if reads == 3:  # the first keys to go were found
            await two.services.memberships.look(APPLICATION, {GUILD, OTHER_GUILD})
        return found

    monkeypatch.setattr(two.database, "read_aside", back_meanwhile)
    before = await everything(two)
    assert await two.services.memberships.erase_left() == []
    assert len(await everything(two)) == len(before)
    assert (await two.song(1)).number == 1


async def test_a_restore_neither_brings_a_leaving_back_nor_takes_one_away(two: Show) -> None:
    live = LiveEnv(two)
    await live.close()
    await two.services.live.unfollow(GUILD)
    (backup,) = await two.services.backups.names(GUILD)
    await two.services.backups.restore(GUILD, RITA, backup.name, anywhere)
    assert (await two.services.memberships.look(APPLICATION, {OTHER_GUILD})).gone == {GUILD}
