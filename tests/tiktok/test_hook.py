"""The contract with TikTokLive: the bot gets the frames, the library gets none, and a name that moved is told."""

from __future__ import annotations

import asyncio
import logging
import ssl
import subprocess
import sys
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from TikTokLive.client.web.routes.fetch_is_live import FetchIsLiveRoute
from TikTokLive.client.web.web_settings import WebDefaults, _WebDefaults
from TikTokLive.client.web.web_signer import TikTokSigner
from TikTokLive.client.ws import ws_connect
from TikTokLive.client.ws.ws_client import WebcastWSClient
from websockets.exceptions import ConnectionClosedError
from websockets.legacy.client import Connect
from websockets.legacy.protocol import WebSocketCommonProtocol

from domain.follow import FollowState, Room, TroubleKind
from domain.live_events import Comment
from standins.tiktok.creator import Creator
from standins.tiktok.frame import FetchResult
from standins.tiktok.log import Place
from standins.tiktok.sign import Ticket
from standins.tiktok.world import TikTok
from tests.tiktok.memory_recorder import FollowerEnv, now, settings_for
from tiktok.library import Library
from tiktok.ports import SENTENCES, Trouble


async def test_frames_reach_the_queue_and_the_library_is_handed_none(
    follower_env: FollowerEnv, nova: Creator, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[object] = []
    monkeypatch.setattr(ws_connect, "extract_webcast_response_message", lambda *given, **_: handed.append(given))
    live, fan = nova.go_live(), follower_env.tiktok.viewer("fan")
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    for number in range(20):
        await live.send(live.chat(fan, str(number)), live.like(fan))
    await live.all_acked()
    assert [event.text for event in follower_env.memory_recorder.events if isinstance(event, Comment)] == [
        str(n) for n in range(20)
    ]
    assert handed == []


async def test_the_library_enters_the_room_and_keeps_the_heartbeat(follower_env: FollowerEnv, nova: Creator) -> None:
    live = nova.go_live()
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    (connection,) = live.connections
    await follower_env.until(lambda: len(connection.heartbeats) > 2, "heartbeats")
    assert connection.entered_room == live.room_id


async def test_a_heartbeat_into_a_socket_that_has_just_closed_does_not_end_its_task(
    follower_env: FollowerEnv, nova: Creator, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[object] = []

    async def closed(_: object, message: object) -> None:
        tries.append(message)
        raise ConnectionClosedError(None, None)

    live = nova.go_live()
    follower_env.supervisor.connect("dj_nova")
    await follower_env.until(lambda: live.connections and live.connections[0].heartbeats, "the first heartbeat")
    monkeypatch.setattr(WebSocketCommonProtocol, "send", closed)
    await follower_env.until(lambda: len(tries) > 1, "another heartbeat after the one that failed")
    assert follower_env.memory_recorder.states[-1] is FollowState.LIVE
    assert not follower_env.memory_recorder.troubles


async def test_a_room_is_entered_also_when_the_sign_servers_answer_lacks_the_mark_of_a_first_one(
    follower_env: FollowerEnv, nova: Creator
) -> None:
    live = nova.go_live()
    follower_env.tiktok.sign.tickets["token"] = Ticket(live, live.position(), follower_env.tiktok.now())
    answer = FetchResult([], "1_1", "ext", push_server=follower_env.tiktok.push_url, route_params={"wrss": "token"})
    cookie = {"X-Set-TT-Cookie": "ttwid=1; Path=/"}
    follower_env.tiktok.faults.answer(Place.SIGN, 200, answer.encoded, headers=cookie)
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    (connection,) = live.connections
    await follower_env.until(lambda: connection.heartbeats, "a heartbeat")
    assert connection.entered_room == live.room_id


async def test_each_frame_is_acknowledged_once_with_its_own_words(follower_env: FollowerEnv, nova: Creator) -> None:
    live, fan = nova.go_live(), follower_env.tiktok.viewer("fan")
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    sent = [await live.send(live.gift(fan, "Rose")) for _ in range(3)]
    await live.all_acked()
    assert [ack.log_id for ack in live.acks] == sent
    assert [ack.internal_ext.rpartition("seq:")[2] for ack in live.acks] == [str(log_id) for log_id in sent]


async def test_the_history_in_the_sign_servers_answer_is_read_first(follower_env: FollowerEnv, nova: Creator) -> None:
    live, fan = nova.go_live(), follower_env.tiktok.viewer("fan")
    await live.send(live.chat(fan, "before"), live.gift(fan, "Rose"))
    follower_env.supervisor.connect("dj_nova")
    await follower_env.reach(FollowState.LIVE)
    await live.send(live.chat(fan, "after"))
    await live.all_acked()
    assert [event.text for event in follower_env.memory_recorder.events if isinstance(event, Comment)] == [
        "before",
        "after",
    ]
    assert follower_env.memory_recorder.coins() == live.sent_coins


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (WebcastWSClient, "connect"),
        (WebcastWSClient, "ws"),
        (FetchIsLiveRoute, "fetch_is_live_room_ids"),
        (TikTokSigner, "sdk_client"),
        (WebSocketCommonProtocol, "open"),
        (_WebDefaults, "tiktok_app_url"),
    ],
)
async def test_a_name_that_moved_is_told_at_the_start(
    tiktok: TikTok, monkeypatch: pytest.MonkeyPatch, owner: type, name: str
) -> None:
    if owner is _WebDefaults:
        monkeypatch.delattr(WebDefaults, name)
    monkeypatch.delattr(owner, name)
    with pytest.raises(Trouble, match=name) as caught:
        await Library(settings_for(tiktok), now).gateway("dj_nova")
    assert caught.value.kind is TroubleKind.LIBRARY_MOVED
    assert str(caught.value).startswith(SENTENCES[TroubleKind.LIBRARY_MOVED])


