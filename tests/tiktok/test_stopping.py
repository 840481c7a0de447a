"""Disconnecting in every state, the end of the process, and the start after it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.follow import FollowState, Room, TroubleKind, Unfinished
from domain.live_events import EndReason
from standins.tiktok.creator import Creator
from standins.tiktok.log import Place
from standins.tiktok.world import TikTok
from tests.tiktok.memory_recorder import QUICK, FollowerEnv, now, open_follower_env

PROMPT_SECONDS = 0.5


async def stop(follower_env: FollowerEnv) -> float:
    began = time.perf_counter()
    await follower_env.supervisor.disconnect()
    return time.perf_counter() - began


async def test_disconnect_while_waiting_goes_back_to_idle(follower_env: FollowerEnv, nova: Creator) -> None:
    follower_env.supervisor.connect(nova.handle)
    await follower_env.meet(TroubleKind.OFFLINE)
    assert await stop(follower_env) < PROMPT_SECONDS
    assert follower_env.supervisor.status().state is FollowState.IDLE
    assert follower_env.memory_recorder.closings == []
    assert follower_env.memory_recorder.next_tries[-1] is None


async def test_disconnect_right_after_connect_goes_back_to_idle(follower_env: FollowerEnv, nova: Creator) -> None:
    nova.go_live()
    follower_env.supervisor.connect("dj_nova")
    await follower_env.supervisor.disconnect()
    assert follower_env.supervisor.status().state is FollowState.IDLE
    assert follower_env.memory_recorder.sessions == []


@pytest.mark.parametrize("place", [Place.PAGE, Place.ALIVE, Place.ROOM_INFO, Place.SIGN, Place.PUSH])
async def test_disconnect_in_the_middle_of_connecting_is_prompt(
    follower_env: FollowerEnv, nova: Creator, place: Place
) -> None:
    nova.go_live()
    fault = follower_env.tiktok.faults.hang(place)
    follower_env.supervisor.connect("dj_nova")
    await follower_env.until(lambda: fault.met, f"a request to {place}")
    assert await stop(follower_env) < PROMPT_SECONDS
    assert follower_env.supervisor.status().state is FollowState.IDLE
    assert (follower_env.memory_recorder.sessions, follower_env.memory_recorder.troubles) == ([], set())


async def test_disconnect_in_the_moment_of_opening_closes_the_session_too(
    follower_env: FollowerEnv, nova: Creator
) -> None:
    live = nova.go_live()
    follower_env.memory_recorder.writing_seconds = 0.2
    follower_env.supervisor.connect("dj_nova")
    await live.connected()
    await follower_env.until(lambda: follower_env.memory_recorder.diary == ["opening"], "the session to be opened")
    await follower_env.supervisor.disconnect()
    assert len(follower_env.memory_recorder.sessions) == 1
    assert follower_env.memory_recorder.closings == [(1, EndReason.USER_INITIATED)]


async def test_disconnect_while_live_writes_everything_first(follower_env: FollowerEnv, nova: Creator) -> None:
    live, fan = nova.go_live(), follower_env.tiktok.viewer("fan")
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    follower_env.memory_recorder.writing_seconds = 0.05
    for _ in range(5):
        await live.send(live.gift(fan, "Rose"))
    await follower_env.until(lambda: follower_env.supervisor.status().counts.get("gift") == 5, "the gifts to be queued")
    await follower_env.supervisor.disconnect()
    assert follower_env.memory_recorder.coins() == live.sent_coins
    assert follower_env.supervisor.status().state is FollowState.ENDED
    assert follower_env.memory_recorder.closings == [(1, EndReason.USER_INITIATED)]
    assert follower_env.memory_recorder.troubles == set()


async def test_disconnect_from_a_dead_socket_is_prompt(follower_env: FollowerEnv, nova: Creator) -> None:
    live = nova.go_live()
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    live.silence()
    assert await stop(follower_env) < PROMPT_SECONDS + 3 * QUICK.closing_seconds
    assert follower_env.memory_recorder.closings == [(1, EndReason.USER_INITIATED)]


async def test_disconnect_while_reconnecting_closes_the_session(follower_env: FollowerEnv, nova: Creator) -> None:
    nova.go_live()
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    await nova.end_live()
    await follower_env.reach(FollowState.RECONNECTING)
    assert await stop(follower_env) < PROMPT_SECONDS
    assert follower_env.supervisor.status().end_reason is EndReason.USER_INITIATED
    await follower_env.supervisor.disconnect()
    assert follower_env.memory_recorder.closings == [(1, EndReason.USER_INITIATED)]


async def test_disconnect_without_a_connect_changes_nothing(follower_env: FollowerEnv) -> None:
    assert (await follower_env.supervisor.disconnect()).state is FollowState.IDLE


async def test_connect_during_a_slow_disconnect_waits_for_it(follower_env: FollowerEnv, nova: Creator) -> None:
    live, fan = nova.go_live(), follower_env.tiktok.viewer("fan")
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    follower_env.memory_recorder.writing_seconds = 0.7
    await live.send(live.gift(fan, "Rose"))
    await follower_env.until(lambda: follower_env.supervisor.status().counts.get("gift"), "the gift to be queued")
    stopping = asyncio.create_task(follower_env.supervisor.disconnect())
    await asyncio.sleep(0.01)
    follower_env.supervisor.connect("dj_nova")
    await stopping
    await follower_env.reach(FollowState.LIVE)
    assert follower_env.memory_recorder.closings == [(1, EndReason.USER_INITIATED)]
    assert follower_env.supervisor.status().session_id == 2
    assert follower_env.memory_recorder.diary == ["opening", "closed", "opening"]


async def test_the_end_of_the_process_leaves_the_session_open_for_the_next(
    follower_env: FollowerEnv, nova: Creator
) -> None:
    live, fan = nova.go_live(), follower_env.tiktok.viewer("fan")
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    await live.send(live.gift(fan, "Rose"))
    await follower_env.until(lambda: follower_env.supervisor.status().counts.get("gift"), "the gift to be queued")
    await follower_env.supervisor.close()
    assert follower_env.memory_recorder.coins() == live.sent_coins
    assert follower_env.memory_recorder.closings == []
    follower_env.supervisor.resume(Unfinished("dj_nova", 0, 1, live.room_id, now(), now()))
    assert follower_env.supervisor.status().state is FollowState.RECONNECTING
    await follower_env.reach(FollowState.LIVE)
    assert (follower_env.supervisor.status().session_id, len(follower_env.memory_recorder.sessions)) == (1, 1)


async def test_a_session_older_than_its_grace_is_closed_after_a_restart(
    follower_env: FollowerEnv, nova: Creator
) -> None:
    live = nova.go_live()
    last_event_at = now() - timedelta(seconds=QUICK.grace_seconds + 1)
    follower_env.memory_recorder.sessions.append(Room(live.room_id, "dj_nova"))
    follower_env.supervisor.resume(Unfinished("dj_nova", 0, 1, live.room_id, last_event_at, last_event_at))
    await follower_env.reach(FollowState.ENDED)
    assert follower_env.memory_recorder.closings == [(1, EndReason.UNEXPECTED)]
    assert follower_env.tiktok.requests == []


async def test_what_is_left_of_the_grace_counts_from_the_last_event(follower_env: FollowerEnv, nova: Creator) -> None:
    last_event_at = now() - timedelta(seconds=QUICK.grace_seconds - 0.5)
    began = time.perf_counter()
    follower_env.supervisor.resume(Unfinished("dj_nova", 0, 1, 5, last_event_at, last_event_at))
    await follower_env.reach(FollowState.ENDED)
    assert 0.3 < time.perf_counter() - began < 2
    assert follower_env.memory_recorder.closings == [(1, EndReason.LIVE_END)]


async def test_a_last_event_in_the_future_gives_no_more_than_the_grace(tiktok: TikTok, nova: Creator) -> None:
    ahead = now() + timedelta(days=400)
    async with open_follower_env(tiktok, pace=replace(QUICK, grace_seconds=0.5)) as follower_env:
        follower_env.supervisor.resume(Unfinished(nova.handle, 0, 1, 5, ahead, ahead))
        await follower_env.reach(FollowState.ENDED)


async def test_the_pause_before_the_next_try_survives_a_restart(follower_env: FollowerEnv, nova: Creator) -> None:
    nova.go_live()
    follower_env.supervisor.resume(Unfinished("dj_nova", next_try_at=now() + timedelta(seconds=0.5)))
    assert follower_env.supervisor.status().state is FollowState.WAITING
    await asyncio.sleep(0.3)
    assert follower_env.tiktok.requests == []
    await follower_env.reach(FollowState.LIVE)
