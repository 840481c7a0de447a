"""A clock that was a year ahead and is put right: what was stored meanwhile rules nothing that it should not."""

from __future__ import annotations

from datetime import timedelta

from domain.follow import Unfinished
from services.live import unfinished
from tables.housekeeping import AHEAD, BY_HAND, HAPPENED, SHOWN
from tests.live_env import CREATOR, LiveEnv
from tests.show import GUILD, MAX, MIA, RITA, ZOE, Show

YEAR = timedelta(days=365)


async def a_year_ahead_and_back(show: Show) -> None:
    """Mia and then Max submit, a show begins, and a LIVE pauses, all by a clock that is wrong."""
    show.clock.now += YEAR
    await show.submit(MIA)
    await show.submit(MAX)
    await show.next()
    await show.approved(MIA)
    await show.services.live.follow(GUILD, RITA, CREATOR)
    await show.services.live.remember(GUILD, show.clock() + timedelta(minutes=5))
    show.clock.now -= YEAR


async def test_who_comes_after_the_clock_was_put_right_stands_behind_those_who_came_before(show: Show) -> None:
    early = await show.submit(ZOE)
    await a_year_ahead_and_back(show)
    before = await show.order()
    assert await show.services.times.bring_back()
    assert await show.order() == before
    last = await show.submit(RITA)
    assert await show.order() == [*before, last.number]
    assert early.number not in before


async def test_the_show_ends_and_its_steps_can_be_taken_back_as_ever(show: Show) -> None:
    await a_year_ahead_and_back(show)
    await show.services.times.bring_back()
    assert [await show.undo(), await show.undo()] == ["approve", "next"]
    show.clock.advance(7 * 3600)
    async with show.database.transaction() as tables:
        shown = await tables.shows.open_show(GUILD)
    assert shown is None or shown.last_next_at < show.clock() - timedelta(hours=6)


async def test_the_next_try_waits_a_day_at_most(show: Show) -> None:
    await a_year_ahead_and_back(show)
    await show.services.times.bring_back()
    [(request, session)] = await show.services.live.follow_requests()
    found: Unfinished = unfinished(request, session)
    assert found.next_try_at is not None
    assert found.next_try_at <= show.clock() + timedelta(days=1)


async def test_credit_from_before_is_there_and_credit_from_the_future_lives_no_longer_than_any_other(
    show: Show, live: LiveEnv
) -> None:
    await live.send(live.gift(coins=300))
    show.clock.now += YEAR
    await live.send(live.gift(coins=200))
    show.clock.now -= YEAR
    await show.services.times.bring_back()
    async with show.database.transaction() as tables:
        now = int(show.clock().timestamp() * 1_000_000)
        sql = "SELECT sum(coins_left) FROM lots WHERE expires_at > ?"
        assert await tables.times.number(sql, now) == 500
        assert await tables.times.number(sql, now + 31 * 86_400_000_000) == 0


async def test_caps_that_were_used_up_in_the_future_are_free_again(show: Show, live: LiveEnv) -> None:
    show.clock.now += YEAR
    await live.send(live.like(100))
    show.clock.now -= YEAR
    await show.services.times.bring_back()
    await live.send(live.like(5))
    async with show.database.transaction() as tables:
        assert await tables.times.number("SELECT sum(amount) FROM ledger WHERE origin = 'likes'") == 105


async def test_where_nothing_is_wrong_nothing_changes(show: Show, live: LiveEnv) -> None:
    await show.submit(MIA)
    await show.next()
    await live.send(live.gift(coins=300), live.like(3))
    assert await show.services.times.bring_back() == 0


async def test_every_time_in_the_database_is_known_to_the_one_who_mends_them(show: Show) -> None:
    async with show.database.transaction() as tables:
        rows = await tables.times.rows(
            "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c "
            "WHERE t.type = 'table' AND (c.name LIKE '%\\_at' ESCAPE '\\' OR c.name = 'at')"
        )
    known = {*HAPPENED, *((table, column) for table, column, _ in AHEAD), *SHOWN, *BY_HAND}
    assert {(row[0], row[1]) for row in rows} == known
