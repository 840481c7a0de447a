"""The queue between socket and writer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from domain.live_events import Gift, Join, Like, LiveEvent, Viewer
from tiktok import event_buffer as inlet_module
from tiktok.event_buffer import BATCH_EVENTS, BATCH_SECONDS, MOST_WAITING, EventBuffer

AT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
FAN = Viewer(1, "fan", "Fan")


def like(number: int) -> LiveEvent:
    return Like(7, number, AT, FAN, 1)


def join(number: int) -> LiveEvent:
    return Join(7, number, AT, FAN)


def gift(number: int) -> LiveEvent:
    return Gift(7, number, AT, FAN, 5655, 9, 1, 1, repeat_end=True, streakable=True, to_host=True)


class Book:
    """Keeps the batches with the time that each took to arrive."""

    def __init__(self, seconds: float = 0) -> None:
        self.batches: list[list[LiveEvent]] = []
        self.waits: list[float] = []
        self._seconds = seconds
        self._began = asyncio.get_running_loop().time()

    async def keep(self, events: Sequence[LiveEvent]) -> None:
        self.waits.append(asyncio.get_running_loop().time() - self._began)
        await asyncio.sleep(self._seconds)
        self.batches.append(list(events))

    @property
    def ids(self) -> list[int]:
        return [event.message_id for batch in self.batches for event in batch]


async def test_events_wait_250_ms_for_company() -> None:
    event_buffer, book = EventBuffer(), Book()
    writer = asyncio.create_task(event_buffer.write(book.keep))
    for number in range(5):
        await event_buffer.put([like(number)], None)
        await asyncio.sleep(0.01)
    await asyncio.sleep(BATCH_SECONDS + 0.1)
    assert [len(batch) for batch in book.batches] == [5]
    assert BATCH_SECONDS * 0.9 < book.waits[0] < BATCH_SECONDS + 0.1
    event_buffer.close()
    await writer


async def test_a_gift_waits_for_nobody_and_takes_along_what_came_before_it() -> None:
    event_buffer, book = EventBuffer(), Book()
    writer = asyncio.create_task(event_buffer.write(book.keep))
    await event_buffer.put([like(1)], None)
    await event_buffer.put([gift(2)], None)
    await asyncio.sleep(0.05)
    assert book.ids == [1, 2]
    event_buffer.close()
    await writer


async def test_a_batch_is_handed_on_at_500_events() -> None:
    event_buffer, book = EventBuffer(), Book()
    for number in range(BATCH_EVENTS + 1):
        await event_buffer.put([like(number)], None)
    writer = asyncio.create_task(event_buffer.write(book.keep))
    await asyncio.sleep(0.1)
    assert [len(batch) for batch in book.batches] == [BATCH_EVENTS]
    event_buffer.close()
    await writer
    assert book.ids == list(range(BATCH_EVENTS + 1))


async def test_a_full_queue_lets_the_socket_wait_and_loses_nothing() -> None:
    event_buffer, book = EventBuffer(), Book()
    count = MOST_WAITING + 50

    async def socket() -> None:
        for number in range(count):
            await event_buffer.put([like(number)], None)
        event_buffer.close()

    filling = asyncio.create_task(socket())
    await asyncio.sleep(0.05)
    assert not filling.done()
    await event_buffer.write(book.keep)
    assert book.ids == list(range(count))
    assert event_buffer.shed == 0


async def test_only_joins_are_left_out_and_only_while_the_writer_is_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inlet_module, "BEHIND_SECONDS", 0.02)
    event_buffer, book, disk = EventBuffer(), Book(), asyncio.Semaphore(0)

    async def keep(events: Sequence[LiveEvent]) -> None:
        async with disk:
            await book.keep(events)
        await disk.acquire()

    writer = asyncio.create_task(event_buffer.write(keep))
    await event_buffer.put([gift(1)], None)
    await asyncio.sleep(0)
    await event_buffer.put([gift(2), join(3)], None)
    await asyncio.sleep(0.05)
    disk.release()  # the first batch is written, and the second is late
    await asyncio.sleep(0.01)
    await event_buffer.put([gift(4)], None)
    await event_buffer.put([gift(5), join(6), like(7)], None)
    assert event_buffer.shed == 1
    for _ in range(9):
        disk.release()
    await asyncio.sleep(0.01)
    await event_buffer.put([join(8)], None)
    event_buffer.close()
    await writer
    assert (event_buffer.shed, book.ids) == (1, [1, 2, 3, 4, 5, 7, 8])


async def test_frames_are_acknowledged_once_their_events_are_kept() -> None:
    event_buffer, book, acked = EventBuffer(), Book(seconds=0.05), []

    def ack() -> None:
        acked.append(list(book.ids))

    writer = asyncio.create_task(event_buffer.write(book.keep))
    await event_buffer.put([gift(1)], ack)
    await event_buffer.put([], ack)
    await asyncio.sleep(0.02)
    assert acked == []
    event_buffer.close()
    await writer
    assert acked == [[1], [1]]


async def test_a_frame_in_parts_is_acknowledged_only_after_the_last_part_is_kept() -> None:
    event_buffer, book, acked = EventBuffer(), Book(), []
    writer = asyncio.create_task(event_buffer.write(book.keep))
    for part in range(6):
        await event_buffer.put([like(part * 250 + one) for one in range(250)])
    await event_buffer.put((), lambda: acked.append(len(book.ids)))
    event_buffer.close()
    await writer
    assert acked == [1_500]
    assert len(book.batches) > 1


async def test_a_writer_that_fails_says_so() -> None:
    event_buffer = EventBuffer()

    async def fail(events: Sequence[LiveEvent]) -> None:
        raise OSError("disk full")

    await event_buffer.put([gift(1)], None)
    with pytest.raises(OSError, match="disk full"):
        await event_buffer.write(fail)
