"""LiveFollower a creator on the stand-in: waiting, drops, silence, new rooms, ends."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest

from domain.follow import FollowState, TroubleKind
from domain.live_events import Comment, EndReason, Like, LiveEvent
from domain.refusals import Refusal
from standins.tiktok.creator import Creator
from standins.tiktok.log import Place
from standins.tiktok.messages import Control
from standins.tiktok.world import TikTok
from tests.tiktok.memory_recorder import QUICK, FollowerEnv, open_follower_env
from tiktok import event_buffer


async def test_connect_returns_at_once_even_when_nobody_answers(follower_env: FollowerEnv, nova: Creator) -> None:
    nova.go_live()
    follower_env.tiktok.faults.hang(Place.PAGE)
    began = time.perf_counter()
    assert follower_env.supervisor.connect("https://www.tiktok.com/@DJ_Nova?lang=en").state is FollowState.WAITING
    assert time.perf_counter() - began < 0.05
    assert follower_env.supervisor.status().creator == "dj_nova"


async def test_it_waits_for_an_offline_creator_and_uses_no_sign_quota(follower_env: FollowerEnv, nova: Creator) -> None:
    follower_env.supervisor.connect("dj_nova")
    status = await follower_env.meet(TroubleKind.OFFLINE)
    assert status.state is FollowState.WAITING
    assert status.next_try_at is not None
    assert status.problem == "The creator is not LIVE at the moment."
    await follower_env.until(lambda: len(follower_env.tiktok.requests_to(Place.PAGE)) > 2, "more looks at the page")
    assert follower_env.tiktok.requests_to(Place.SIGN) == []
    live = nova.go_live()
    status = await follower_env.reach(FollowState.LIVE)
    assert (status.room_id, status.session_id, status.problem, status.next_try_at) == (live.room_id, 1, "", None)
    assert follower_env.memory_recorder.states == [FollowState.WAITING, FollowState.CONNECTING, FollowState.LIVE]


async def test_status_tells_what_came_and_for_how_long(follower_env: FollowerEnv, nova: Creator) -> None:
    live, fan = nova.go_live(), follower_env.tiktok.viewer("fan")
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    await live.send(live.like(fan, 3), live.like(fan, 2), live.chat(fan, "hi").broken(), live.gift(fan, "Rose"))
    await live.all_acked()
    status = follower_env.supervisor.status()
    assert status.counts == {"like": 2, "gift": 1}
    assert (status.unreadable, status.shed) == (1, 0)
    assert status.uptime_seconds is not None
    assert status.uptime_seconds < 5
    assert status.last_event_at is not None


async def test_a_guest_without_a_handle_is_told_from_the_host_by_the_id(
    follower_env: FollowerEnv, nova: Creator
) -> None:
    live, fan, guest = (
        nova.go_live(),
        follower_env.tiktok.viewer("fan"),
        follower_env.tiktok.viewer("guest").without("handle"),
    )
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    await live.send(live.gift(fan, "Rose", count=2), live.gift(fan, "Lion", to=guest))
    await live.all_acked()
    assert follower_env.memory_recorder.coins() == live.sent_coins == {fan.user_id: 2}


@pytest.mark.parametrize("code", [1000, 1001, 1005, 1006, 1009, 1011, 4001])
async def test_a_drop_of_any_kind_goes_on_with_the_same_session(
    follower_env: FollowerEnv, nova: Creator, code: int
) -> None:
    live, fan = nova.go_live(), follower_env.tiktok.viewer("fan")
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    await live.send(live.gift(fan, "Rose", count=3))
    await live.drop(code)
    await live.send(live.gift(fan, "Confetti", count=2))  # nobody listens: it comes with the history
    await live.connected(2)
    await follower_env.until(
        lambda: follower_env.memory_recorder.coins() == live.sent_coins, "the coins sent meanwhile"
    )
    assert follower_env.memory_recorder.troubles == {TroubleKind.DROPPED}
    assert len(follower_env.memory_recorder.sessions) == 1
    assert follower_env.memory_recorder.closings == []


async def test_a_reset_goes_on_with_the_same_session(follower_env: FollowerEnv, nova: Creator) -> None:
    live = nova.go_live()
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    await live.drop(reset=True)
    await follower_env.meet(TroubleKind.DROPPED)
    await follower_env.reach(FollowState.LIVE)
    assert len(follower_env.memory_recorder.sessions) == 1


async def test_silence_on_an_open_socket_is_noticed_and_the_session_goes_on(
    follower_env: FollowerEnv, nova: Creator
) -> None:
    live, fan = nova.go_live(), follower_env.tiktok.viewer("fan")
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    live.silence()
    began = time.perf_counter()
    await follower_env.meet(TroubleKind.SILENT)
    assert time.perf_counter() - began < QUICK.silence_seconds + 5 * QUICK.closing_seconds + 0.5
    await follower_env.reach(FollowState.LIVE)
    await live.send(live.gift(fan, "Rose"))
    await follower_env.until(
        lambda: follower_env.memory_recorder.coins() == live.sent_coins, "the gift after the silence"
    )
    assert len(follower_env.memory_recorder.sessions) == 1


async def test_heartbeats_alone_are_no_silence(tiktok: TikTok, nova: Creator) -> None:
    nova.go_live()
    async with open_follower_env(tiktok, pace=replace(QUICK, silence_seconds=0.6)) as follower_env:
        follower_env.supervisor.connect("dj_nova")
        await follower_env.reach(FollowState.LIVE)
        await asyncio.sleep(1.5)
        assert follower_env.memory_recorder.troubles == set()


async def test_a_slow_writer_is_no_silence(tiktok: TikTok, nova: Creator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_buffer, "MOST_WAITING", 1)
    live, fan = nova.go_live(), tiktok.viewer("fan")
    async with open_follower_env(tiktok, pace=replace(QUICK, silence_seconds=0.5)) as follower_env:
        follower_env.supervisor.connect("dj_nova")
        await follower_env.reach(FollowState.LIVE)
        follower_env.memory_recorder.writing_seconds = 0.4
        for _ in range(5):
            await live.send(live.gift(fan, "Rose"))
        await live.all_acked()
        assert follower_env.memory_recorder.coins() == live.sent_coins
        assert follower_env.memory_recorder.troubles == set()


async def test_a_new_room_within_the_grace_belongs_to_the_same_session(
    follower_env: FollowerEnv, nova: Creator
) -> None:
    first, fan = nova.go_live(), follower_env.tiktok.viewer("fan")
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    await first.send(first.gift(fan, "Rose"))
    await nova.end_live()
    await follower_env.reach(FollowState.RECONNECTING)
    second = nova.go_live()
    await follower_env.until(lambda: follower_env.supervisor.status().room_id == second.room_id, "the new room")
    await follower_env.reach(FollowState.LIVE)
    await second.send(second.gift(fan, "Rose"))
    await follower_env.until(lambda: sum(follower_env.memory_recorder.coins().values()) == 2, "both gifts")
    assert len(follower_env.memory_recorder.sessions) == 1


async def test_the_session_ends_when_the_creator_does_not_come_back(tiktok: TikTok, nova: Creator) -> None:
    nova.go_live()
    async with open_follower_env(
        tiktok, pace=replace(QUICK, grace_seconds=0.5, poll_seconds=60, poll_most_seconds=60)
    ) as follower_env:
        follower_env.supervisor.connect("dj_nova")
        await follower_env.reach(FollowState.LIVE)
        await nova.end_live()
        status = await follower_env.reach(FollowState.ENDED)
        await follower_env.until(
            lambda: follower_env.memory_recorder.closings == [(1, EndReason.LIVE_END)], "the end of the session"
        )
        assert (status.end_reason, status.next_try_at, status.uptime_seconds) == (EndReason.LIVE_END, None, None)
        assert follower_env.memory_recorder.states[-2:] == [FollowState.RECONNECTING, FollowState.ENDED]
        follower_env.supervisor.connect("dj_nova")
        nova.go_live()
        await follower_env.reach(FollowState.LIVE)
        assert len(follower_env.memory_recorder.sessions) == 2


async def test_an_end_that_nobody_announced_is_learned_from_the_page(tiktok: TikTok, nova: Creator) -> None:
    nova.go_live()
    async with open_follower_env(tiktok, pace=replace(QUICK, grace_seconds=0.5)) as follower_env:
        follower_env.supervisor.connect("dj_nova")
        await follower_env.reach(FollowState.LIVE)
        await nova.end_live(event=False, code=1000)
        await follower_env.reach(FollowState.ENDED)
        assert follower_env.memory_recorder.closings == [(1, EndReason.LIVE_END)]


async def test_a_drop_that_lasts_longer_than_the_grace_is_unexpected(tiktok: TikTok, nova: Creator) -> None:
    live = nova.go_live()
    async with open_follower_env(tiktok, pace=replace(QUICK, grace_seconds=0.5)) as follower_env:
        follower_env.supervisor.connect("dj_nova")
        await follower_env.reach(FollowState.LIVE)
        await tiktok.page_door.shut()
        await live.drop()
        await follower_env.reach(FollowState.ENDED)
        assert follower_env.memory_recorder.closings == [(1, EndReason.UNEXPECTED)]
        assert follower_env.memory_recorder.troubles == {TroubleKind.DROPPED, TroubleKind.NO_CONNECTION}


async def test_an_end_that_was_taken_back_does_not_excuse_a_later_drop(tiktok: TikTok, nova: Creator) -> None:
    nova.go_live()
    async with open_follower_env(tiktok, pace=replace(QUICK, grace_seconds=0.8)) as follower_env:
        follower_env.supervisor.connect("dj_nova")
        await follower_env.reach(FollowState.LIVE)
        await nova.end_live()
        await follower_env.reach(FollowState.RECONNECTING)
        second = nova.go_live()
        await follower_env.reach(FollowState.LIVE)
        await tiktok.page_door.shut()
        await second.drop()
        await follower_env.reach(FollowState.ENDED)
        assert follower_env.memory_recorder.closings == [(1, EndReason.UNEXPECTED)]


async def test_connections_that_break_at_once_are_tried_more_and_more_slowly(tiktok: TikTok, nova: Creator) -> None:
    live = nova.go_live()
    async with open_follower_env(tiktok, pace=replace(QUICK, retry_most_seconds=10)) as follower_env:
        follower_env.supervisor.connect("dj_nova")
        for sockets in range(1, 6):
            await live.connected(sockets)
            await follower_env.until(
                lambda: follower_env.memory_recorder.next_tries[-1:] == [None], "the open socket to be noted"
            )
            await live.drop()
        await live.connected(6)
        pauses = follower_env.memory_recorder.pauses
        assert pauses[0] <= QUICK.retry_seconds
        assert pauses[4] > 4 * QUICK.retry_seconds


async def test_a_room_that_has_ended_is_not_entered_again_while_the_pages_lag(
    follower_env: FollowerEnv, nova: Creator
) -> None:
    live = nova.go_live()
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    await live.send(live.control(Control.END))
    await follower_env.meet(TroubleKind.OFFLINE)
    await asyncio.sleep(0.3)
    assert live.sockets_opened == 1


async def test_a_suspended_live_may_come_back_in_its_room(follower_env: FollowerEnv, nova: Creator) -> None:
    live = nova.go_live(history_size=0)
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    await live.send(live.control(Control.SUSPEND))
    await follower_env.meet(TroubleKind.LIVE_OVER)
    await follower_env.reach(FollowState.LIVE)
    assert (live.sockets_opened, len(follower_env.memory_recorder.sessions)) == (2, 1)


async def test_a_live_that_ends_while_connecting_is_waited_for_again(follower_env: FollowerEnv, nova: Creator) -> None:
    live = nova.go_live()
    fault = follower_env.tiktok.faults.delay(Place.PUSH, 0.3)
    follower_env.supervisor.connect("dj_nova")
    await follower_env.until(lambda: fault.met, "the handshake")
    await nova.end_live(code=1000)
    await follower_env.until(
        lambda: {TroubleKind.OFFLINE, TroubleKind.LIVE_OVER} & follower_env.memory_recorder.troubles, "the end"
    )
    assert live.sockets_opened <= 1
    assert follower_env.supervisor.status().state in {FollowState.WAITING, FollowState.RECONNECTING}


async def test_two_connects_at_once_follow_once(follower_env: FollowerEnv, nova: Creator) -> None:
    live = nova.go_live()
    assert follower_env.supervisor.connect("dj_nova") == follower_env.supervisor.connect("@dj_nova")
    with pytest.raises(Refusal, match="follows @dj_nova already"):
        follower_env.supervisor.connect("somebody_else")
    await follower_env.reach(FollowState.LIVE)
    follower_env.supervisor.connect("dj_nova")
    await asyncio.sleep(0.2)
    assert (live.sockets_opened, len(follower_env.memory_recorder.sessions)) == (1, 1)


@pytest.mark.parametrize("typed", ["", "@", "two words", "x" * 200, "навигатор", "https://evil.example/@dj_nova"])
async def test_what_is_no_handle_is_refused_and_nothing_starts(follower_env: FollowerEnv, typed: str) -> None:
    with pytest.raises(Refusal):
        follower_env.supervisor.connect(typed)
    assert follower_env.supervisor.status().state is FollowState.IDLE


async def test_events_come_in_order_and_each_once_after_drops(follower_env: FollowerEnv, nova: Creator) -> None:
    live, fan = nova.go_live(replay_size=5), follower_env.tiktok.viewer("fan")
    follower_env.supervisor.connect("dj_nova")
    for number in range(30):
        await live.connected(1 + number // 10)
        await live.send(live.chat(fan, f"{number}"), live.like(fan))
        if number % 10 == 9:
            await live.drop(1011)
    await follower_env.until(lambda: len(follower_env.memory_recorder.events) == 60, "all events")
    comments = [int(event.text) for event in follower_env.memory_recorder.events if isinstance(event, Comment)]
    assert comments == list(range(30))
    assert sum(isinstance(event, Like) for event in follower_env.memory_recorder.events) == 30


async def test_a_defect_of_the_recorder_stops_it_loudly(
    follower_env: FollowerEnv, nova: Creator, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    live, fan = nova.go_live(), follower_env.tiktok.viewer("fan")

    async def fail(session_id: int, batch: Sequence[LiveEvent]) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(follower_env.memory_recorder, "record", fail)
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    with caplog.at_level(logging.ERROR):
        await live.send(live.gift(fan, "Rose"))
        status = await follower_env.reach(FollowState.ENDED)
        await asyncio.sleep(0.05)
    assert status.end_reason is EndReason.UNEXPECTED
    assert follower_env.memory_recorder.closings == [(1, EndReason.UNEXPECTED)]
    assert "LIVE of @dj_nova stopped by a defect" in caplog.text
    assert live.acks == []
