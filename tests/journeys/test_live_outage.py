"""Another program takes the database away during a LIVE: nothing is lost, one notice at each end, and a quick exit."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from standins.tiktok import Live
from standins.tiktok.log import Place
from tests.journeys.live_show_env import FOLLOWED, OVER, LiveShow, open_live_show

pytestmark = pytest.mark.xdist_group("journeys through an outage")
OUTAGE_SECONDS, GIFTS, EXIT_SECONDS = 9, 30, 5
FAULTS = ("the database cannot be used", "Another program keeps the bot from its data")
BEGINS = "Another program keeps the bot from its data. The LIVE is still followed"
ENDS = "✅ The bot can use its data again"
IN_USE = "Another program keeps the bot from its data. Nothing changed."


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[LiveShow]:
    """A show of its own, with a fan who gives."""
    async with open_live_show(tmp_path, expected=FAULTS) as opened:
        yield opened


@contextmanager
def taken_away(here: LiveShow) -> Iterator[sqlite3.Connection]:
    """Another program holds the database."""
    with closing(sqlite3.connect(here.show.bot.data_dir / "music_queue.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


async def follow(here: LiveShow) -> Live:
    """A LIVE that is followed; whoever comes back is told its last 100 messages again."""
    live = here.tiktok.creator("nova").go_live(history_size=100, replay_size=100)
    await here.connect("nova")
    await here.until(FOLLOWED)
    return live


async def give(here: LiveShow, live: Live, gifts: int) -> None:
    """A fan gives; what is sent now is not acknowledged before the database is back."""
    fan = here.tiktok.viewer("fan", user_id=7_000_000_000_000_000_001)
    for number in range(gifts):
        await live.send(live.gift(fan, "Rose", count=number % 5 + 1))
        await asyncio.sleep(OUTAGE_SECONDS / gifts)


async def coins(here: LiveShow, live: Live) -> list[tuple[int, int, int]]:
    """Sent, in the figures, and as credit, once the bot is stopped."""
    await here.show.stop()
    [(seen,)] = here.rows("SELECT sum(coins) FROM live_sessions")
    [(credit,)] = here.rows("SELECT sum(coins) FROM lots")
    return [(live.sent_coins.total(), seen, credit)]


async def test_an_outage_costs_no_coin_and_no_session_and_is_told_once_at_each_end(here: LiveShow) -> None:
    live = await follow(here)
    with taken_away(here):
        await give(here, live, GIFTS)
        await here.show.world.until(lambda: here.told(BEGINS), timeout=30, what="the notice of the outage")
        assert here.told(ENDS) == []
    await live.all_acked(timeout=60)
    await here.notices(BEGINS, 1)
    await here.notices(ENDS, 1)
    await here.until(FOLLOWED)
    assert live.sockets_opened == 1
    assert (await here.disconnect()).startswith(OVER)
    sent = live.sent_coins.total()
    assert await coins(here, live) == [(sent, sent, sent)]
    assert here.rows("SELECT count(*) FROM live_sessions") == [(1,)]
    await here.show.start()


async def test_during_an_outage_a_disconnect_is_refused_and_the_bot_stops_at_once_and_goes_on_with_the_session(
    here: LiveShow,
) -> None:
    live = await follow(here)
    with taken_away(here):
        await give(here, live, 10)
        assert IN_USE in await here.disconnect()
        began = time.monotonic()
        assert await here.show.stop() == 0
        assert time.monotonic() - began < EXIT_SECONDS
    await here.show.start()
    await here.until(FOLLOWED)
    await live.all_acked(timeout=60)
    assert (await here.disconnect()).startswith(OVER)
    sent = live.sent_coins.total()
    assert await coins(here, live) == [(sent, sent, sent)]
    assert here.rows("SELECT count(*) FROM live_sessions") == [(1,)]
    await here.show.start()


async def test_a_live_that_drops_during_an_outage_is_followed_again_afterwards(here: LiveShow) -> None:
    live = await follow(here)
    here.tiktok.faults.answer(Place.SIGN, 500, times=1)
    with taken_away(here):
        await live.drop()
        await give(here, live, 10)
    await live.connected(2, timeout=60)
    await here.until(FOLLOWED)
    await here.show.world.quiet(1)
    assert (await here.disconnect()).startswith(OVER)
    sent = live.sent_coins.total()
    assert await coins(here, live) == [(sent, sent, sent)]
    await here.show.start()


async def test_twenty_commands_at_once_are_all_answered_in_three_seconds(here: LiveShow) -> None:
    await follow(here)
    people, channels = here.show.cast.people, here.show.cast.channels
    commands = ("next", "undo", "queue", "tiktok status", "archive", "points", "mysubmissions")
    with taken_away(here):
        asked = [people["Rita"].slash(channels["reviewer"], commands[one % len(commands)]) for one in range(20)]
        replies = await asyncio.gather(*asked)
        texts = [(await reply.finished()).text for reply in replies]
    assert max(reply.latency_seconds for reply in replies) < 3
    assert all(IN_USE in text for text in texts), texts
