"""The numbers of a live session: counted from its events, read at one moment, each report due once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.live_events import EndReason
from domain.live_sessions import ViewerCount
from domain.refusals import Refusal
from services.reports import MOST_WAITING, Report, average_viewers, chart_of
from tables.sessions import SessionTotals
from tests.live_samples import CREATOR, Tape, crowd, hold_live, open_live, viewer
from tests.show import GUILD, MIA, OTHER_GUILD, RITA, Show


async def held(show: Show, tape: Tape, lasts: float = 3600, reason: EndReason = EndReason.LIVE_END) -> int:
    """A session that is over, and as much later it is now."""
    show.clock.advance(lasts)
    return await hold_live(show.services, GUILD, tape, lasts, reason)


async def read(show: Show, session_id: int) -> Report:
    """The report of a session."""
    return await show.services.reports.read(await show.services.reports.find(GUILD, session_id))


async def test_the_report_adds_up_what_everybody_did_linked_or_not(show: Show) -> None:
    await show.services.linking.link(GUILD, MIA, "mia.tok")
    tape, mia, fan = Tape(show.clock()), viewer(1, "mia.tok"), viewer(2)
    for who, coins in ((mia, 30), (fan, 500)):
        tape.likes(5, who, 40)
        tape.comment(65, who)
        tape.all_else(125, who)
        tape.gift(125, who, coins)
        tape.gift(126, who, 7, to_host=False)
    report = await read(show, await held(show, tape))
    assert report.totals == SessionTotals(
        accounts=2,
        linked=1,
        peak=0,
        average=0,
        visitors=0,
        likes=80,
        comments=2,
        shares=2,
        follows=2,
        subscriptions=2,
        joins=2,
        gifts=2,
        coins=530,
        guest_coins=14,
    )
    assert [(one.handle, one.member_id, one.coins) for one in report.accounts] == [
        ("fan2", None, 500),
        ("mia.tok", MIA.member_id, 30),
    ]
    assert report.accounts[0].watched == timedelta(seconds=121)


async def test_accounts_come_by_coins_and_then_by_what_else_they_did(show: Show) -> None:
    tape = Tape(show.clock())
    tape.likes(1, viewer(1), 2)
    tape.likes(1, viewer(2), 9)
    tape.gift(1, viewer(3), 1)
    report = await read(show, await held(show, tape))
    assert [one.handle for one in report.accounts] == ["fan3", "fan2", "fan1"]


async def test_balances_do_not_matter(show: Show) -> None:
    await show.services.linking.link(GUILD, MIA, "mia.tok")
    tape = Tape(show.clock())
    tape.likes(1, viewer(1, "mia.tok"), 50)
    session_id = await held(show, tape)
    before = await read(show, session_id)
    await show.services.points.reset_everyone(GUILD, RITA)
    await show.give(MIA, 1000)
    assert await read(show, session_id) == before
    assert before.totals.likes == 50


async def test_the_songs_are_those_that_were_played_while_the_session_ran_and_not_taken_back(show: Show) -> None:
    for title in ("Before", "First", "Taken back", "After"):
        song = await show.submit(MIA, skip=True, title=title)
        await show.services.review.approve(GUILD, RITA, song.number)
    await show.next()
    show.clock.advance(10)
    start = show.clock()
    session_id = await open_live(show.services, GUILD, Tape(start))
    show.clock.advance(100)
    await show.next()
    show.clock.advance(100)
    await show.next()
    await show.services.undo.undo(GUILD, RITA)
    show.clock.advance(100)
    await show.services.live.closed(GUILD, session_id, EndReason.USER_INITIATED, show.clock())
    show.clock.advance(100)
    await show.next()
    report = await read(show, session_id)
    assert [one.song.song.title for one in report.songs] == ["First"]
    assert (report.songs[0].started_at - start).total_seconds() == pytest.approx(160, abs=2)  # next() takes a minute


async def test_viewers_have_a_peak_and_an_average_over_time_and_visits_are_the_most_that_was_told(show: Show) -> None:
    tape = Tape(show.clock())
    tape.watched_by(0, 100, 10)
    tape.watched_by(10, 400, 50)
    tape.watched_by(100, 40, 20)
    report = await read(show, await held(show, tape))
    assert (report.totals.peak, report.totals.visitors) == (400, 50)
    assert report.totals.average == pytest.approx((100 * 10 + 400 * 90) / 100)


async def test_a_drop_of_an_hour_counts_no_more_than_five_minutes_in_the_average(show: Show) -> None:
    start = show.clock()

    def told(seconds: float, viewers: int) -> ViewerCount:
        return ViewerCount(start + timedelta(seconds=seconds), viewers, 0, 0)

    assert average_viewers([told(0, 10), told(3600, 70), told(3900, 0)]) == pytest.approx(40)
    assert average_viewers([told(0, 10)]) == 10
    assert average_viewers([]) == 0


async def test_a_session_that_closed_after_a_grace_lasted_until_its_last_event(show: Show) -> None:
    tape = Tape(show.clock())
    tape.likes(1200, viewer(1), 1)
    report = await read(show, await held(show, tape, lasts=1800))
    assert report.duration == timedelta(seconds=1200)
    again = Tape(show.clock())
    again.likes(1200, viewer(1), 1)
    report = await read(show, await held(show, again, lasts=1800, reason=EndReason.USER_INITIATED))
    assert report.duration == timedelta(seconds=1800)


async def test_a_session_in_which_nothing_happened_has_a_report_and_no_chart(show: Show) -> None:
    report = await read(show, await held(show, Tape(show.clock())))
    assert report.totals.likes == report.totals.peak == report.totals.average == 0
    assert await show.services.reports.draw(report) is None


async def test_the_chart_has_the_viewers_the_coins_and_the_songs_at_their_seconds(show: Show) -> None:
    await show.submit(MIA)
    tape = Tape(show.clock())
    tape.watched_by(10, 5)
    session_id = await open_live(show.services, GUILD, tape)
    await show.next()
    late = Tape(tape.start)
    late.gift(50, viewer(1), 99)
    await show.services.live.record(GUILD, session_id, late.events)
    await show.services.live.closed(GUILD, session_id, EndReason.USER_INITIATED, tape.at(120))
    chart = chart_of(await read(show, session_id))
    assert (chart.seconds, chart.viewers, chart.coins) == (120, [(10, 5)], [(10, 0), (120, 99)])
    ((at, label),) = chart.songs
    assert (round(at), label) == (60, "#1")


async def test_a_report_is_due_from_the_close_until_it_is_settled_also_across_a_restart(show: Show) -> None:
    session_id = await open_live(show.services, GUILD, Tape(show.clock()))
    assert await show.services.reports.due(GUILD) == []
    await show.services.live.closed(GUILD, session_id, EndReason.LIVE_END, show.clock())
    await show.services.reports.set_posted(session_id, 1, 4711)
    await show.restart()
    assert [one.session_id for one in await show.services.reports.due(GUILD)] == [session_id]
    assert await show.services.reports.posted(session_id) == {1}
    assert await show.services.reports.due(OTHER_GUILD) == []
    await show.services.reports.settle(session_id)
    assert await show.services.reports.due(GUILD) == []


async def test_no_more_than_the_newest_three_reports_wait(show: Show) -> None:
    made = [await held(show, Tape(show.clock())) for _ in range(MOST_WAITING + 2)]
    assert [one.session_id for one in await show.services.reports.due(GUILD)] == made[-MOST_WAITING:]
    for session_id in made[-MOST_WAITING:]:
        await show.services.reports.settle(session_id)
    assert await show.services.reports.due(GUILD) == []


async def test_sessions_are_found_by_number_or_the_newest_that_is_over_and_else_refused(show: Show) -> None:
    reports = show.services.reports
    with pytest.raises(Refusal, match="No LIVE was followed here yet"):
        await reports.find(GUILD, None)
    first, second = [await held(show, Tape(show.clock())) for _ in range(2)]
    assert (await reports.find(GUILD, None)).session_id == second
    assert (await reports.find(GUILD, first)).creator == CREATOR
    running = await open_live(show.services, GUILD, Tape(show.clock()))
    assert (await reports.find(GUILD, None)).session_id == second
    assert [one.session_id for one in await reports.newest(GUILD, 25)] == [second, first]
    assert [one.session_id for one in await reports.newest(GUILD, 1)] == [second]
    with pytest.raises(Refusal, match="still going on"):
        await reports.find(GUILD, running)
    with pytest.raises(Refusal, match="no live session 4711"):
        await reports.find(GUILD, 4711)
    with pytest.raises(Refusal, match=f"no live session {first}"):
        await reports.find(OTHER_GUILD, first)


async def test_while_the_first_session_runs_its_numbers_are_refused(show: Show) -> None:
    await open_live(show.services, GUILD, Tape(show.clock()))
    with pytest.raises(Refusal, match="still going on"):
        await show.services.reports.find(GUILD, None)


async def test_two_thousand_accounts_are_all_in_the_report(show: Show) -> None:
    report = await read(show, await held(show, crowd(show.clock(), 2000)))
    assert len(report.accounts) == 2000
    assert report.totals.coins == 2000 * 2001 // 2
    assert report.accounts[0].coins == 2000
