"""Disconnecting in every state, the end of the process, and the start after it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.following import Room, State, TroubleKind, Unfinished
from domain.live import EndReason
from sandbox.tiktok.creator import Creator
from sandbox.tiktok.log import Place
from sandbox.tiktok.world import TikTok
from tests.tiktok.notebook import QUICK, Desk, now, open_desk

PROMPT_SECONDS = 0.5


async def stop(desk: Desk) -> float:
    began = time.perf_counter()
    await desk.supervisor.disconnect()
    return time.perf_counter() - began


async def test_disconnect_while_waiting_goes_back_to_idle(desk: Desk, nova: Creator) -> None:
    desk.supervisor.connect(nova.handle)
    await desk.meet(TroubleKind.OFFLINE)
    assert await stop(desk) < PROMPT_SECONDS
    assert desk.supervisor.status().state is State.IDLE
    assert desk.notebook.closings == []
    assert desk.notebook.next_tries[-1] is None


async def test_disconnect_right_after_connect_goes_back_to_idle(desk: Desk, nova: Creator) -> None:
    nova.go_live()
    desk.supervisor.connect("dj_nova")
    await desk.supervisor.disconnect()
    assert desk.supervisor.status().state is State.IDLE
    assert desk.notebook.sessions == []


@pytest.mark.parametrize("place", [Place.PAGE, Place.ALIVE, Place.ROOM_INFO, Place.SIGN, Place.PUSH])
async def test_disconnect_in_the_middle_of_connecting_is_prompt(desk: Desk, nova: Creator, place: Place) -> None:
    nova.go_live()
    fault = desk.tiktok.faults.hang(place)
    desk.supervisor.connect("dj_nova")
    await desk.until(lambda: fault.met, f"a request to {place}")
    assert await stop(desk) < PROMPT_SECONDS
    assert desk.supervisor.status().state is State.IDLE
    assert (desk.notebook.sessions, desk.notebook.troubles) == ([], set())


async def test_disconnect_in_the_moment_of_opening_closes_the_session_too(desk: Desk, nova: Creator) -> None:
    live = nova.go_live()
    desk.notebook.writing_seconds = 0.2
    desk.supervisor.connect("dj_nova")
    await live.connected()
    await desk.until(lambda: desk.notebook.diary == ["opening"], "the session to be opened")
    await desk.supervisor.disconnect()
    assert len(desk.notebook.sessions) == 1
    assert desk.notebook.closings == [(1, EndReason.USER_INITIATED)]


async def test_disconnect_while_live_writes_everything_first(desk: Desk, nova: Creator) -> None:
    live, fan = nova.go_live(), desk.tiktok.viewer("fan")
    desk.supervisor.connect("dj_nova")
    await desk.reach(State.LIVE)
    desk.notebook.writing_seconds = 0.05
    for _ in range(5):
        await live.send(live.gift(fan, "Rose"))
    await desk.until(lambda: desk.supervisor.status().counts.get("gift") == 5, "the gifts to be queued")
    await desk.supervisor.disconnect()
    assert desk.notebook.coins() == live.sent_coins
    assert desk.supervisor.status().state is State.ENDED
    assert desk.notebook.closings == [(1, EndReason.USER_INITIATED)]
    assert desk.notebook.troubles == set()


async def test_disconnect_from_a_dead_socket_is_prompt(desk: Desk, nova: Creator) -> None:
    live = nova.go_live()
    desk.supervisor.connect("dj_nova")
    await desk.reach(State.LIVE)
    live.silence()
    assert await stop(desk) < PROMPT_SECONDS + 3 * QUICK.closing_seconds
    assert desk.notebook.closings == [(1, EndReason.USER_INITIATED)]


async def test_disconnect_while_reconnecting_closes_the_session(desk: Desk, nova: Creator) -> None:
    nova.go_live()
    desk.supervisor.connect("dj_nova")
    await desk.reach(State.LIVE)
    await nova.end_live()
    await desk.reach(State.RECONNECTING)
    assert await stop(desk) < PROMPT_SECONDS
    assert desk.supervisor.status().end_reason is EndReason.USER_INITIATED
    await desk.supervisor.disconnect()
    assert desk.notebook.closings == [(1, EndReason.USER_INITIATED)]


async def test_disconnect_without_a_connect_changes_nothing(desk: Desk) -> None:
    assert (await desk.supervisor.disconnect()).state is State.IDLE


async def test_connect_during_a_slow_disconnect_waits_for_it(desk: Desk, nova: Creator) -> None:
    live, fan = nova.go_live(), desk.tiktok.viewer("fan")
    desk.supervisor.connect("dj_nova")
    await desk.reach(State.LIVE)
    desk.notebook.writing_seconds = 0.7
    await live.send(live.gift(fan, "Rose"))
    await desk.until(lambda: desk.supervisor.status().counts.get("gift"), "the gift to be queued")
    stopping = asyncio.create_task(desk.supervisor.disconnect())
    await asyncio.sleep(0.01)
    desk.supervisor.connect("dj_nova")
    await stopping
    await desk.reach(State.LIVE)
    assert desk.notebook.closings == [(1, EndReason.USER_INITIATED)]
    assert desk.supervisor.status().session_id == 2
    assert desk.notebook.diary == ["opening", "closed", "opening"]


async def test_the_end_of_the_process_leaves_the_session_open_for_the_next(desk: Desk, nova: Creator) -> None:
    live, fan = nova.go_live(), desk.tiktok.viewer("fan")
    desk.supervisor.connect("dj_nova")
    await desk.reach(State.LIVE)
    await live.send(live.gift(fan, "Rose"))
    await desk.until(lambda: desk.supervisor.status().counts.get("gift"), "the gift to be queued")
    await desk.supervisor.close()
    assert desk.notebook.coins() == live.sent_coins
    assert desk.notebook.closings == []
    desk.supervisor.resume(Unfinished("dj_nova", 0, 1, live.room_id, now(), now()))
    assert desk.supervisor.status().state is State.RECONNECTING
    await desk.reach(State.LIVE)
    assert (desk.supervisor.status().session_id, len(desk.notebook.sessions)) == (1, 1)


async def test_a_session_older_than_its_grace_is_closed_after_a_restart(desk: Desk, nova: Creator) -> None:
    live = nova.go_live()
    last_event_at = now() - timedelta(seconds=QUICK.grace_seconds + 1)
    desk.notebook.sessions.append(Room(live.room_id, "dj_nova"))
    desk.supervisor.resume(Unfinished("dj_nova", 0, 1, live.room_id, last_event_at, last_event_at))
    await desk.reach(State.ENDED)
    assert desk.notebook.closings == [(1, EndReason.UNEXPECTED)]
    assert desk.tiktok.requests == []


async def test_what_is_left_of_the_grace_counts_from_the_last_event(desk: Desk, nova: Creator) -> None:
    last_event_at = now() - timedelta(seconds=QUICK.grace_seconds - 0.5)
    began = time.perf_counter()
    desk.supervisor.resume(Unfinished("dj_nova", 0, 1, 5, last_event_at, last_event_at))
    await desk.reach(State.ENDED)
    assert 0.3 < time.perf_counter() - began < 2
    assert desk.notebook.closings == [(1, EndReason.LIVE_END)]


async def test_a_last_event_in_the_future_gives_no_more_than_the_grace(tiktok: TikTok, nova: Creator) -> None:
    ahead = now() + timedelta(days=400)
    async with open_desk(tiktok, pace=replace(QUICK, grace_seconds=0.5)) as desk:
        desk.supervisor.resume(Unfinished(nova.handle, 0, 1, 5, ahead, ahead))
        await desk.reach(State.ENDED)


async def test_the_pause_before_the_next_try_survives_a_restart(desk: Desk, nova: Creator) -> None:
    nova.go_live()
    desk.supervisor.resume(Unfinished("dj_nova", next_try_at=now() + timedelta(seconds=0.5)))
    assert desk.supervisor.status().state is State.WAITING
    await asyncio.sleep(0.3)
    assert desk.tiktok.requests == []
    await desk.reach(State.LIVE)
