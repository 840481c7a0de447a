"""LIVEs that are written down: played, generated, spoiled, and sent from a process of their own."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from TikTokLive.client.web.web_settings import WebDefaults
from TikTokLive.events import CommentEvent, GiftEvent, JoinEvent, LikeEvent
from websockets.exceptions import ConnectionClosedError

from standins.tiktok import GIFTS, SINGLE, Kind, Live, Player, Viewer, message_faults, play, script
from standins.tiktok.generator import MIX, generate
from standins.tiktok.script import Event
from standins.tiktok.tests.conftest import Listen
from standins.tiktok.tests.listener import Listener
from standins.tiktok.wait import until

ROOT = Path(__file__).parents[3]


@asynccontextmanager
async def faithful(listener: Listener) -> AsyncIterator[None]:
    """Connects again whenever the connection ends, until the block does."""

    async def stay() -> None:
        while True:
            await listener.listen()
            await asyncio.gather(listener.ended(60), return_exceptions=True)

    task = asyncio.create_task(stay())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def coins_of(listener: Listener) -> Counter[int]:
    """The rule that is exact: the rise of each streak's count, other gifts once for each message id."""
    best: dict[object, tuple[int, int]] = {}
    for event in listener.named(GiftEvent):
        gift, user_id = event.gift, event.user.id
        key = (user_id, gift.id, event.group_id) if gift.type != SINGLE else event.common.msg_id
        known = best.get(key, (user_id, 0))[1]
        best[key] = user_id, max(known, event.repeat_count * gift.diamond_count)
    coins: Counter[int] = Counter()
    for user_id, amount in best.values():
        coins[user_id] += amount
    return coins


def once(events: list[LikeEvent]) -> dict[int, LikeEvent]:
    """One of those with the same message id."""
    return {event.common.msg_id: event for event in events}


async def test_a_script_is_played_as_it_was_written(live: Live, listen: Listen, tmp_path: Path) -> None:
    path = tmp_path / "live.jsonl"
    path.write_text(
        """# a short evening
        {"at": 0, "do": "join", "who": "ann", "who_id": 5}
        {"at": 0.1, "do": "like", "who": "ann", "count": 7, "hidden": 3}
        {"at": 0.2, "do": "gift", "who": "ben", "gift": "Rose", "count": 2, "streak": "a", "end": false}
        {"at": 0.2, "do": "drop", "code": 1000}
        {"at": 0.3, "do": "gift", "who": "ben", "gift": "Rose", "count": 6, "streak": "a"}
        {"at": 0.3, "do": "again", "last": 2}
        {"at": 0.4, "do": "restart"}
        {"at": 0.5, "do": "comment", "who": "ann", "text": "back again"}
        {"at": 0.6, "do": "silence"}
        {"at": 0.7, "do": "viewers", "now": 12, "so_far": 40}
        {"at": 0.8, "do": "end"}
        """.replace("\n        ", "\n")
    )
    listener = listen()
    async with faithful(listener):
        hang_up = asyncio.create_task(_hang_up_on_silence(live, listener))
        player = await play(live, path, speed=0)
        await hang_up

    assert len(player.rooms) == 2
    assert [room.sockets_opened for room in player.rooms] == [2, 2]
    assert player.sent.of(Kind.LIKE) == {5: 7}
    assert player.sent.of(Kind.GIFT).total() == 6 == coins_of(listener).total()
    assert [event.content for event in once(listener.named(CommentEvent)).values()] == ["back again"]


async def _hang_up_on_silence(live: Live, listener: Listener) -> None:
    await live.until(lambda: any(one.silent for room in live.creator.lives for one in room.connections), "silence")
    assert listener.task is not None
    listener.task.cancel()


async def test_speed_divides_the_time_that_a_script_takes(live: Live, listen: Listen) -> None:
    await listen().listen()
    before = asyncio.get_running_loop().time()
    await play(live, [Event(at, "like", {"who": "ann"}) for at in (0, 1, 2)], speed=10)
    assert 0.19 <= asyncio.get_running_loop().time() - before < 1
    assert live.frames_sent == 3


