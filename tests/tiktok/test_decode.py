"""The decoder: against the library's own classes on the same bytes, and with everything that cannot be read."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from TikTokLive.events.proto_events import EVENT_MAPPINGS

from domain import live_events as d
from domain.follow import Room
from standins.tiktok.frame import FetchResult, Frame, envelope, push_frame
from standins.tiktok.gifts import GIFTS, Gift
from standins.tiktok.message import Message
from standins.tiktok.messages import PEOPLE_JOINED_FROM_SHARE, Messages
from standins.tiktok.viewer import Viewer
from standins.tiktok.wire import VARINT, Fields, encode, varint
from tiktok import live_pb2 as pb
from tiktok.decode import MOST_SAMPLES, MOST_UNPACKED_BYTES, Decoder

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
ROOM = Room(7400000000000000001, "dj_nova", 77)
FAN = Viewer(7400000000000000042, "fan_one", "Fan One", "MS4w")
GUEST = Viewer(88, "mc_guest", "Guest", None)
ROOM_MESSAGES = Messages(ROOM.room_id, 77, itertools.count(1000), lambda: NOW.timestamp())


def read(reader: Decoder, result: pb.FetchResult, room: Room = ROOM) -> list[d.LiveEvent]:
    """All that is in it."""
    return [event for part in reader.parts(result, room) for event in part]


def decoder() -> Decoder:
    return Decoder(lambda: NOW)


def events_of(reader: Decoder, *messages: Message, room: Room = ROOM) -> list[d.LiveEvent]:
    packet = reader.open(Frame(5, FetchResult(messages)).packed)
    assert packet is not None
    return read(reader, packet.result, room)


def one(message: Message, room: Room = ROOM) -> d.LiveEvent:
    (event,) = events_of(decoder(), message, room=room)
    return event


# --- against the library ---------------------------------------------------------------------------------------------

names = st.text(st.characters(exclude_categories=["Cs"]), max_size=24)
ids = st.integers(1, 2**63 - 1)
viewers = st.builds(Viewer, ids, st.none() | names, st.none() | names, st.none() | names)
keys = st.sampled_from(["", "pm_main_follow_message_viewer_2", "pm_mt_guidance_share", PEOPLE_JOINED_FROM_SHARE, "odd"])
gifts = st.builds(Gift, names, ids, st.integers(1, 50_000), st.integers(0, 4))
messages = st.one_of(
    st.builds(ROOM_MESSAGES.chat, viewers, names, key=keys),
    st.builds(ROOM_MESSAGES.emote_chat, viewers),
    st.builds(ROOM_MESSAGES.like, viewers, st.integers(1, 15), key=keys),
    st.builds(ROOM_MESSAGES.join, viewers, key=keys),
    st.builds(ROOM_MESSAGES.follow, viewers, key=keys),
    st.builds(ROOM_MESSAGES.share, viewers, key=keys),
    st.builds(ROOM_MESSAGES.subscribe, viewers),
    st.builds(ROOM_MESSAGES.super_fan, viewers, common_content=st.booleans()),
    st.builds(ROOM_MESSAGES.viewers, st.integers(0, 10**6), st.integers(0, 10**9), st.lists(viewers, max_size=2)),
    st.builds(ROOM_MESSAGES.control, st.integers(0, 4), names),
    st.builds(
        ROOM_MESSAGES.gift,
        viewers,
        gifts,
        count=st.integers(1, 10_000),
        streak=st.integers(1, 2**63 - 1),
        end=st.booleans(),
        to=st.none() | st.just(GUEST),
        key=keys,
    ),
)


def expected(method: str, raw: bytes) -> d.LiveEvent | None:
    """What the library's class for the message says, as an event of ours."""
    said: Any = EVENT_MAPPINGS[method]().parse(raw)
    head = (ROOM.room_id, said.common.msg_id, datetime.fromtimestamp(said.common.create_time / 1000, UTC))
    text = getattr(said.common.display_text, "key", "") or ""

    def who() -> d.Viewer:
        handle = said.user.display_id[:256].strip().removeprefix("@").lower()
        return d.Viewer(said.user.id, handle, said.user.nickname)

    social = d.Follow if "follow" in text else d.Share
    makers: dict[str, Callable[[], d.LiveEvent | None]] = {
        "WebcastChatMessage": lambda: d.Comment(*head, who(), said.content),
        "WebcastEmoteChatMessage": lambda: d.Comment(*head, who(), ""),
        "WebcastLikeMessage": lambda: d.Like(*head, who(), said.count),
        "WebcastMemberMessage": lambda: d.Join(*head, who()),
        "WebcastSocialMessage": lambda: (
            social(*head, who()) if ("follow" in text or "share" in text) and "viewer_5" not in text else None
        ),
        "WebcastSubNotifyMessage": lambda: d.Subscribe(*head, who()),
        "WebcastBarrageMessage": lambda: d.SuperFan(*head, who()),
        "WebcastRoomUserSeqMessage": lambda: d.RoomCount(*head, said.total, said.total_user),
        "WebcastControlMessage": lambda: {
            1: d.LivePaused(*head),
            2: d.LiveResumed(*head),
            3: d.LiveEnded(*head, suspended=False),
            4: d.LiveEnded(*head, suspended=True),
        }.get(int(said.action)),
        "WebcastGiftMessage": lambda: d.Gift(
            *head,
            who(),
            said.gift_id,
            said.group_id,
            said.gift.diamond_count,
            said.repeat_count,
            bool(said.repeat_end),
            said.gift.type == 1,
            said.to_user.id == ROOM.host_id,
        ),
    }
    return makers[method]()


