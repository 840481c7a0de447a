"""Frames and messages that are not as they should be, and what the unmodified library makes of them."""

from __future__ import annotations

import gzip
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from TikTokLive.events import CommentEvent, GiftEvent, JoinEvent, LikeEvent
from TikTokLive.events.custom_events import ShareEvent, UnknownEvent
from websockets.exceptions import ConnectionClosedError

from standins.tiktok import Live, Message, TikTok, Viewer, ignored_messages
from standins.tiktok.frame import push_frame
from standins.tiktok.tests.conftest import Listen
from standins.tiktok.tests.listener import Listener
from standins.tiktok.wire import BYTES, FIXED32, VARINT, Raw, Value, varint

GZIP = {"compress_type": "gzip"}
DIAMOND_COUNT = (15, 12)


@pytest.fixture
def quiet_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library logs each broken message; it has a logger of its own."""
    monkeypatch.setattr(logging.getLogger("TikTokLive"), "disabled", True)


async def heard(live: Live, listen: Listen, *messages: Message) -> Listener:
    listener = listen()
    await listener.listen()
    await live.send(*messages)
    await live.all_acked()
    return listener


@pytest.mark.parametrize(
    ("packet", "error"),
    [
        (b"\xff" * 20, ValueError),
        (b"\x08\x07\x42\xff", EOFError),
        (push_frame(b"\x12\x04next\x0a\xff", 7), EOFError),
        (push_frame(b"this is no gzip", 7, headers=GZIP), gzip.BadGzipFile),
        (push_frame(gzip.compress(b"\x12\x04next")[:-12], 7, headers=GZIP), EOFError),
    ],
    ids=["no protobuf", "cut frame", "cut payload", "no gzip", "cut gzip"],
)
async def test_one_broken_frame_ends_the_connection(
    live: Live, listen: Listen, packet: bytes, error: type[Exception]
) -> None:
    listener = listen()
    await listener.listen()
    await live.send_raw(packet)
    with pytest.raises(error):
        await listener.ended()


async def test_a_frame_over_one_mebibyte_is_too_big_unless_it_is_allowed(
    live: Live, fan: Viewer, listen: Listen
) -> None:
    bounded, unbounded = listen(), listen(max_size=None)
    for listener in (bounded, unbounded):
        await listener.listen()
    await live.send(live.message("WebcastRoomMessage", {200: os.urandom(1 << 20)}), live.chat(fan, "and then?"))
    with pytest.raises(ConnectionClosedError) as raised:
        await bounded.ended()
    assert raised.value.sent is not None
    assert raised.value.sent.code == 1009
    await live.all_acked()
    assert unbounded.named(CommentEvent)


async def test_one_broken_message_is_skipped_and_the_rest_of_its_frame_is_heard(
    live: Live, fan: Viewer, listen: Listen, quiet_errors: None
) -> None:
    broken = live.like(fan, 7).broken()
    listener = await heard(live, listen, live.chat(fan, "before"), broken, live.chat(fan, "after"))
    assert [event.content for event in listener.named(CommentEvent)] == ["before", "after"]
    assert not listener.named(LikeEvent)


async def test_text_that_is_no_utf8_costs_the_message(
    live: Live, fan: Viewer, listen: Listen, quiet_errors: None
) -> None:
    listener = await heard(live, listen, live.chat(fan, b"\xff\xfe\xfa"), live.chat(fan, "ok"))
    assert [event.content for event in listener.named(CommentEvent)] == ["ok"]


async def test_types_that_nobody_knows_are_unknown_events(live: Live, listen: Listen) -> None:
    listener = await heard(live, listen, ignored_messages.unknown(live))
    assert len(listener.named(UnknownEvent)) == 1


@pytest.mark.parametrize(
    ("value", "read_as"),
    [
        (Raw(FIXED32, b"\x05\x00\x00\x00"), None),
        (Raw(BYTES, b"\x03abc"), None),
        (2**31 + 5, None),
        (-3, -3),
        (10_000_000, 10_000_000),
        (Raw(VARINT, varint(2**70 + 1)), None),
    ],
    ids=["fixed32", "bytes", "over int32", "negative", "absurd", "over 64 bits"],
)
async def test_a_price_of_any_kind_can_be_sent_and_counts_for_nothing(
    live: Live,
    fan: Viewer,
    listen: Listen,
    quiet_errors: None,
    value: Value,
    read_as: int | None,
) -> None:
    odd = live.gift(fan, "Rose", count=2).but(DIAMOND_COUNT, value)
    listener = await heard(live, listen, odd, live.gift(fan, "Rose"))
    prices = [event.gift.diamond_count for event in listener.named(GiftEvent)]
    assert prices[-1] == 1
    assert read_as is None or prices[0] == read_as
    assert live.sent_coins == {fan.user_id: 1}


@pytest.mark.parametrize("count", [-5, 0, 10_001, 2**31 - 1])
async def test_absurd_counts_are_worth_nothing(live: Live, fan: Viewer, listen: Listen, count: int) -> None:
    listener = await heard(live, listen, live.gift(fan, "Rose", count=count), live.like(fan, count=count))
    assert [event.repeat_count for event in listener.named(GiftEvent)] == [count]
    assert live.sent_coins == {}


@pytest.mark.parametrize("user_id", [-7, 0, 2**63, 2**64 + 5])
async def test_what_an_impossible_id_gives_is_nobodys(tiktok: TikTok, live: Live, listen: Listen, user_id: int) -> None:
    nobody = tiktok.viewer("odd", user_id=user_id)
    listener = await heard(live, listen, live.gift(nobody, "Rose", count=3))
    assert listener.named(GiftEvent)[0].user.id <= 5
    assert live.sent_coins == {}


async def test_a_viewer_can_lack_every_part_of_themselves(live: Live, fan: Viewer, listen: Listen) -> None:
    nameless, nobody = fan.without("handle", "nickname", "sec_uid"), fan.without("user_id")
    listener = await heard(live, listen, live.chat(nameless, "a"), live.chat(nobody, "b"), live.chat(None, "c"))
    users = [event.user for event in listener.named(CommentEvent)]
    assert (users[0].id, users[0].display_id, users[0].nickname, users[0].sec_uid) == (fan.user_id, "", "", "")
    assert (users[1].id, users[1].display_id) == (0, "fan_one")
    assert users[2] is None


@pytest.mark.parametrize("word", ["share", "follow"])
async def test_a_gift_or_like_whose_key_has_such_a_word_ends_the_connection(
    live: Live, fan: Viewer, listen: Listen, word: str
) -> None:
    for message in (live.gift(fan, "Rose", key=f"gift_to_{word}"), live.like(fan, key=f"like_after_{word}")):
        listener = listen()
        await listener.listen(process_connect_events=False)
        await live.send(message)
        with pytest.raises((ValueError, TypeError, AttributeError)):
            await listener.ended()


async def test_a_join_or_comment_whose_key_has_such_a_word_is_a_false_share(
    live: Live, fan: Viewer, listen: Listen
) -> None:
    listener = await heard(live, listen, live.join(fan, key="enter_from_share"), live.chat(fan, "x", key="re_share"))
    assert len(listener.named(ShareEvent)) == 2
    assert len(listener.named(JoinEvent)) == 1


def test_pinned_messages_and_rare_fields_break_a_process_that_is_not_warmed_up() -> None:
    script = Path(__file__).with_name("cold_start.py")
    root = Path(__file__).parents[3]
    run = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-W", "ignore", "-m", f"standins.tiktok.tests.{script.stem}"],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert run.stdout.splitlines() == [
        "heard: pinned, plain",
        "lost: fans_club, scheme_info, upcoming_event",
        "no unique_id",
    ]


async def test_rare_fields_travel_as_tiktok_sends_them(tiktok: TikTok, live: Live) -> None:
    club = tiktok.viewer("member", fans_club=True)
    event = tiktok.viewer("early", upcoming_event=True)
    assert b"Night Crew" in live.chat(club, "hi").payload
    assert b"Next show" in live.chat(event, "hi").payload
    assert b"aweme://gift" in live.gift(club, "Rose", scheme_info=True).payload
