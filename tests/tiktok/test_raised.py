"""Everything that can be raised on the way into a LIVE, made to happen by the stand-in, and the bot's answer to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest

from domain.following import State, TroubleKind
from sandbox.tiktok.creator import Creator
from sandbox.tiktok.frame import FetchResult
from sandbox.tiktok.log import Place
from sandbox.tiktok.world import TikTok
from tests.tiktok.notebook import QUICK, Desk, Notebook, now, open_desk, settings_for
from tiktok.library import Library
from tiktok.ports import LiveSettings
from tiktok.socket import MOST_FRAME_BYTES
from tiktok.supervisor import Supervisor
from tiktok.troubles import SENTENCES

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
    desk: Desk, nova: Creator, misbehave: Callable[[TikTok], object], kind: TroubleKind
) -> None:
    nova.go_live()
    misbehave(desk.tiktok)
    desk.supervisor.connect("dj_nova")
    told = await desk.meet(kind)
    assert told.problem == SENTENCES[kind]
    assert told.state is State.WAITING
    assert told.next_try_at is not None
    await desk.reach(State.LIVE)
    assert desk.notebook.troubles == {kind}


async def test_a_captcha_on_the_page_alone_is_made_up_for_by_the_api(desk: Desk, nova: Creator) -> None:
    nova.go_live()
    desk.tiktok.faults.captcha(Place.PAGE)
    desk.supervisor.connect("dj_nova")
    await desk.reach(State.LIVE)
    assert desk.notebook.troubles == set()


@pytest.mark.parametrize("door", ["page_door", "webcast_door", "sign_door", "push_door"])
async def test_a_door_that_is_shut_is_told_and_tried_again(desk: Desk, nova: Creator, door: str) -> None:
    nova.go_live()
    shut = getattr(desk.tiktok, door)
    await shut.shut()
    desk.supervisor.connect("dj_nova")
    await desk.meet(TroubleKind.SIGN_FAILED if door == "sign_door" else TroubleKind.NO_CONNECTION)
    await shut.open()
    await desk.reach(State.LIVE)


async def test_a_creator_whom_tiktok_does_not_know_ends_the_search(desk: Desk) -> None:
    desk.supervisor.connect("nobody_at_all")
    status = await desk.meet(TroubleKind.UNKNOWN_CREATOR)
    await asyncio.sleep(0.05)
    assert (status.state, status.next_try_at) == (State.IDLE, None)
    assert status.problem == SENTENCES[TroubleKind.UNKNOWN_CREATOR]
    asked = len(desk.tiktok.requests)
    await asyncio.sleep(0.3)
    assert len(desk.tiktok.requests) == asked
    desk.tiktok.creator("nobody_at_all").go_live()
    desk.supervisor.connect("nobody_at_all")
    await desk.reach(State.LIVE)


async def test_a_creator_who_was_never_live_is_waited_for(desk: Desk, nova: Creator) -> None:
    desk.tiktok.faults.captcha(Place.PAGE, times=FOREVER)  # the API then gives an empty room id
    desk.supervisor.connect(nova.handle)
    assert (await desk.meet(TroubleKind.OFFLINE)).state is State.WAITING


async def test_an_age_restricted_live_is_told_and_the_next_one_is_waited_for(desk: Desk, nova: Creator) -> None:
    nova.go_live(age_restricted=True)
    desk.supervisor.connect("dj_nova")
    assert (await desk.meet(TroubleKind.AGE_RESTRICTED)).problem == SENTENCES[TroubleKind.AGE_RESTRICTED]
    assert desk.tiktok.requests_to(Place.SIGN) == []
    nova.go_live()
    await desk.reach(State.LIVE)


async def test_a_missing_room_info_stops_nothing(desk: Desk, nova: Creator) -> None:
    live, fan, guest = nova.go_live(), desk.tiktok.viewer("fan"), desk.tiktok.viewer("guest")
    desk.tiktok.faults.answer(Place.ROOM_INFO, 500)
    desk.supervisor.connect("dj_nova")
    await desk.reach(State.LIVE)
    await live.send(live.gift(fan, "Rose"), live.gift(fan, "Rose", to=guest))
    await live.all_acked()
    assert desk.notebook.coins() == live.sent_coins


@pytest.mark.parametrize("key", ["a-wrong-key", ""])
async def test_a_sign_key_that_is_wrong_or_needed_and_missing_ends_the_search(
    tiktok: TikTok, nova: Creator, key: str
) -> None:
    nova.go_live()
    tiktok.sign.anonymous = False
    notebook = Notebook()
    settings = LiveSettings(key or None, tiktok.sign_url, tiktok.url, tiktok.webcast_url, QUICK)
    supervisor = Supervisor(Library(settings, now).gateway, notebook, now, QUICK)
    supervisor.connect("dj_nova")
    desk = Desk(tiktok, supervisor, notebook)
    status = await desk.meet(TroubleKind.SIGN_KEY)
    assert (status.state, status.problem) == (State.IDLE, SENTENCES[TroubleKind.SIGN_KEY])
    await supervisor.close()


async def test_without_a_key_the_sign_server_is_asked_anonymously(tiktok: TikTok, nova: Creator) -> None:
    nova.go_live()
    notebook = Notebook()
    settings = LiveSettings(None, tiktok.sign_url, tiktok.url, tiktok.webcast_url, QUICK)
    supervisor = Supervisor(Library(settings, now).gateway, notebook, now, QUICK)
    supervisor.connect("dj_nova")
    await Desk(tiktok, supervisor, notebook).reach(State.LIVE)
    assert [request.api_key for request in tiktok.requests_to(Place.SIGN)] == [None]
    await supervisor.close()


async def test_the_sign_servers_reset_is_obeyed_by_all_servers_and_kept_for_a_restart(
    tiktok: TikTok, nova: Creator
) -> None:
    nova.go_live()
    tiktok.sign.refuse(reset_seconds=600)
    library = Library(settings_for(tiktok), now)
    first, second = Notebook(), Notebook()
    supervisors = [Supervisor(library.gateway, notebook, now, QUICK) for notebook in (first, second)]
    supervisors[0].connect("dj_nova")
    await Desk(tiktok, supervisors[0], first).meet(TroubleKind.SIGN_LIMIT)
    supervisors[1].connect("dj_nova")
    told = await Desk(tiktok, supervisors[1], second).meet(TroubleKind.SIGN_LIMIT)
    assert len(tiktok.requests_to(Place.SIGN)) == 1
    assert told.next_try_at is not None
    assert told.next_try_at > now() + timedelta(seconds=595)
    assert first.next_tries[-1] is not None
    assert first.next_tries[-1] > now() + timedelta(seconds=595)
    for supervisor in supervisors:
        await supervisor.close()


# --- while the socket is open ----------------------------------------------------------------------------------------


async def test_a_broken_frame_does_not_end_the_connection(desk: Desk, nova: Creator) -> None:
    live, fan = nova.go_live(), desk.tiktok.viewer("fan")
    desk.supervisor.connect("dj_nova")
    await desk.reach(State.LIVE)
    good = live.frame(live.chat(fan, "lost")).packed
    await live.send_raw(good[:-30])
    await live.send_raw(b"\x00not a frame at all")
    await live.send_raw(good.replace(b"\x1f\x8b\x08", b"\x1f\x8b\x00"))
    await live.send(live.gift(fan, "Rose"))
    await live.all_acked()
    assert desk.notebook.coins() == live.sent_coins
    assert (desk.supervisor.status().unreadable, live.sockets_opened) == (3, 1)


async def test_a_frame_of_more_than_a_mebibyte_is_read(desk: Desk, nova: Creator) -> None:
    live, fan = nova.go_live(), desk.tiktok.viewer("fan")
    desk.supervisor.connect("dj_nova")
    await desk.reach(State.LIVE)
    big = live.gift(fan, "Rose").but([16], "x" * 2 * 2**20)
    await live.send_raw(live.frame(big).plain)
    await desk.until(desk.notebook.coins, "the big gift")
    assert live.sockets_opened == 1


async def test_a_frame_that_is_far_too_big_is_a_drop(desk: Desk, nova: Creator) -> None:
    live = nova.go_live()
    desk.supervisor.connect("dj_nova")
    await desk.reach(State.LIVE)
    with suppress(ConnectionError):  # the bot hangs up before all of it is sent
        await live.send_raw(bytes(MOST_FRAME_BYTES + 1))
    await desk.meet(TroubleKind.DROPPED)
    await desk.reach(State.LIVE)


async def test_an_empty_frame_and_one_without_ack_are_fine(desk: Desk, nova: Creator) -> None:
    live, fan = nova.go_live(), desk.tiktok.viewer("fan")
    desk.supervisor.connect("dj_nova")
    await desk.reach(State.LIVE)
    assert FetchResult([]).encoded
    await live.send()
    await live.send(live.gift(fan, "Rose"), need_ack=False)
    await desk.until(desk.notebook.coins, "the gift")
    await live.all_acked()
    assert len(live.acks) == 1


def test_every_trouble_has_its_sentence() -> None:
    assert SENTENCES.keys() == set(TroubleKind)
    assert all(sentence.endswith(".") and len(sentence) < 120 for sentence in SENTENCES.values())


async def test_one_desk_can_follow_many_creators_one_after_the_other(tiktok: TikTok) -> None:
    async with open_desk(tiktok) as desk:
        for handle in ("first_one", "second_one"):
            tiktok.creator(handle).go_live()
            desk.supervisor.connect(handle)
            assert (await desk.reach(State.LIVE)).creator == handle
            await desk.supervisor.disconnect()
    assert len(desk.notebook.closings) == 2
