"""One frame with as much as ten minutes bring: it is read and recorded in parts, and nobody waits long for it."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import ClassVar

import pytest

from domain.live_events import LiveEvent
from services.live_recorder import GuildRecorder
from standins.tiktok.creator import Creator
from standins.tiktok.world import TikTok
from tests.bot_env import Opened, open_services
from tests.show import GUILD, RITA
from tests.tiktok.memory_recorder import QUICK, now, settings_for
from tiktok import live_pb2 as pb
from tiktok.library import Library
from tiktok.supervisor import Supervisor

LIKES, VIEWERS = 12_000, 3_000
TICK_SECONDS, LATE_SECONDS = 0.005, 0.3  # 0.1 on a machine that does nothing else
MOST_IN_A_BATCH = 750


def frame_of_likes(likes: int) -> bytes:
    """One frame with so many messages."""
    result, at = pb.FetchResult(need_ack=True), int(time.time() * 1000)
    for number in range(1, likes + 1):
        user = pb.User(id=number % VIEWERS + 1, display_id=b"fan%d" % (number % VIEWERS))
        like = pb.Like(common=pb.Common(msg_id=number, create_time=at), user=user, count=15)
        whole = pb.Envelope(method=b"WebcastLikeMessage", msg_id=number, payload=like.SerializeToString())
        result.messages.append(whole.SerializeToString())
    packed = gzip.compress(result.SerializeToString(), 1)
    return pb.PushFrame(log_id=9, payload_type=b"msg", payload=packed).SerializeToString()


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Opened]:
    async with open_services(tmp_path, now) as services:
        yield services


class Sizes(GuildRecorder):
    """The bot's recorder, which notes how much it was handed at once."""

    sizes: ClassVar[list[int]] = []

    async def record(self, session_id: int, batch: Sequence[LiveEvent]) -> None:
        self.sizes.append(len(batch))
        await super().record(session_id, batch)


@pytest.fixture
async def supervisor(tiktok: TikTok, opened: Opened) -> AsyncIterator[Supervisor]:
    recorder = Sizes(opened.services.live, opened.services.feed, GUILD)
    Sizes.sizes = []
    made = Supervisor(Library(settings_for(tiktok), now).gateway, recorder, now, QUICK)
    yield made
    await made.close()


async def longest_wait(done: asyncio.Event) -> float:
    """The longest that a timer was late."""
    late = 0.0
    while not done.is_set():
        began = time.perf_counter()
        await asyncio.sleep(TICK_SECONDS)
        late = max(late, time.perf_counter() - began - TICK_SECONDS)
    return late


async def test_a_frame_of_twelve_thousand_likes_lets_others_in_and_is_acknowledged_once_all_is_counted(
    nova: Creator, opened: Opened, supervisor: Supervisor
) -> None:
    live, services = nova.go_live(), opened.services
    supervisor.connect(nova.handle, await services.live.follow(GUILD, RITA, nova.handle))
    await live.connected()
    data, done = frame_of_likes(LIKES), asyncio.Event()
    watching = asyncio.create_task(longest_wait(done))
    await live.send_raw(data)
    async with asyncio.timeout(60):
        while not any(ack.log_id == 9 for ack in live.acks):  # noqa: ASYNC110 - the stand-in has no event for it
            await asyncio.sleep(0.05)
    done.set()
    [(_, session)] = await services.live.follow_requests()
    assert session is not None
    async with opened.database.transaction() as tables:
        seen = await tables.live.number("SELECT sum(likes) FROM attendance")
    assert seen == LIKES * 15
    assert max(Sizes.sizes) < MOST_IN_A_BATCH
    assert await watching < LATE_SECONDS