@settings(deadline=None, max_examples=80)  # the library needs long for the first message of a type
@given(st.lists(messages, max_size=5))
def test_the_decoder_reads_what_the_librarys_own_classes_read(sent: list[Message]) -> None:
    reader = decoder()
    wanted = [expected(message.method, message.payload) for message in sent]
    assert events_of(reader, *sent) == [event for event in wanted if event is not None]
    assert reader.unreadable == 0


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_whatsoever_raise_anything(junk: bytes) -> None:
    reader = decoder()
    packet = reader.open(junk)
    if packet is not None:
        read(reader, packet.result)
    for method in EVENT_MAPPINGS:
        result = encode({1: [envelope(Message(method, 1, {}, raw=junk))]})
        packet = reader.open(push_frame(result, 1))
        assert packet is not None
        read(reader, packet.result)


# --- what is read ----------------------------------------------------------------------------------------------------


def test_a_gift_is_told_with_all_that_counting_needs() -> None:
    message = ROOM_MESSAGES.gift(FAN, "Finger Heart", count=7, streak=9, end=False)
    fan = d.Viewer(7400000000000000042, "fan_one", "Fan One")
    told = d.Gift(ROOM.room_id, message.msg_id, NOW, fan, GIFTS["Finger Heart"].gift_id, 9, 5, 7, False, True, True)
    assert one(message) == told
    assert told.streak == (fan.user_id, told.gift_id, 9)
    assert [told.coins_new(counted) for counted in (0, 3, 7, 8)] == [35, 20, 0, 0]


def test_a_gift_without_streaks_counts_once_even_with_a_count_of_0() -> None:
    told = one(ROOM_MESSAGES.gift(FAN, "Lion", count=0))
    assert isinstance(told, d.Gift)
    assert (told.repeat_count, told.streakable, told.coins_new(5)) == (1, False, 29_999)


@pytest.mark.parametrize(
    ("to", "host_id", "receiver"),
    [
        ({1: 77}, 77, "host"),
        ({1: 88, 38: "dj_nova"}, 77, "guest"),
        (None, 77, "host"),
        ({1: 88, 38: "mc_guest"}, None, "guest"),
        ({1: 77, 38: "DJ_Nova"}, None, "host"),
        ({1: 77}, None, "host"),
    ],
)
def test_a_guests_gift_is_told_apart_from_the_hosts(to: Fields | None, host_id: int | None, receiver: str) -> None:
    told = one(ROOM_MESSAGES.gift(FAN, "Rose").but([8], to), Room(ROOM.room_id, ROOM.creator, host_id))
    assert isinstance(told, d.Gift)
    assert told.to_host is (receiver == "host")


