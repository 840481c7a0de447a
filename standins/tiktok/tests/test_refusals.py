"""Everything that can stand in the way of a connection, and what the unmodified library makes of it."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from json import JSONDecodeError

import httpx
import pytest
from TikTokLive.client.errors import (
    AgeRestrictedError,
    InitialCursorMissingError,
    SignAPIError,
    SignatureRateLimitError,
    UserNotFoundError,
    UserOfflineError,
    WebcastBlockedError,
    WebsocketURLMissingError,
)
from TikTokLive.client.web.routes.fetch_is_live import MissingRoomIdInResponse
from TikTokLive.client.web.routes.fetch_room_id_live_html import FailedParseRoomIdError
from websockets.legacy.exceptions import InvalidStatusCode

from standins.tiktok import Creator, Live, Place, TikTok, Viewer
from standins.tiktok.tests.conftest import Listen

Plan = Callable[[TikTok], object]


def captcha_everywhere(tiktok: TikTok) -> None:
    tiktok.faults.captcha(Place.PAGE)
    tiktok.faults.captcha(Place.ROOM_API)


def forbidden_everywhere(tiktok: TikTok) -> None:
    tiktok.faults.answer(Place.PAGE, 403)
    tiktok.faults.answer(Place.ROOM_API, 403, b'{"statusCode": 10000}')


def page_forbidden_and_api_without_a_room(tiktok: TikTok) -> None:
    tiktok.faults.answer(Place.PAGE, 403)
    tiktok.faults.answer(Place.ROOM_API, 200, b'{"message": "", "data": {"user": {}}}')


REFUSALS: list[tuple[str, Plan, type[BaseException]]] = [
    ("a captcha on page and API", captcha_everywhere, JSONDecodeError),
    ("403 on page and API", forbidden_everywhere, KeyError),
    ("an API without a room", page_forbidden_and_api_without_a_room, FailedParseRoomIdError),
    (
        "an alive check without entries",
        lambda t: t.faults.answer(Place.ALIVE, 200, b'{"data": []}'),
        MissingRoomIdInResponse,
    ),
    ("an alive check with 500", lambda t: t.faults.answer(Place.ALIVE, 500), MissingRoomIdInResponse),
    ("an alive check that loses its line", lambda t: t.faults.cut(Place.ALIVE), MissingRoomIdInResponse),
    ("429 with headers", lambda t: t.sign.refuse(), SignatureRateLimitError),
    ("429 without headers", lambda t: t.sign.refuse(headers=False), TypeError),
    ("a sign server with 500", lambda t: t.faults.answer(Place.SIGN, 500, b"oops"), SignAPIError),
    ("a sign answer that is empty", lambda t: t.sign.leave_out("everything"), SignAPIError),
    ("a sign answer without cookies", lambda t: t.sign.leave_out("cookies"), SignAPIError),
    ("a sign server that loses its line", lambda t: t.faults.cut(Place.SIGN), httpx.ReadError),
    ("a wrong key", lambda t: setattr(t.sign, "key", "another"), SignAPIError),
    ("no cursor", lambda t: t.sign.leave_out("cursor"), InitialCursorMissingError),
    ("no push server", lambda t: t.sign.leave_out("push_server"), WebsocketURLMissingError),
    ("no route parameters", lambda t: t.sign.leave_out("route_params"), WebsocketURLMissingError),
    ("a handshake blocked with 200", lambda t: t.faults.block(), WebcastBlockedError),
    ("a handshake blocked with 400", lambda t: t.faults.block(status=400), WebcastBlockedError),
    ("a handshake refused with 403", lambda t: t.faults.answer(Place.PUSH, 403), InvalidStatusCode),
]


@pytest.mark.parametrize(("plan", "error"), [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS])
async def test_the_library_raises_what_the_facts_say(
    tiktok: TikTok, live: Live, listen: Listen, plan: Plan, error: type[BaseException]
) -> None:
    listener = listen()
    plan(tiktok)
    with pytest.raises(error) as raised:
        await listener.listen()
    assert type(raised.value) is error

    tiktok.faults.clear()
    tiktok.sign.key = "sandbox-sign-key"
    await listener.listen()
    assert live.sockets_opened == 1


@pytest.mark.parametrize(("body", "error"), [(b"\x0f\x01", ValueError), (b"\x0a\xff\xff\xff", EOFError)])
async def test_a_sign_answer_that_is_no_protobuf_is_a_bare_error(
    tiktok: TikTok, live: Live, listen: Listen, body: bytes, error: type[Exception]
) -> None:
    tiktok.faults.answer(Place.SIGN, 200, body, headers={"X-Set-TT-Cookie": "ttwid=1"})
    with pytest.raises(error):
        await listen().listen()


async def test_a_captcha_on_the_page_alone_is_passed_by_the_room_api(
    tiktok: TikTok, live: Live, listen: Listen
) -> None:
    tiktok.faults.captcha(Place.PAGE)
    await listen().listen()
    assert live.sockets_opened == 1
    assert len(tiktok.requests_to(Place.ROOM_API)) == 1


async def test_an_offline_creator_costs_one_page_and_no_signature(
    tiktok: TikTok, host: Creator, listen: Listen
) -> None:
    with pytest.raises(UserOfflineError):
        await listen().listen()
    assert [request.place for request in tiktok.requests] == [Place.PAGE]


@pytest.mark.parametrize("exists", [True, False])
async def test_who_cannot_go_live_is_not_found(tiktok: TikTok, listen: Listen, *, exists: bool) -> None:
    if exists:
        tiktok.creator("nobody", may_go_live=False)
    with pytest.raises(UserNotFoundError):
        await listen("nobody").listen()


async def test_a_room_that_ends_while_connecting_is_offline_at_the_alive_check(
    tiktok: TikTok, host: Creator, live: Live, listen: Listen
) -> None:
    tiktok.faults.delay(Place.ALIVE, 0.1)
    connecting = asyncio.create_task(listen().listen())
    await live.until(lambda: tiktok.requests_to(Place.ALIVE), "the alive check")
    await host.end_live()
    with pytest.raises(UserOfflineError):
        await connecting


async def test_an_age_restricted_live_shows_no_room_info_but_can_be_heard(host: Creator, listen: Listen) -> None:
    live = host.go_live(age_restricted=True)
    with pytest.raises(AgeRestrictedError):
        await listen().listen(fetch_room_info=True)
    await listen().listen()
    assert live.sockets_opened == 1


async def test_doors_that_are_shut_refuse_connections_until_they_are_opened(
    tiktok: TikTok, live: Live, listen: Listen
) -> None:
    expected = [(tiktok.page_door, httpx.ConnectError), (tiktok.sign_door, SignAPIError), (tiktok.push_door, OSError)]
    listener = listen()
    for door, error in expected:
        await door.shut()
        with pytest.raises(error):
            await listener.listen()
        await door.open()
    await listener.listen()
    assert live.sockets_opened == 1


@pytest.mark.parametrize("place", [Place.SIGN, Place.PAGE])
async def test_a_hang_lasts_as_long_as_the_client_lets_it(
    tiktok: TikTok, live: Live, listen: Listen, place: Place
) -> None:
    tiktok.faults.hang(place)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(listen().listen(), 0.3)
    assert tiktok.requests_to(place)[0].status == 0


async def test_a_handshake_that_hangs_times_out(tiktok: TikTok, live: Live, listen: Listen) -> None:
    tiktok.faults.hang(Place.PUSH)
    with pytest.raises(TimeoutError):
        await listen(open_timeout=0.1).listen()


async def test_the_reset_time_says_when_the_sign_server_serves_again(
    tiktok: TikTok, live: Live, listen: Listen
) -> None:
    tiktok.sign.refuse(reset_seconds=90)
    with pytest.raises(SignatureRateLimitError) as raised:
        await listen().listen()
    assert 88 <= raised.value.reset_time - time.time() <= 91
    assert raised.value.retry_after == 0  # the library reads the wrong header


async def test_the_quota_is_used_up_and_comes_back_with_the_minute(
    tiktok: TikTok, live: Live, fan: Viewer, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = time.time()
    monkeypatch.setattr(tiktok, "now", lambda: moment)
    tiktok.sign.limit(per_minute=2, per_day=3)
    outcomes = []
    for moment in (moment, moment + 30, moment + 50, moment + 61, moment + 62, moment + 86_401):  # noqa: B020 - time goes on
        try:
            await listen().listen()
            outcomes.append("served")
        except SignatureRateLimitError as error:
            outcomes.append(f"wait {error.reset_time - math.ceil(moment)}")
    assert outcomes == ["served", "served", "wait 10", "served", "wait 86338", "served"]


async def test_without_a_key_one_is_served_unless_anonymous_clients_are_not(
    tiktok: TikTok, live: Live, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SIGN_API_KEY")
    await listen().listen()
    tiktok.sign.anonymous = False
    with pytest.raises(SignAPIError):
        await listen().listen()
    assert [request.api_key for request in tiktok.requests_to(Place.SIGN)] == [None, None]
