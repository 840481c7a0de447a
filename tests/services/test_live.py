"""Sessions of a LIVE, and what viewers do in them: opened, resumed, counted, closed with the show, forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.blocks import BlockKind
from domain.changes import LiveClosed, QueueChanged
from domain.live_events import EndReason, Follow, Gift, Viewer
from domain.refusals import Refusal
from services import live as live_module
from tests.live_env import CREATOR, FAN, OTHER, ROOM, LiveEnv, credit_of_handle, points_of_handle
from tests.show import GUILD, MIA, OTHER_GUILD, RITA, Show

DAY = 24 * 3600


async def kept_messages(show: Show) -> int:
    """How many message ids and marks of streaks are kept."""
    async with show.database.transaction() as tables:
        return await tables.live.number("SELECT (SELECT count(*) FROM seen_messages) + (SELECT count(*) FROM streaks)")


async def test_points_come_by_origin_and_the_ledger_says_from_which_session(show: Show, live: LiveEnv) -> None:
    await show.services.linking.link(GUILD, MIA, FAN.handle)
    await live.send(live.like(7), live.comment(), live.share(), live.follow(), live.gift(1_500))
    found = await show.services.points.of_member(GUILD, MIA.member_id)
    assert found.points.by_origin == {"likes": 7, "comments": 2, "shares": 5, "follows": 10, "gifts": 2_500}
    assert (found.by_account, found.credit) == ({FAN.handle: 2_524}, 1_500)
    async with show.database.transaction() as tables:
        sources = await tables.ledger.rows("SELECT DISTINCT source FROM ledger")
    assert [row[0] for row in sources] == [f"session {live.session_id}"]
    await show.assert_sound()


async def test_the_caps_hold_across_batches_and_restarts(show: Show, live: LiveEnv) -> None:
    for _ in range(3):
        await live.send(*(live.like(60) for _ in range(3)), *(live.comment() for _ in range(8)), live.share())
        await show.restart()
    assert await points_of_handle(show, FAN.handle) == 100 + 20 + 5
    show.clock.advance(60)
    await live.send(live.like(60), live.share())
    assert await points_of_handle(show, FAN.handle) == 185
    show.clock.advance(240)
    await live.send(live.share())
    assert await points_of_handle(show, FAN.handle) == 190
    figures = (await live.figures())[FAN.handle]
    assert (figures.likes, figures.comments, figures.shares) == (600, 24, 5)


async def test_a_follow_counts_once_per_creator_also_in_another_session(show: Show, live: LiveEnv) -> None:
    await live.send(live.follow())
    await live.close()
    await live.open()
    await live.send(live.follow())
    assert await points_of_handle(show, FAN.handle) == 10
    await live.close()
    session = await show.services.live.opened(GUILD, "another.creator", ROOM, show.clock())
    await show.services.live.record(GUILD, session, [Follow(ROOM, 999, show.clock(), FAN)])
    assert await points_of_handle(show, FAN.handle) == 20


async def test_watch_time_goes_on_over_batches_and_rests_while_nobody_is_seen(show: Show, live: LiveEnv) -> None:
    late = live.like()
    for seconds in (0, 200, 200, 301):
        show.clock.advance(seconds)
        await live.send(live.like())
    await live.send(late)
    watched = (await live.figures())[FAN.handle].watched
    assert timedelta(seconds=400) <= watched < timedelta(seconds=401)


async def test_a_blocked_account_is_in_the_figures_earns_nothing_and_stays_blocked_under_another_name(
    show: Show, live: LiveEnv
) -> None:
    await show.services.blocks.add(GUILD, RITA, BlockKind.ACCOUNT, FAN.handle, "spam", days=1)
    await live.send(live.like(5), live.gift(700))
    renamed = replace(FAN, handle="brand.new")
    await live.send(live.gift(100, renamed), live.like(3, Viewer(5_009, FAN.handle, "")))
    assert (await live.figures())["brand.new"].coins == 800
    assert (await points_of_handle(show, "brand.new"), await credit_of_handle(show, "brand.new")) == (0, 0)
    assert await points_of_handle(show, FAN.handle) == 3
    assert [one.value for one in await show.services.blocks.holding(GUILD)] == ["brand.new"]
    show.clock.advance(DAY)
    await live.send(live.gift(1, renamed))
    assert await credit_of_handle(show, "brand.new") == 1


async def test_the_coins_of_one_streak_are_few_lots_and_expire_after_thirty_days(show: Show, live: LiveEnv) -> None:
    show.clock.advance(60 - show.clock.now.second)
    for count in range(1, 50):
        await live.send(live.step(1, count))
    async with show.database.transaction() as tables:
        assert await tables.credit.number("SELECT count(*) FROM lots") == 1
    await show.services.linking.link(GUILD, MIA, FAN.handle)
    show.clock.advance(30 * DAY - 2)
    assert (await show.services.points.of_member(GUILD, MIA.member_id)).credit == 49
    show.clock.advance(2)
    assert (await show.services.points.of_member(GUILD, MIA.member_id)).credit == 0


async def test_viewers_are_noted_over_time_with_the_coins_so_far(show: Show, live: LiveEnv) -> None:
    await live.send(live.gift(30), live.watched_by(5))
    await live.send(live.gift(12, OTHER), live.watched_by(9))
    async with show.database.transaction() as tables:
        counts = await tables.live.viewer_counts(live.session_id)
    assert [(one.viewers, one.visitors, one.coins) for one in counts] == [(5, 50, 30), (9, 90, 42)]


async def test_a_session_opens_the_show_and_its_end_closes_both_and_makes_the_report_due(show: Show) -> None:
    heard: list[type[object]] = []
    show.services.feed.subscribe(QueueChanged, lambda change: heard.append(type(change)))
    show.services.feed.subscribe(LiveClosed, lambda change: heard.append(type(change)))
    live = LiveEnv(show)
    await show.services.live.follow(GUILD, RITA, CREATOR)
    await live.open()
    await show.submit(MIA)
    await show.next()
    heard.clear()
    show.clock.advance(60)
    await live.close()
    assert heard == [QueueChanged, LiveClosed]
    assert (await show.playing(), (await show.song(1)).status) == (None, "played")
    with pytest.raises(Refusal, match="No show is open"):
        await show.services.queue.end_show(GUILD, RITA)
    async with show.database.transaction() as tables:
        due = await tables.sessions.to_report(GUILD)
    assert [(one.session_id, one.end_reason) for one in due] == [(live.session_id, EndReason.LIVE_END)]
    assert await show.services.live.follow_requests() == []


async def test_a_session_is_closed_once_and_what_comes_late_is_still_counted(show: Show, live: LiveEnv) -> None:
    await live.send(live.gift(5))
    await live.close(EndReason.UNEXPECTED)
    await live.close(EndReason.USER_INITIATED)
    await live.send(live.gift(6))
    async with show.database.transaction() as tables:
        session = await tables.sessions.get(GUILD, live.session_id)
    assert session
    assert (session.end_reason, session.coins) == (EndReason.UNEXPECTED, 11)


async def test_the_end_of_a_session_is_whole_or_not_at_all(
    show: Show, live: LiveEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(live_module, "close_show", die)
        with pytest.raises(KeyboardInterrupt):
            await live.close()
    async with show.database.transaction() as tables:
        assert await tables.sessions.to_report(GUILD) == []
        assert await tables.sessions.open_session(GUILD)
        assert await tables.shows.open_show(GUILD)


async def test_a_session_goes_on_after_a_restart_and_in_a_new_room(show: Show, live: LiveEnv) -> None:
    await show.services.live.follow(GUILD, RITA, CREATOR)
    await live.send(live.gift(5))
    await show.restart()
    [(request, session)] = await show.services.live.follow_requests()
    assert session
    assert (request.creator, session.session_id, session.coins) == (CREATOR, live.session_id, 5)
    await show.services.live.stands(live.session_id, 8_000, unreadable=3, shed=4)
    live.room_id = 8_000
    await live.send(live.gift(6))
    async with show.database.transaction() as tables:
        after = await tables.sessions.open_session(GUILD)
    assert after
    assert (after.room_id, after.coins, after.unreadable, after.shed) == (8_000, 11, 3, 4)


async def test_a_session_that_was_left_open_is_closed_by_the_next_one_and_reported(show: Show, live: LiveEnv) -> None:
    first, closed = live.session_id, list[object]()
    show.services.feed.subscribe(LiveClosed, closed.append)
    await live.open(8_000)
    async with show.database.transaction() as tables:
        assert [one.session_id for one in await tables.sessions.to_report(GUILD)] == [first]
    assert closed


async def test_when_the_sign_server_may_be_asked_next_survives_a_restart(show: Show) -> None:
    await show.services.live.follow(GUILD, RITA, CREATOR)
    later = show.clock() + timedelta(hours=2)
    await show.services.live.remember(GUILD, later)
    await show.restart()
    [(request, session)] = await show.services.live.follow_requests()
    assert (request.next_try_at, request.asked_by, session) == (later, "Rita", None)
    await show.services.live.unfollow(GUILD)
    assert await show.services.live.follow_requests() == []


async def test_message_ids_go_a_day_after_the_session_closed_and_figures_stay(
    show: Show, live: LiveEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_module, "FORGOTTEN_AT_ONCE", 3)
    await live.send(*(live.like() for _ in range(10)), live.step(1, 5))
    await live.close()
    show.clock.advance(DAY - 1)
    await show.services.live.forget_old_messages()
    assert await kept_messages(show) == 12
    show.clock.advance(2)
    await show.services.live.forget_old_messages()
    assert await kept_messages(show) == 0
    assert (await live.figures())[FAN.handle].likes == 10
    await show.services.live.forget_old_messages()


async def test_message_ids_of_a_room_stay_while_a_later_session_is_in_it(show: Show, live: LiveEnv) -> None:
    gift = live.gift(5)
    await live.send(gift)
    await live.close()
    await live.open()
    show.clock.advance(2 * DAY)
    await show.services.live.forget_old_messages()
    await live.send(gift)
    assert await live.figures() == {}


async def test_the_events_of_one_server_do_nothing_in_another(show: Show, live: LiveEnv) -> None:
    show.guild_id = OTHER_GUILD
    other = LiveEnv(show)
    await other.open()
    gift = live.gift(5)
    await other.send(gift)
    show.guild_id = GUILD
    await live.send(gift)
    assert [(await one.figures())[FAN.handle].coins for one in (live, other)] == [5, 5]
    await show.services.live.record(GUILD, other.session_id, [live.gift(9)])
    assert (await other.figures())[FAN.handle].coins == 5


@pytest.mark.parametrize("handle", ["", "x" * 200, "ファン", "a;drop table accounts", "a.b"])
async def test_whatever_a_viewer_is_called_what_they_do_is_counted(show: Show, live: LiveEnv, handle: str) -> None:
    gift = live.gift(5, Viewer(2**63 - 1, handle, "🎤" * 100))
    await live.send(gift, Gift(ROOM, 2**63 - 1, gift.at, gift.viewer, 1, 0, 1, 1, True, False, True))
    [figures] = (await live.figures()).values()
    assert (figures.coins, figures.handle) == (6, handle or f"user{2**63 - 1}")
