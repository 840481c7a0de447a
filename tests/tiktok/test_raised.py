"""Everything that can be raised on the way into a LIVE, made to happen by the stand-in, and the bot's answer to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest

from domain.follow import FollowState, TroubleKind
from standins.tiktok.creator import Creator
from standins.tiktok.frame import FetchResult
from standins.tiktok.log import Place
from standins.tiktok.world import TikTok
from tests.tiktok.memory_recorder import QUICK, FollowerEnv, MemoryRecorder, now, open_follower_env, settings_for
from tiktok.library import Library
from tiktok.ports import SENTENCES, LiveSettings
from tiktok.socket import MOST_FRAME_BYTES
from tiktok.supervisor import Supervisor

FOREVER = float("inf")


def captcha_everywhere(tiktok: TikTok) -> None:
    tiktok.faults.captcha(Place.PAGE)
    tiktok.faults.captcha(Place.ROOM_API)


def page_and_api_forbid(tiktok: TikTok) -> None:
    tiktok.faults.answer(Place.PAGE, 403)
    tiktok.faults.answer(Place.ROOM_API, 403, b"{}")


def pages_are_cut(tiktok: TikTok) -> None:
    tiktok.faults.cut(Place.PAGE)
    tiktok.faults.cut(Place.ROOM_API)


# What the stand-in does once, and what the bot calls it; the next try then has to get in by itself.
PASSING: dict[str, tuple[Callable[[TikTok], object], TroubleKind]] = {
    "captcha": (captcha_everywhere, TroubleKind.NO_PROPER_ANSWER),
    "page and API forbidden": (page_and_api_forbid, TroubleKind.NO_PROPER_ANSWER),
    "page and API cut": (pages_are_cut, TroubleKind.NO_CONNECTION),
    "alive empty": (lambda tiktok: tiktok.faults.answer(Place.ALIVE, 200), TroubleKind.NO_PROPER_ANSWER),
    "alive 500": (lambda tiktok: tiktok.faults.answer(Place.ALIVE, 500, b"oops"), TroubleKind.NO_PROPER_ANSWER),
    "alive of no room": (
        lambda tiktok: tiktok.faults.answer(Place.ALIVE, 200, b'{"data": []}'),
        TroubleKind.NO_PROPER_ANSWER,
    ),
    "alive null": (
        lambda tiktok: tiktok.faults.answer(Place.ALIVE, 200, b'{"data": null}'),
        TroubleKind.NO_PROPER_ANSWER,
    ),
    "alive hangs": (lambda tiktok: tiktok.faults.hang(Place.ALIVE), TroubleKind.NO_CONNECTION),
    "alive cut": (lambda tiktok: tiktok.faults.cut(Place.ALIVE, reset=False), TroubleKind.NO_CONNECTION),
    "sign 429": (lambda tiktok: tiktok.sign.refuse(reset_seconds=1), TroubleKind.SIGN_LIMIT),
    "sign 429 without headers": (lambda tiktok: tiktok.sign.refuse(headers=False), TroubleKind.SIGN_LIMIT),
    "sign 500": (lambda tiktok: tiktok.faults.answer(Place.SIGN, 500, b"{}"), TroubleKind.SIGN_FAILED),
    "sign junk": (lambda tiktok: tiktok.faults.answer(Place.SIGN, 200, b"\xff\xff junk"), TroubleKind.SIGN_FAILED),
    "sign cut": (lambda tiktok: tiktok.faults.cut(Place.SIGN), TroubleKind.SIGN_FAILED),
    "sign hangs": (lambda tiktok: tiktok.faults.hang(Place.SIGN), TroubleKind.SIGN_FAILED),
    "sign empty": (lambda tiktok: tiktok.sign.leave_out("everything"), TroubleKind.SIGN_FAILED),
    "no cookies": (lambda tiktok: tiktok.sign.leave_out("cookies"), TroubleKind.SIGN_FAILED),
    "no cursor": (lambda tiktok: tiktok.sign.leave_out("cursor"), TroubleKind.BLOCKED),
    "no push server": (lambda tiktok: tiktok.sign.leave_out("push_server"), TroubleKind.BLOCKED),
    "no route": (lambda tiktok: tiktok.sign.leave_out("route_params"), TroubleKind.BLOCKED),
    "blocked 200": (lambda tiktok: tiktok.faults.block(status=200), TroubleKind.BLOCKED),
    "blocked 400": (lambda tiktok: tiktok.faults.block(status=400), TroubleKind.BLOCKED),
    "handshake 503": (lambda tiktok: tiktok.faults.answer(Place.PUSH, 503), TroubleKind.NO_CONNECTION),
    "handshake reset": (lambda tiktok: tiktok.faults.cut(Place.PUSH), TroubleKind.NO_CONNECTION),
    "handshake cut": (lambda tiktok: tiktok.faults.cut(Place.PUSH, reset=False), TroubleKind.NO_CONNECTION),
    "handshake hangs": (lambda tiktok: tiktok.faults.hang(Place.PUSH), TroubleKind.NO_CONNECTION),
}


@pytest.mark.parametrize(("misbehave", "kind"), PASSING.values(), ids=PASSING.keys())
async def test_what_passes_is_told_in_one_sentence_and_then_the_bot_gets_in(
    follower_env: FollowerEnv, nova: Creator, misbehave: Callable[[TikTok], object], kind: TroubleKind
) -> None:
    nova.go_live()
    misbehave(follower_env.tiktok)
    follower_env.supervisor.connect("dj_nova")
    told = await follower_env.meet(kind)
    assert told.problem == SENTENCES[kind]
    assert told.state is FollowState.WAITING
    assert told.next_try_at is not None
    await follower_env.reach(FollowState.LIVE)
    assert follower_env.memory_recorder.troubles == {kind}


async def test_a_captcha_on_the_page_alone_is_made_up_for_by_the_api(follower_env: FollowerEnv, nova: Creator) -> None:
    nova.go_live()
    follower_env.tiktok.faults.captcha(Place.PAGE)
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    assert follower_env.memory_recorder.troubles == set()


@pytest.mark.parametrize("door", ["page_door", "webcast_door", "sign_door", "push_door"])
async def test_a_door_that_is_shut_is_told_and_tried_again(follower_env: FollowerEnv, nova: Creator, door: str) -> None:
    nova.go_live()
    shut = getattr(follower_env.tiktok, door)
    await shut.shut()
    follower_env.supervisor.connect("dj_nova")
    await follower_env.meet(TroubleKind.SIGN_FAILED if door == "sign_door" else TroubleKind.NO_CONNECTION)
    await shut.open()
    await follower_env.reach(FollowState.LIVE)


async def test_a_creator_whom_tiktok_does_not_know_ends_the_search(follower_env: FollowerEnv) -> None:
    follower_env.supervisor.connect("nobody_at_all")
    status = await follower_env.meet(TroubleKind.UNKNOWN_CREATOR)
    await asyncio.sleep(0.05)
    assert (status.state, status.next_try_at) == (FollowState.IDLE, None)
    assert status.problem == SENTENCES[TroubleKind.UNKNOWN_CREATOR]
    asked = len(follower_env.tiktok.requests)
    await asyncio.sleep(0.3)
    assert len(follower_env.tiktok.requests) == asked
    follower_env.tiktok.creator("nobody_at_all").go_live()
    follower_env.supervisor.connect("nobody_at_all")
    await follower_env.reach(FollowState.LIVE)


async def test_a_creator_who_was_never_live_is_waited_for(follower_env: FollowerEnv, nova: Creator) -> None:
    follower_env.tiktok.faults.captcha(Place.PAGE, times=FOREVER)  # the API then gives an empty room id
    follower_env.supervisor.connect(nova.handle)
    assert (await follower_env.meet(TroubleKind.OFFLINE)).state is FollowState.WAITING


async def test_an_age_restricted_live_is_told_and_the_next_one_is_waited_for(
    follower_env: FollowerEnv, nova: Creator
) -> None:
    nova.go_live(age_restricted=True)
    follower_env.supervisor.connect("dj_nova")
    assert (await follower_env.meet(TroubleKind.AGE_RESTRICTED)).problem == SENTENCES[TroubleKind.AGE_RESTRICTED]
    assert follower_env.tiktok.requests_to(Place.SIGN) == []
    nova.go_live()
    await follower_env.reach(FollowState.LIVE)


async def test_a_missing_room_info_stops_nothing(follower_env: FollowerEnv, nova: Creator) -> None:
    live, fan, guest = nova.go_live(), follower_env.tiktok.viewer("fan"), follower_env.tiktok.viewer("guest")
    follower_env.tiktok.faults.answer(Place.ROOM_INFO, 500)
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    await live.send(live.gift(fan, "Rose"), live.gift(fan, "Rose", to=guest))
    await live.all_acked()
    assert follower_env.memory_recorder.coins() == live.sent_coins


@pytest.mark.parametrize("key", ["a-wrong-key", ""])
async def test_a_sign_key_that_is_wrong_or_needed_and_missing_ends_the_search(
    tiktok: TikTok, nova: Creator, key: str
) -> None:
    nova.go_live()
    tiktok.sign.anonymous = False
    memory_recorder = MemoryRecorder()
    settings = LiveSettings(key or None, tiktok.sign_url, tiktok.url, tiktok.webcast_url, QUICK)
    supervisor = Supervisor(Library(settings, now).gateway, memory_recorder, now, QUICK)
    supervisor.connect("dj_nova")
    follower_env = FollowerEnv(tiktok, supervisor, memory_recorder)
    status = await follower_env.meet(TroubleKind.SIGN_KEY)
    assert (status.state, status.problem) == (FollowState.IDLE, SENTENCES[TroubleKind.SIGN_KEY])
    await supervisor.close()


async def test_without_a_key_the_sign_server_is_asked_anonymously(tiktok: TikTok, nova: Creator) -> None:
    nova.go_live()
    memory_recorder = MemoryRecorder()
    settings = LiveSettings(None, tiktok.sign_url, tiktok.url, tiktok.webcast_url, QUICK)
    supervisor = Supervisor(Library(settings, now).gateway, memory_recorder, now, QUICK)
    supervisor.connect("dj_nova")
    await FollowerEnv(tiktok, supervisor, memory_recorder).reach(FollowState.LIVE)
    assert [request.api_key for request in tiktok.requests_to(Place.SIGN)] == [None]
    await supervisor.close()


async def test_the_sign_servers_reset_is_obeyed_by_all_servers_and_kept_for_a_restart(
    tiktok: TikTok, nova: Creator
) -> None:
    nova.go_live()
    tiktok.sign.refuse(reset_seconds=600)
    library = Library(settings_for(tiktok), now)
    first, second = MemoryRecorder(), MemoryRecorder()
    supervisors = [Supervisor(library.gateway, memory_recorder, now, QUICK) for memory_recorder in (first, second)]
    supervisors[0].connect("dj_nova")
    await FollowerEnv(tiktok, supervisors[0], first).meet(TroubleKind.SIGN_LIMIT)
    supervisors[1].connect("dj_nova")
    told = await FollowerEnv(tiktok, supervisors[1], second).meet(TroubleKind.SIGN_LIMIT)
    assert len(tiktok.requests_to(Place.SIGN)) == 1
    assert told.next_try_at is not None
    assert told.next_try_at > now() + timedelta(seconds=595)
    assert first.next_tries[-1] is not None
    assert first.next_tries[-1] > now() + timedelta(seconds=595)
    for supervisor in supervisors:
        await supervisor.close()


# --- while the socket is open ----------------------------------------------------------------------------------------


async def test_a_broken_frame_does_not_end_the_connection(follower_env: FollowerEnv, nova: Creator) -> None:
    live, fan = nova.go_live(), follower_env.tiktok.viewer("fan")
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    good = live.frame(live.chat(fan, "lost")).packed
    await live.send_raw(good[:-30])
    await live.send_raw(b"\x00not a frame at all")
    await live.send_raw(good.replace(b"\x1f\x8b\x08", b"\x1f\x8b\x00"))
    await live.send(live.gift(fan, "Rose"))
    await live.all_acked()
    assert follower_env.memory_recorder.coins() == live.sent_coins
    assert (follower_env.supervisor.status().unreadable, live.sockets_opened) == (3, 1)


async def test_a_frame_of_more_than_a_mebibyte_is_read(follower_env: FollowerEnv, nova: Creator) -> None:
    live, fan = nova.go_live(), follower_env.tiktok.viewer("fan")
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    big = live.gift(fan, "Rose").but([16], "x" * 2 * 2**20)
    await live.send_raw(live.frame(big).plain)
    await follower_env.until(follower_env.memory_recorder.coins, "the big gift")
    assert live.sockets_opened == 1


async def test_a_frame_that_is_far_too_big_is_a_drop(follower_env: FollowerEnv, nova: Creator) -> None:
    live = nova.go_live()
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    with suppress(ConnectionError):  # the bot hangs up before all of it is sent
        await live.send_raw(bytes(MOST_FRAME_BYTES + 1))
    await follower_env.meet(TroubleKind.DROPPED)
    await follower_env.reach(FollowState.LIVE)


async def test_an_empty_frame_and_one_without_ack_are_fine(follower_env: FollowerEnv, nova: Creator) -> None:
    live, fan = nova.go_live(), follower_env.tiktok.viewer("fan")
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    assert FetchResult([]).encoded
    await live.send()
    await live.send(live.gift(fan, "Rose"), need_ack=False)
    await follower_env.until(follower_env.memory_recorder.coins, "the gift")
    await live.all_acked()
    assert len(live.acks) == 1


def test_every_trouble_has_its_sentence() -> None:
    assert SENTENCES.keys() == set(TroubleKind)
    assert all(sentence.endswith(".") and len(sentence) < 120 for sentence in SENTENCES.values())


async def test_one_desk_can_follow_many_creators_one_after_the_other(tiktok: TikTok) -> None:
    async with open_follower_env(tiktok) as follower_env:
        for handle in ("first_one", "second_one"):
            tiktok.creator(handle).go_live()
            follower_env.supervisor.connect(handle)
            assert (await follower_env.reach(FollowState.LIVE)).creator == handle
            await follower_env.supervisor.disconnect()
    assert len(follower_env.memory_recorder.closings) == 2
