"""Every message, written by field number here and read by the library's own classes."""

from __future__ import annotations

from typing import Any

import pytest
from TikTokLive.events import (
    BarrageEvent,
    CommentEvent,
    ControlEvent,
    EmoteChatEvent,
    EnvelopeEvent,
    GiftEvent,
    JoinEvent,
    LikeEvent,
    PollEvent,
    RoomPinEvent,
    RoomUserSeqEvent,
    SocialEvent,
    SubNotifyEvent,
)
from TikTokLive.events.custom_events import FollowEvent, ShareEvent

from standins.tiktok import PEOPLE_JOINED_FROM_SHARE, Control, Kind, Live, Message, TikTok, Viewer, ignored_messages
from standins.tiktok.generator import generate
from standins.tiktok.script_messages import ScriptMessages
from standins.tiktok.tests.conftest import Listen
from standins.tiktok.wire import decode, encode, varint


def read(kind: Any, message: Message) -> Any:  # noqa: ANN401 - the library ships no types
    event = kind().parse(message.payload)
    assert (event.common.method, event.common.msg_id) == (message.method, message.msg_id)
    return event


def test_likes_say_how_many_and_the_total_has_hidden_ones_too(live: Live, fan: Viewer) -> None:
    live.like(fan, 15)
    event = read(LikeEvent, live.like(fan, 3, hidden=2000))
    assert (event.count, event.total, event.user.id) == (3, 2018, fan.user_id)


def test_a_gift_says_who_gave_what_how_often_and_to_whom(tiktok: TikTok, live: Live, fan: Viewer) -> None:
    guest = tiktok.viewer("guest")
    to_host = read(GiftEvent, live.gift(fan, "Finger Heart", count=4, streak=77, end=False))
    to_guest = read(GiftEvent, live.gift(fan, "Galaxy", to=guest))

    assert (to_host.user.id, to_host.to_user.id) == (fan.user_id, live.creator.viewer.user_id)
    assert (to_host.gift.name, to_host.gift.diamond_count, to_host.gift.type) == ("Finger Heart", 5, 1)
    assert (to_host.gift_id, to_host.gift.id, to_host.gift.combo) == (5487, 5487, True)
    assert (to_host.repeat_count, to_host.repeat_end, to_host.group_id) == (4, 0, 77)
    assert (to_guest.to_user.id, to_guest.gift.diamond_count, to_guest.gift.type) == (guest.user_id, 1000, 2)
    assert to_guest.repeat_end == 1


async def test_coins_are_counted_once_and_apart_for_guests(tiktok: TikTok, live: Live, fan: Viewer) -> None:
    guest = tiktok.viewer("guest")
    streak = live.streak(fan, "Perfume", [1, 5, 9])
    galaxy = live.gift(fan, "Galaxy")
    for message in [
        *reversed(streak),
        *streak,
        galaxy,
        galaxy,
        live.gift(fan, "Galaxy"),
        *live.streak(fan, "Rose", [2]),
    ]:
        await live.send(message)
    await live.send(*live.streak(fan, "Rose", [50], to=guest))

    assert live.sent_coins == {fan.user_id: 9 * 20 + 2 * 1000 + 2}
    assert live.sent.of(Kind.GUEST_GIFT) == {fan.user_id: 50}


async def test_a_social_message_comes_twice_and_its_key_tells_what_it_is(
    live: Live, fan: Viewer, listen: Listen
) -> None:
    listener = listen()
    await listener.listen()
    await live.send(live.follow(fan), live.share(fan), live.share(fan, key=PEOPLE_JOINED_FROM_SHARE))
    await live.all_acked()
    kinds = [type(event) for event in listener.events[1:]]
    assert kinds == [FollowEvent, SocialEvent, ShareEvent, SocialEvent, ShareEvent, SocialEvent]
    assert [event.users_joined for event in listener.named(ShareEvent)] == [None, 5]
    assert live.sent.of(Kind.SHARE) == {fan.user_id: 1}


def test_joins_viewer_counts_and_subscriptions(live: Live, fan: Viewer) -> None:
    join, subscription = read(JoinEvent, live.join(fan)), read(SubNotifyEvent, live.subscribe(fan, 3))
    seen = read(RoomUserSeqEvent, live.viewers(312, 4500, top=[fan]))
    assert (join.user.id, join.action, read(JoinEvent, live.join(fan, action=3)).action) == (fan.user_id, 1, 3)
    assert (subscription.user.id, subscription.sub_month) == (fan.user_id, 3)
    assert (seen.total, seen.total_user, seen.ranks[0].user.id) == (312, 4500, fan.user_id)


def test_a_super_fan_is_a_barrage_with_a_key_in_one_of_two_places(live: Live, fan: Viewer) -> None:
    plain, common = (
        read(BarrageEvent, live.super_fan(fan)),
        read(BarrageEvent, live.super_fan(fan, common_content=True)),
    )
    assert "ttlive_superfan" in plain.content.key.lower()
    assert "ttlive_superfan" in common.common_barrage_content.key.lower()
    assert plain.user.id == common.user.id == fan.user_id


def test_control_emotes_and_what_counts_for_nothing(live: Live, fan: Viewer) -> None:
    pin = read(RoomPinEvent, ignored_messages.pinned(live, live.chat(fan, "rules: be nice")))
    box = read(EnvelopeEvent, ignored_messages.envelope(live, fan, 500, business_type=ignored_messages.SUPER_FAN_BOX))
    assert read(ControlEvent, live.control(Control.SUSPEND)).action == 4
    assert read(EmoteChatEvent, live.emote_chat(fan, "99")).emote_list[0].emote_id == "99"
    assert pin.chat_message.content == "rules: be nice"
    assert (box.envelope_info.diamond_count, box.envelope_info.business_type) == (500, 19)
    assert read(PollEvent, ignored_messages.poll(live, "A or B?")).start_content.title == "A or B?"
    assert all(
        message.deed is None
        for message in (ignored_messages.poll(live), ignored_messages.envelope(live, fan), live.viewers(3))
    )


def test_a_renamed_viewer_keeps_the_id(live: Live, fan: Viewer) -> None:
    renamed = read(CommentEvent, live.chat(fan.renamed("new_name"), "hi"))
    assert (renamed.user.id, renamed.user.display_id) == (fan.user_id, "new_name")


def test_messages_are_about_as_large_as_tiktoks(tiktok: TikTok, live: Live) -> None:
    hand = ScriptMessages(tiktok)
    sizes = [len(hand.message(live, event).payload) for event in generate(1, 2000)]
    assert 2000 <= sum(sizes) / len(sizes) <= 2200


@pytest.mark.parametrize("number", [0, 1, 127, 128, 2**31, 2**63 - 1, 2**64 - 1, 2**70])
def test_numbers_come_back_as_they_were_written(number: int) -> None:
    assert decode(b"\x08" + varint(number)) == {1: [number]}


def test_zero_and_nothing_are_left_out_and_an_empty_message_is_not() -> None:
    assert encode({1: 0, 2: "", 3: None, 4: False, 5: []}) == b""
    assert encode({6: {}, 7: [1, 0]}) == b"\x32\x00\x38\x01\x38\x00"