async def test_an_option_that_moved_is_told_at_the_start(tiktok: TikTok, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WebcastWSClient, "connect", lambda *_: None)
    with pytest.raises(Trouble, match=r"WebcastWSClient\.connect\(initial_webcast_response=\)"):
        await Library(settings_for(tiktok), now).gateway("dj_nova")


async def test_a_module_that_moved_is_told_at_the_start(tiktok: TikTok, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tiktok.gateway", None)
    with pytest.raises(Trouble) as caught:
        await Library(settings_for(tiktok), now).gateway("dj_nova")
    assert caught.value.kind is TroubleKind.LIBRARY_MOVED


async def test_a_library_that_passes_the_hook_by_is_told_at_once(
    follower_env: FollowerEnv, nova: Creator, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Connect.__init__

    @wraps(original)
    def forgetful(*given: Any, create_protocol: object, **options: Any) -> None:  # noqa: ANN401 - it forgets
        original(*given, **options)

    monkeypatch.setattr(Connect, "__init__", forgetful)
    nova.go_live()
    follower_env.supervisor.connect("dj_nova")
    status = await follower_env.meet(TroubleKind.LIBRARY_MOVED)
    assert (status.state, "passes the bot's hook by" in status.problem) == (FollowState.IDLE, True)
    assert follower_env.memory_recorder.sessions == []


def test_the_library_is_not_imported_before_the_first_connect() -> None:
    code = "import sys, tiktok.supervisor, tiktok.library; sys.exit(bool({'TikTokLive', 'httpx'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 - our own words


async def test_no_key_no_cookie_and_no_signature_reaches_the_log(
    follower_env: FollowerEnv, nova: Creator, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    live, fan = nova.go_live(), follower_env.tiktok.viewer("fan")
    with caplog.at_level(logging.DEBUG):
        follower_env.supervisor.connect("dj_nova")
        await follower_env.reach(FollowState.LIVE)
        await live.send(live.chat(fan, "hello").broken())
        await live.drop()
        await follower_env.meet(TroubleKind.DROPPED)
    said = caplog.text + capfd.readouterr().err
    assert "@dj_nova" in said
    assert not [secret for secret in (follower_env.tiktok.sign.key, "ttwid", "wrss") if secret in said]
    library = logging.getLogger("TikTokLive")
    assert (library.handlers, library.propagate, library.level) == ([], True, logging.WARNING)


async def test_a_second_way_in_gets_options_of_its_own(tiktok: TikTok) -> None:
    library = Library(settings_for(tiktok), now)
    for creator in ("first_one", "second_one"):
        tiktok.creator(creator).go_live()
        gateway: Any = await library.gateway(creator)
        assert gateway._finder.web.params["referer"] == f"https://www.tiktok.com/@{creator}/live"
        await gateway.find()
        await gateway.close()
        assert gateway._finder.web.httpx_client.is_closed
        assert gateway._finder._sign_client.is_closed


async def test_the_sign_key_is_not_sent_to_a_server_whose_certificate_nobody_signed(tiktok: TikTok) -> None:
    heard: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(1000))
        writer.close()

    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(Path(__file__).with_name("nobody_signed_this.pem"))
    async with await asyncio.start_server(listen, "127.0.0.1", 0, ssl=tls) as server:
        settings = replace(settings_for(tiktok), sign_api_url=f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        gateway: Any = await Library(settings, now).gateway("dj_nova")
        with pytest.raises(Trouble) as caught:
            await gateway._finder.sign(Room(1, "dj_nova"))
        await gateway.close()
    assert caught.value.kind is TroubleKind.SIGN_FAILED
    assert "CERTIFICATE_VERIFY_FAILED" in repr(caught.value.__cause__.__cause__)  # type: ignore[union-attr]
    assert heard == []