def test_handle_and_nickname_may_be_missing() -> None:
    event = one(ROOM_MESSAGES.like(FAN.without("handle", "nickname", "sec_uid"), 3))
    assert isinstance(event, d.Like)
    assert (event.viewer, event.count) == (d.Viewer(FAN.user_id or 0, "", ""), 3)


def test_broken_utf_8_costs_the_character_and_not_the_comment() -> None:
    event = one(ROOM_MESSAGES.chat(FAN, b"caf\xe9 \xff!"))
    assert isinstance(event, d.Comment)
    assert event.text == "caf\ufffd \ufffd!"


@pytest.mark.parametrize("key", ["ttlive_superFan_commentNotif_superFanJoined", "ttlive_superfan"])
def test_a_super_fan_is_told_from_other_banners(key: str) -> None:
    assert isinstance(one(ROOM_MESSAGES.super_fan(FAN, key=key)), d.SuperFan)
    assert events_of(decoder(), ROOM_MESSAGES.super_fan(FAN, key="other_banner")) == []


@pytest.mark.parametrize("off", [timedelta(hours=-1), timedelta(0), timedelta(minutes=1)])
def test_tiktoks_time_counts(off: timedelta) -> None:
    assert one(sent_at(NOW + off)).at == NOW + off


@pytest.mark.parametrize("off", [timedelta(minutes=10), timedelta(hours=-25), timedelta(days=-20_000)])
def test_the_bots_own_time_counts_where_tiktoks_is_far_from_it(off: timedelta) -> None:
    assert one(sent_at(NOW + off)).at == NOW


def sent_at(at: datetime) -> Message:
    return ROOM_MESSAGES.like(FAN).but([1, 4], int(at.timestamp() * 1000))


def test_the_envelopes_id_stands_in_for_a_missing_one() -> None:
    message = ROOM_MESSAGES.like(FAN).but([1, 2], 0)
    assert one(message).message_id == message.msg_id


def test_messages_of_other_types_are_nobodys_business() -> None:
    reader = decoder()
    assert events_of(reader, Message("WebcastRoomPinMessage", 1, {}, raw=b"\xff")) == []
    assert reader.unreadable == 0


# --- defects of TikTokLive that this decoder does not share ----------------------------------------------------------


@pytest.mark.parametrize("key", ["gift_share_x", "follow_gift_x"])
def test_a_display_key_with_share_or_follow_makes_no_event_of_a_gift_a_like_or_a_join(key: str) -> None:
    sent = [
        ROOM_MESSAGES.gift(FAN, "Rose", key=key),
        ROOM_MESSAGES.like(FAN, key=key),
        ROOM_MESSAGES.join(FAN, key=key),
    ]
    assert [type(event) for event in events_of(decoder(), *sent)] == [d.Gift, d.Like, d.Join]


def test_fans_clubs_upcoming_events_and_gift_schemes_cost_no_message() -> None:
    fan = Viewer(5, "club", "Club", None, fans_club=True, upcoming_event=True)
    sent = [ROOM_MESSAGES.chat(fan, "hi"), ROOM_MESSAGES.gift(fan, "Rose", scheme_info=True)]
    assert [type(event) for event in events_of(decoder(), *sent)] == [d.Comment, d.Gift]


def test_a_pinned_message_first_changes_nothing_for_those_after_it() -> None:
    reader = decoder()
    pinned = ROOM_MESSAGES.message("WebcastRoomPinMessage", {2: ROOM_MESSAGES.chat(FAN, "pinned").payload})
    event = events_of(reader, pinned, ROOM_MESSAGES.chat(FAN, "hello"))[-1]
    assert isinstance(event, d.Comment)
    assert event.viewer.handle == "fan_one"


