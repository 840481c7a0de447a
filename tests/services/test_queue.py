"""/next, the end of a show, and who is away (rule 4)."""

from __future__ import annotations

import asyncio

import pytest

from domain.lines import Line
from domain.refusals import Refusal
from domain.review_refusals import QueueWentOn
from domain.submissions import Status
from tests.show import GUILD, MAX, MIA, RITA, SAM, ZOE, Show, fan, link_to

SONGS, TASKS = 1_000, 10
HOUR = 3_600


async def test_next_plays_the_first_song_in_order_and_the_one_before_it_is_played(show: Show) -> None:
    await show.submit(MIA)
    await show.approved(MAX)
    first = await show.services.queue.play_next(GUILD, RITA)
    assert (first.started and first.started.number, first.ended) == (2, None)
    second = await show.services.queue.play_next(GUILD, RITA)
    assert (second.started and second.started.number, second.ended and second.ended.number) == (1, 2)
    assert [await show.status(number) for number in (1, 2)] == [Status.PLAYING, Status.PLAYED]


async def test_with_nothing_waiting_next_ends_the_song_that_plays_and_says_so(show: Show) -> None:
    await show.submit(MIA)
    await show.next()
    result = await show.services.queue.play_next(GUILD, RITA)
    assert (result.started, result.ended and result.ended.number) == (None, 1)
    assert await show.playing() is None
    assert await show.status(1) is Status.PLAYED
    empty = await show.services.queue.play_next(GUILD, RITA)
    assert (empty.started, empty.ended) == (None, None)


async def test_a_play_from_free_takes_the_points_of_the_member_and_of_every_linked_account(show: Show) -> None:
    await show.submit(MIA)
    await show.give(MIA, 50)
    await show.earn(MIA, 30, "mia.sings")
    await show.earn(MIA, 20, "mia.second")
    await show.give(MAX, 10)
    assert (await show.services.queue.play_next(GUILD, RITA)).points_taken == 100
    assert (await show.points(MIA), await show.points(MAX)) == (0, 10)
    await show.assert_sound()


@pytest.mark.parametrize("line", [Line.SKIP, Line.DOUBLE_SKIP, Line.BACK_TO_BACK])
async def test_a_play_from_any_other_line_leaves_the_points(show: Show, line: Line) -> None:
    await show.submit(MIA, skip=True)
    await show.services.review.approve(GUILD, RITA, 1, line)
    await show.give(MIA, 50)
    assert (await show.services.queue.play_next(GUILD, RITA)).points_taken == 0
    assert await show.points(MIA) == 50


async def test_points_decide_in_free_and_the_lines_above_come_first(show: Show) -> None:
    await show.submit(MIA)
    await show.submit(MAX)
    await show.approved(ZOE)
    await show.give(MAX, 5)
    assert await show.order() == [3, 2, 1]
    await show.earn(MIA, 6, "mia.sings")
    assert await show.order() == [3, 1, 2]


async def test_fair_counts_the_turns_of_this_show_only(show: Show) -> None:
    await show.services.settings.change(GUILD, RITA, {"free_order": "fair"})
    await show.submit(MIA)
    await show.next()
    await show.submit(MIA)
    await show.submit(MAX)
    assert await show.order() == [3, 2]
    show.clock.advance(6 * HOUR)
    assert await show.order() == [2, 3]


async def test_who_is_away_keeps_the_place_and_is_passed_over(show: Show) -> None:
    await show.submit(MIA)
    await show.submit(MAX)
    assert await show.services.queue.switch_away(GUILD, MIA.member_id)
    assert await show.order() == [1, 2]
    assert await show.next() == 2
    result = await show.services.queue.play_next(GUILD, RITA)
    assert (result.started, result.waiting_away) == (None, 1)
    assert not await show.services.queue.switch_away(GUILD, MIA.member_id)
    assert await show.next() == 1


async def test_a_late_press_beside_another_song_is_told_and_takes_nothing(show: Show) -> None:
    for member in (MIA, MAX, ZOE):
        await show.submit(member)
    presses = [show.services.queue.play_next(GUILD, doer, seen=0) for doer in (RITA, SAM)]
    results = await asyncio.gather(*presses, return_exceptions=True)
    assert [type(one) for one in results if isinstance(one, BaseException)] == [QueueWentOn]
    assert (await show.playing(), await show.order()) == (1, [2, 3])


