"""One live session through drops, kills and restarts: each thing counted once, one notice, one report."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from standins.tiktok import Live
from standins.tiktok.log import Place
from tests.journeys.live_show_env import FOLLOWED, LOST, OVER, WAITING, LiveShow, open_live_show

pytestmark = pytest.mark.xdist_group("journeys through a LIVE")


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[LiveShow]:
    """A show of its own."""
    async with open_live_show(tmp_path) as opened:
        yield opened


async def follow(here: LiveShow) -> Live:
    """A LIVE that is followed; whoever comes back is told its last 100 messages again, and 50 of them twice."""
    live = here.tiktok.creator("nova").go_live(history_size=100, replay_size=50)
    await here.connect("nova")
    await here.until(FOLLOWED)
    return live


async def a_minute(here: LiveShow, live: Live, number: int) -> None:
    """The same viewers each time: 15 likes, a comment, a share, a follow, and a streak that goes on."""
    fan = here.tiktok.viewer("fan", user_id=7_000_000_000_000_000_001)
    gift = live.gift(fan, "Rose", count=number * 10, streak=77, end=False)
    await live.send(live.like(fan, 15), live.chat(fan, "hi"), live.share(fan), live.follow(fan), gift, gift)


def numbers(row: dict[str, str]) -> list[int]:
    """The figures of a viewer in the report's table."""
    return [int(row[name]) for name in ("likes", "comments", "shares", "follows", "coins")]


async def test_a_drop_raises_one_notice_however_many_tries_fail_and_the_recovery_closes_it(here: LiveShow) -> None:
    live = await follow(here)
    failing = here.tiktok.faults.answer(Place.SIGN, 500, times=2)
    await live.drop()
    await here.until(LOST)
    await live.connected(2, timeout=30)
    assert failing.met == 2
    await here.notices("The LIVE of @nova was lost.", 1)
    await here.notices("The LIVE of @nova is followed again.", 1)
    await live.drop(1000)
    await live.connected(3, timeout=30)
    await here.notices("The LIVE of @nova was lost.", 2)
    await here.notices("The LIVE of @nova is followed again.", 2)
    assert (await here.disconnect()).startswith(OVER)
    await here.show.world.quiet(1)
    assert len(here.told("@nova")) == 4


@pytest.mark.parametrize("how", ["killed", "stopped"])
async def test_a_session_goes_on_after_the_process_ended_and_nothing_counts_twice(how: str, here: LiveShow) -> None:
    end: Callable[[], Awaitable[object]] = here.kill if how == "killed" else here.show.stop
    live = await follow(here)
    await a_minute(here, live, 1)
    await live.all_acked()
    await a_minute(here, live, 2)  # perhaps under way
    await end()
    await a_minute(here, live, 3)
    await here.show.start()
    await live.connected(2, timeout=30)
    await a_minute(here, live, 4)
    await live.all_acked()
    assert "Session: 1\n" in await here.until(FOLLOWED)
    assert (await here.disconnect()).startswith(OVER)
    [[row]] = await here.tables(1)
    assert numbers(row) == [60, 4, 4, 4, 40]
    assert here.told("@nova") == []
    assert await here.show.stop() == 0
    assert here.rows("SELECT count(*), min(end_reason) FROM live_sessions") == [(1, "user_initiated")]
    origins = dict(here.rows("SELECT origin, sum(points) FROM balances GROUP BY 1"))
    assert origins == {"likes": 60, "comments": 8, "shares": 5, "follows": 10, "gifts": 80}
    assert here.rows("SELECT sum(amount) FROM ledger") == [(sum(origins.values()),)]
    assert here.rows("SELECT sum(coins), sum(coins_left) FROM lots") == [(40, 40)]
    await here.show.start()
    await here.show.world.quiet(2, timeout=60)
    assert len(await here.tables(1)) == 1


async def test_waiting_for_a_creator_goes_on_after_a_kill(here: LiveShow) -> None:
    nova = here.tiktok.creator("nova")
    await here.connect("nova")
    await here.until(WAITING, "Next try")
    asked = len(here.tiktok.requests_to(Place.PAGE))
    await here.kill()
    nova.go_live()
    await here.show.start()
    text = await here.until(WAITING)
    assert "Creator: @nova" in text
    await asyncio.sleep(1)
    assert len(here.tiktok.requests_to(Place.PAGE)) == asked  # not before its minute is over


async def test_a_session_goes_on_in_a_new_room_and_the_first_end_is_no_end(here: LiveShow) -> None:
    live = await follow(here)
    await a_minute(here, live, 1)
    await live.all_acked()
    await live.drop(1000)
    again = live.creator.go_live()
    await again.connected(timeout=30)
    await a_minute(here, again, 1)
    await again.all_acked()
    assert f"Room: {again.room_id}\nSession: 1\n" in await here.until(FOLLOWED)
    await here.disconnect()
    [[row]] = await here.tables(1)
    assert numbers(row) == [30, 2, 2, 2, 20]
