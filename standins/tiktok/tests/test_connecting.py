"""The way in: page, room API, alive check, sign server, socket; and the messages that come through it."""

from __future__ import annotations

from TikTokLive.events import CommentEvent, GiftEvent, LikeEvent
from TikTokLive.events.custom_events import ConnectEvent

from standins.tiktok import Creator, Live, Place, TikTok, Viewer
from standins.tiktok.tests.conftest import Listen


async def test_the_library_connects_through_public_settings_alone(tiktok: TikTok, live: Live, listen: Listen) -> None:
    listener = listen()
    await listener.listen(fetch_room_info=True, fetch_gift_info=True)

    assert [(request.place, request.status) for request in tiktok.requests] == [
        (Place.PAGE, 200),
        (Place.ALIVE, 200),
        (Place.ROOM_INFO, 200),
        (Place.GIFT_LIST, 200),
        (Place.SIGN, 200),
        (Place.PUSH, 101),
    ]
    assert tiktok.requests_to(Place.SIGN)[0].api_key == tiktok.sign.key
    assert [event.room_id for event in listener.named(ConnectEvent)] == [live.room_id]
    assert listener.room_info is not None
    assert listener.room_info["id_str"] == str(live.room_id)
    assert listener.gift_info is not None
    assert {"id": 5655, "name": "Rose", "diamond_count": 1, "type": 1} in listener.gift_info["gifts"]


async def test_likes_comments_and_gifts_arrive_as_they_were_sent(live: Live, fan: Viewer, listen: Listen) -> None:
    listener = listen()
    await listener.listen()
    await live.send(live.like(fan, count=5), live.chat(fan, "hello 🎧"), live.gift(fan, "Rose", count=3))
    await live.all_acked()

    (like,), (comment,), (gift,) = (listener.named(kind) for kind in (LikeEvent, CommentEvent, GiftEvent))
    assert (like.count, like.total, like.user.id) == (5, 5, fan.user_id)
    assert (comment.content, comment.user.nickname, comment.user.display_id) == ("hello 🎧", "Fan №1 🎵", "fan_one")
    assert (gift.gift.name, gift.gift.diamond_count, gift.repeat_count, gift.repeat_end) == ("Rose", 1, 3, 1)
    assert live.sent_coins == {fan.user_id: 3}


async def test_every_frame_is_acknowledged_with_its_own_words(live: Live, fan: Viewer, listen: Listen) -> None:
    listener = listen()
    await listener.listen()
    log_ids = [await live.send(live.like(fan)) for _ in range(5)]
    await live.all_acked()

    assert [ack.log_id for ack in live.acks] == log_ids
    assert all(str(ack.log_id) in ack.internal_ext for ack in live.acks)


async def test_several_creators_are_live_at_once_in_rooms_of_their_own(tiktok: TikTok, listen: Listen) -> None:
    rooms = [tiktok.creator(handle).go_live() for handle in ("one", "two")]
    listeners = [listen("one"), listen("two")]
    for listener in listeners:
        await listener.listen()
    for live in rooms:
        await live.send(live.chat(tiktok.viewer("fan"), live.creator.handle))
        await live.all_acked()

    heard = [[event.content for event in listener.named(CommentEvent)] for listener in listeners]
    assert heard == [["one"], ["two"]]
    assert [listener.room_id for listener in listeners] == [live.room_id for live in rooms]


async def test_the_client_says_where_it_is_and_that_it_lives(live: Live, listen: Listen) -> None:
    await listen().listen()
    (connection,) = live.connections
    await live.until(lambda: len(connection.heartbeats) >= 2, "two heartbeats")

    assert connection.entered_room == live.room_id


async def test_is_live_asks_the_room_api_alone(tiktok: TikTok, host: Creator, listen: Listen) -> None:
    host.go_live()
    assert await listen().is_live()
    await host.end_live()
    assert not await listen().is_live()
    assert {request.place for request in tiktok.requests} == {Place.ROOM_API}