async def fill(show: Show) -> None:
    """A thousand waiting songs of a thousand members, in one transaction."""
    await show.submit(fan(0), link=link_to("first"))
    async with show.database.transaction() as tables:
        await tables.guilds.rows(
            "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) "
            "INSERT INTO submissions (guild_id, number, member_id, member_name, artist, title, link, status, line, "
            "submitted_at, entered_at) SELECT guild_id, i, i, 'Fan', 'A', 'T', 'https://x.example/' || i, 'waiting', "
            "CASE i % 4 WHEN 0 THEN 'skip' WHEN 1 THEN 'back_to_back' ELSE 'free' END, submitted_at, entered_at + i "
            "FROM n, submissions WHERE number = 1",
            SONGS,
        )


async def test_next_takes_each_song_once_and_in_order_even_when_ten_press_at_the_same_time(show: Show) -> None:
    await fill(show)
    expected, taken = await show.order(), []

    async def reviewer() -> None:
        for _ in range(SONGS // TASKS):
            started = (await show.services.queue.play_next(GUILD, RITA)).started
            assert started
            taken.append(started.number)

    await asyncio.gather(*(reviewer() for _ in range(TASKS)))
    assert len(expected) == SONGS
    assert taken == expected
    assert await show.order() == []
    async with show.database.transaction() as tables:
        plays = await tables.plays.rows("SELECT submission_id, count(*) FROM plays GROUP BY submission_id")
    assert [(row[1]) for row in plays] == [1] * SONGS


async def test_next_is_whole_or_not_at_all_when_it_is_cancelled_anywhere(show: Show) -> None:
    for number in range(30):
        await show.submit(fan(number))
    left = await show.order()
    for rounds in range(120):
        press = asyncio.create_task(show.services.queue.play_next(GUILD, RITA))
        await asyncio.sleep(rounds % 40 * 0.000_1)
        press.cancel()
        await asyncio.gather(press, return_exceptions=True)
        now_left, playing = await show.order(), await show.playing()
        assert now_left in (left, left[1:])
        async with show.database.transaction() as tables:
            current = await tables.plays.current(GUILD)
            song = await tables.submissions.get(current.submission_id) if current else None
        assert (song.number if song else None) == playing
        left = now_left
    await show.assert_sound()


async def test_a_show_opens_with_the_first_next_and_ends_six_hours_after_the_last(show: Show) -> None:
    with pytest.raises(Refusal, match="No show is open"):
        await show.services.queue.end_show(GUILD, RITA)
    await show.submit(MIA)
    await show.next()
    show.clock.advance(6 * HOUR)
    with pytest.raises(Refusal, match="No show is open"):
        await show.services.queue.end_show(GUILD, RITA)


async def test_ending_the_show_ends_the_song_that_plays_and_keeps_the_queue(show: Show) -> None:
    await show.submit(MIA)
    await show.submit(MAX)
    await show.next()
    over = await show.services.queue.end_show(GUILD, RITA)
    assert over
    assert over.number == 1
    assert (await show.status(1), await show.playing(), await show.order()) == (Status.PLAYED, None, [2])
    assert await show.next() == 2


async def test_estimates_belong_to_the_show(show: Show) -> None:
    for _ in range(5):
        await show.approved(ZOE)
        await show.next()
    assert (await show.services.queue.line_up(GUILD)).estimate(1)
    await show.services.queue.end_show(GUILD, RITA)
    assert (await show.services.queue.line_up(GUILD)).estimate(1) is None


async def test_every_waiting_song_can_say_why_it_stands_where_it_stands(show: Show) -> None:
    await show.submit(MIA)
    await show.approved(MAX)
    await show.give(MIA, 1_200)
    line_up = await show.services.queue.line_up(GUILD)
    assert line_up.why(line_up.order[1]).startswith("1 song in higher lines and no songs in Free")
    assert "you have 1,200" in line_up.why(line_up.order[1])
    assert [line_up.place(song) for song in line_up.order] == [1, 2]


async def test_a_reviewer_sees_the_handles_and_points_behind_a_song(show: Show) -> None:
    await show.give(MIA, 5)
    await show.earn(MIA, 7, "mia.sings")
    backing = (await show.services.queue.submitters(GUILD, {MIA.member_id, MAX.member_id}))[MIA.member_id]
    assert backing.handles == ("mia.sings",)
    assert backing.points.by_origin == {"staff": 5, "likes": 7}


async def test_all_is_still_there_after_a_restart(show: Show) -> None:
    await show.submit(MIA)
    await show.submit(MAX)
    await show.submit(ZOE, skip=True)
    await show.next()
    before = await show.services.queue.line_up(GUILD)
    await show.restart()
    assert await show.services.queue.line_up(GUILD) == before