async def test_at_full_speed_events_share_frames_and_all_arrive(live: Live, listen: Listen) -> None:
    listener = listen()
    async with faithful(listener):
        await live.connected()
        player = await play(live, generate(3, 300, viewers=20), speed=0, per_frame=10)
        await until(lambda: len(live.acks) == 30, 20, "the last ack")
    sent = player.sent
    heard = {LikeEvent: 0, JoinEvent: 0, CommentEvent: 0}
    for kind in heard:
        heard[kind] = len(listener.named(kind))
    assert live.frames_sent == 30
    assert sum(event.count for event in listener.named(LikeEvent)) == sent.of(Kind.LIKE).total()
    assert heard[JoinEvent] == sent.of(Kind.JOIN).total()
    assert heard[CommentEvent] == sent.of(Kind.COMMENT).total()
    assert coins_of(listener) == live.sent_coins


async def test_a_player_whom_nobody_hears_gives_up(live: Live) -> None:
    with pytest.raises(TimeoutError):
        await play(live, generate(1, 5), speed=0, patience_seconds=0.05)


def test_a_random_live_is_the_same_for_the_same_seed_and_has_the_usual_mix(tmp_path: Path) -> None:
    events = list(generate(7, 5000))
    kinds = Counter(event.do for event in events)
    assert events == list(generate(7, 5000)) != list(generate(8, 5000))
    assert all(abs(kinds[kind] / 50 - part) < 3 for kind, part in MIX.items())
    assert {event.text("gift") for event in events if event.do == "gift"} <= GIFTS.keys()

    script.write(tmp_path / "random.jsonl", events)
    again = list(script.read(tmp_path / "random.jsonl"))
    assert [(event.do, event.fields) for event in again] == [(event.do, event.fields) for event in events]


async def test_spoiled_messages_tell_the_same_truth(live: Live, fan: Viewer, listen: Listen) -> None:
    honest = [message for size in range(1, 40) for message in live.streak(fan, "Rose", [size, size + 3])]
    spoiled = message_faults.spoil(honest, seed=5, repeated=0.3, displaced=0.3, lost_ends=0.5)
    ends = [message for message in honest if message.fields[9]]
    assert len({message.msg_id for message in spoiled}) < len(honest)
    assert any(message not in spoiled for message in ends)
    assert spoiled == message_faults.spoil(honest, seed=5, repeated=0.3, displaced=0.3, lost_ends=0.5)
    assert [message.msg_id for message in spoiled] != sorted(message.msg_id for message in spoiled)

    listener = listen()
    await listener.listen()
    for frame in message_faults.in_frames(spoiled, 8):
        await live.send(*frame)
    await live.all_acked()
    assert coins_of(listener) == live.sent_coins == {fan.user_id: sum(size + 3 for size in range(1, 40))}


async def test_a_drop_in_a_script_can_be_a_reset(live: Live, listen: Listen) -> None:
    listener = listen()
    await listener.listen()
    player = Player(live, speed=0, patience_seconds=0.2)
    with pytest.raises(TimeoutError):
        await player.play([Event(0, "drop", {"code": 1006, "reset": True})])
    with pytest.raises(ConnectionClosedError):
        await listener.ended()


@pytest.mark.parametrize("rate", [0, 2000])
async def test_the_sender_pushes_from_a_process_of_its_own(
    monkeypatch: pytest.MonkeyPatch, listen: Listen, rate: int
) -> None:
    arguments = ["--events", "95", "--per-frame", "10", "--rate", str(rate), "--patience-seconds", "20"]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "standins.tiktok.sender", *arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    hello = json.loads(await process.stdout.readline())
    monkeypatch.setattr(WebDefaults, "tiktok_app_url", hello["TIKTOK_URL"])
    monkeypatch.setattr(WebDefaults, "tiktok_webcast_url", hello["TIKTOK_WEBCAST_URL"])
    monkeypatch.setenv("SIGN_API_URL", hello["SIGN_API_URL"])
    monkeypatch.setenv("SIGN_API_KEY", hello["SIGN_API_KEY"])

    listener = listen(hello["handle"])
    await listener.listen()
    kinds = (LikeEvent, JoinEvent, CommentEvent, GiftEvent)
    async with asyncio.timeout(10):
        while sum(len(listener.named(kind)) for kind in kinds) < 95:  # noqa: ASYNC110 - the library sets no event
            await asyncio.sleep(0.01)
    await listener.disconnect()
    report = json.loads(await process.stdout.readline())
    assert await process.wait() == 0

    assert (report["events"], report["frames"]) == (95, 10)
    assert report["sent"]["like"] == sum(event.count for event in listener.named(LikeEvent))
    assert report["sent"]["gift"] == coins_of(listener).total()