# --- what cannot be read ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(ROOM_MESSAGES.gift(FAN, "Rose").but([15, 12], 0), id="a gift for no coins"),
        pytest.param(ROOM_MESSAGES.gift(FAN, "Rose").but([15, 12], -1), id="a gift for fewer than no coins"),
        pytest.param(ROOM_MESSAGES.gift(FAN, "Rose").but([15, 12], 2**31 - 1), id="a gift for absurdly many"),
        pytest.param(ROOM_MESSAGES.gift(FAN, "Rose").but([15, 12], b"29"), id="coins of another wire type"),
        pytest.param(ROOM_MESSAGES.gift(FAN, "Rose").but([15], None), id="no gift in the gift"),
        pytest.param(ROOM_MESSAGES.gift(FAN, "Rose").but([5], 2**32 + 5), id="a count that wraps in 32 bits"),
        pytest.param(ROOM_MESSAGES.gift(FAN, "Rose").but([5], 10_001), id="a count that nobody reaches"),
        pytest.param(ROOM_MESSAGES.gift(FAN, "Rose", count=0), id="a streak of none"),
        pytest.param(ROOM_MESSAGES.gift(FAN, "Rose").but([2], 0), id="a gift without an id"),
        pytest.param(ROOM_MESSAGES.gift(None, "Rose"), id="a gift from nobody"),
        pytest.param(ROOM_MESSAGES.like(FAN.without("user_id")), id="a viewer without an id"),
        pytest.param(ROOM_MESSAGES.like(Viewer(-7, "x", "x", None)), id="a negative id"),
        pytest.param(ROOM_MESSAGES.like(None), id="nobody"),
        pytest.param(ROOM_MESSAGES.like(FAN, 0), id="no likes"),
        pytest.param(ROOM_MESSAGES.like(FAN, -3), id="negative likes"),
        pytest.param(ROOM_MESSAGES.like(FAN, 10_001), id="absurdly many likes"),
        pytest.param(ROOM_MESSAGES.viewers(-1), id="fewer than no viewers"),
        pytest.param(ROOM_MESSAGES.chat(FAN, "x").broken(), id="a broken message"),
    ],
)
def test_what_cannot_be_right_is_counted_and_kept_and_the_rest_of_the_frame_is_read(message: Message) -> None:
    reader = decoder()
    told = events_of(reader, ROOM_MESSAGES.join(FAN), message, ROOM_MESSAGES.like(FAN, 2))
    assert [type(event) for event in told] == [d.Join, d.Like]
    assert reader.unreadable == 1
    assert list(reader.samples) == [message.payload]


def test_an_id_beyond_64_bits_is_unreadable() -> None:
    reader = decoder()
    user = encode({38: "x"}) + varint(1 << 3 | VARINT) + varint(2**64 - 1)
    assert events_of(reader, ROOM_MESSAGES.join(FAN).but([2], user)) == []
    assert reader.unreadable == 1


def test_a_message_without_any_id_is_unreadable() -> None:
    reader = decoder()
    nameless = Message("WebcastLikeMessage", 0, ROOM_MESSAGES.like(FAN).but([1, 2], 0).fields)
    assert events_of(reader, nameless) == []
    assert reader.unreadable == 1


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xff\xff\xff", id="no protobuf"),
        pytest.param(push_frame(b"\x1f\x8bno gzip", 1), id="no gzip"),
        pytest.param(push_frame(gzip.compress(b"x" * 5000)[:-20], 1), id="gzip cut short"),
        pytest.param(push_frame(gzip.compress(b"\xff" * 50), 1), id="no fetch result"),
        pytest.param(push_frame(gzip.compress(bytes(MOST_UNPACKED_BYTES + 1)), 1), id="a bomb"),
    ],
)
def test_a_broken_frame_is_counted_and_kept_from_the_library(data: bytes) -> None:
    reader = decoder()
    packet = reader.open(data)
    assert packet is not None
    assert read(reader, packet.result) == []
    assert (reader.unreadable, len(reader.samples)) == (1, 1)


@pytest.mark.parametrize("kind", ["hb", "ack", "im_enter_room_resp"])
def test_frames_without_messages_are_left_to_the_library(kind: str) -> None:
    assert decoder().open(push_frame(b"", 1, kind=kind)) is None


def test_no_more_than_a_hundred_unreadable_things_are_kept() -> None:
    reader = decoder()
    for number in range(MOST_SAMPLES + 20):
        reader.open(b"\xff" + bytes([number % 250]) * 100_000)
    assert (reader.unreadable, len(reader.samples)) == (MOST_SAMPLES + 20, MOST_SAMPLES)
    assert max(map(len, reader.samples)) < 20_000
