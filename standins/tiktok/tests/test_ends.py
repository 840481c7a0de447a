"""How connections and LIVEs end, and what comes again after that."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import ClientSession, WSMsgType
from TikTokLive.events import CommentEvent, GiftEvent
from TikTokLive.events.custom_events import (
    DisconnectEvent,
    LiveEndEvent,
    LivePauseEvent,
    LiveUnpauseEvent,
)
from websockets.exceptions import ConnectionClosedError

from standins.tiktok import Control, Creator, Live, Place, TikTok, Viewer
from standins.tiktok.tests.conftest import Listen


@pytest.mark.parametrize("code", [1000, 1001, 1005])
async def test_a_polite_close_ends_the_task_without_an_end_of_the_live(live: Live, listen: Listen, code: int) -> None:
    listener = listen()
    await listener.listen()
    await live.drop(code)
    await listener.ended()
    assert len(listener.named(DisconnectEvent)) == 1
    assert not listener.named(LiveEndEvent)


@pytest.mark.parametrize(
    ("code", "reset"),
    [(1006, False), (1006, True), (1002, False), (1008, False), (1011, False), (1012, False), (4003, False)],
)
async def test_any_other_end_is_an_error_without_a_disconnect_event(
    live: Live, listen: Listen, code: int, *, reset: bool
) -> None:
    listener = listen()
    await listener.listen()
    await live.drop(code, reset=reset)
    with pytest.raises(ConnectionClosedError) as raised:
        await listener.ended()
    assert (raised.value.rcvd.code if raised.value.rcvd else 1006) == code
    assert not listener.named(DisconnectEvent)


@pytest.mark.parametrize("suspended", [False, True])
async def test_the_end_of_a_live_is_an_event_and_then_a_disconnect(
    host: Creator, live: Live, listen: Listen, *, suspended: bool
) -> None:
    listener = listen()
    await listener.listen()
    await host.end_live(suspended=suspended)
    await listener.ended()
    ends = [event for event in listener.events if isinstance(event, LiveEndEvent | DisconnectEvent)]
    assert [type(event) for event in ends] == [LiveEndEvent, DisconnectEvent]
    assert ends[0].action == (Control.SUSPEND if suspended else Control.END)
    assert not await listener.is_live()


async def test_the_end_event_can_be_missing(host: Creator, live: Live, listen: Listen) -> None:
    listener = listen()
    await listener.listen()
    await host.end_live(event=False)
    await asyncio.sleep(0.05)
    assert listener.connected
    assert not await listener.is_live()


async def test_pause_and_unpause_are_events_only(live: Live, listen: Listen) -> None:
    listener = listen()
    await listener.listen()
    await live.send(live.control(Control.PAUSE), live.control(Control.UNPAUSE))
    await live.all_acked()
    assert listener.named(LivePauseEvent)
    assert listener.named(LiveUnpauseEvent)
    assert listener.connected


async def test_silence_looks_like_a_connection(live: Live, fan: Viewer, listen: Listen) -> None:
    listener = listen()
    await listener.listen()
    (connection,) = live.connections
    live.silence()
    heard = len(connection.heartbeats)
    await live.send(live.chat(fan, "does anybody hear me?"))
    await asyncio.sleep(0.6)
    assert listener.connected
    assert not listener.named(CommentEvent)
    assert len(connection.heartbeats) == heard

    other = listen()
    await other.listen()
    assert [event.content for event in other.named(CommentEvent)] == ["does anybody hear me?"]


async def test_a_silent_peer_does_not_answer_a_close_either(live: Live, listen: Listen) -> None:
    listener = listen(close_timeout=0.1)
    await listener.listen()
    live.silence()
    await asyncio.sleep(0.05)
    before = asyncio.get_running_loop().time()
    await listener.disconnect()
    assert asyncio.get_running_loop().time() - before > 0.09


async def test_who_sends_no_heartbeat_is_closed_with_1000() -> None:
    async with TikTok(heartbeat_seconds=0.05) as tiktok, ClientSession() as session:
        live = tiktok.creator("host").go_live()
        await session.get(f"{tiktok.sign_url}/webcast/fetch", params={"room_id": str(live.room_id)})
        (token,) = tiktok.sign.tickets
        async with session.ws_connect(tiktok.push_url, params={"wrss": token}) as socket:
            closing = await socket.receive(timeout=5)
    assert (closing.type, closing.data) == (WSMsgType.CLOSE, 1000)


async def test_an_address_that_was_signed_for_somebody_else_is_refused(tiktok: TikTok, live: Live) -> None:
    async with ClientSession() as session, session.get(tiktok.push_url.replace("ws:", "http:")) as answer:
        assert answer.status == 400
        assert answer.headers["Handshake-Msg"] == "illegal secret key"


async def test_after_a_reconnect_the_history_comes_again_with_the_same_ids(
    host: Creator, fan: Viewer, listen: Listen
) -> None:
    live = host.go_live(history_size=3, replay_size=2)
    listener = listen()
    await listener.listen()
    for number in range(4):
        await live.send(live.chat(fan, str(number)))
    await live.all_acked()
    await live.drop(1000)
    await listener.ended()
    await live.send(live.chat(fan, "missed"))
    await listener.listen()
    await live.until(lambda: len(listener.named(CommentEvent)) == 9, "the history")

    told = [(event.content, event.common.msg_id) for event in listener.named(CommentEvent)]
    assert [text for text, _ in told] == ["0", "1", "2", "3", "2", "3", "missed", "3", "missed"]
    assert len({msg_id for _, msg_id in told}) == 5


async def test_what_is_sent_between_signature_and_socket_comes_first(
    tiktok: TikTok, live: Live, fan: Viewer, listen: Listen
) -> None:
    listener = listen()
    tiktok.faults.delay(Place.PUSH, 0.1)
    connecting = asyncio.create_task(listener.listen())
    await live.until(lambda: tiktok.requests_to(Place.PUSH), "the handshake")
    await live.send(live.chat(fan, "in between"))
    await connecting
    await live.until(lambda: listener.named(CommentEvent), "the comment")
    assert [event.content for event in listener.named(CommentEvent)] == ["in between"]


async def test_a_streak_goes_on_after_a_drop_in_its_middle(live: Live, fan: Viewer, listen: Listen) -> None:
    first, second, end = live.streak(fan, "Rose", [3, 8])
    listener = listen()
    await listener.listen()
    await live.send(first)
    await live.all_acked()
    await live.drop()
    await asyncio.gather(listener.ended(), return_exceptions=True)
    await listener.listen()
    await live.send(second)
    await live.send(end)
    await live.all_acked()

    counts = [event.repeat_count for event in listener.named(GiftEvent)]
    assert counts == [3, 3, 8, 8]
    assert {event.group_id for event in listener.named(GiftEvent)} == {first.fields[11]}
    assert live.sent_coins == {fan.user_id: 8}


async def test_a_restarted_live_is_a_new_room(tiktok: TikTok, host: Creator, live: Live, listen: Listen) -> None:
    listener = listen()
    await listener.listen()
    await live.drop(1000)
    await listener.ended()
    again = host.go_live()
    await listener.listen()
    assert listener.room_id == again.room_id != live.room_id
    assert not live.alive
