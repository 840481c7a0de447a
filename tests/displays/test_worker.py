"""The work of one channel: nothing that one job meets stops the others."""

from __future__ import annotations

import asyncio

import pytest

from displays import worker
from displays.worker import LONGEST_RETRY_SECONDS, ChannelWorker, Step, retry_seconds
from domain import refusals
from services.tasks import Tasks


class Job:
    """Refused by the database `refused` times, and then done."""

    def __init__(self, refused: int = 0) -> None:
        self.refused = refused
        self.done = asyncio.Event()

    async def step(self) -> Step:
        """One step."""
        if self.refused:
            self.refused -= 1
            raise refusals.data_in_use()
        self.done.set()
        return Step.DONE


async def test_a_job_that_the_database_refused_comes_again_and_takes_no_other_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("WAIT_SECONDS", "GAP_SECONDS", "FIRST_RETRY_SECONDS"):
        monkeypatch.setattr(worker, name, 0.01)
    tasks, refused, other = Tasks(), Job(refused=2), Job()
    channel = ChannelWorker(tasks, "queue")
    channel.mark(refused)
    channel.mark(other)
    async with asyncio.timeout(5):
        await other.done.wait()
        await refused.done.wait()
    await tasks.close()


def test_the_first_try_after_a_failure_comes_within_two_seconds_and_later_ones_wait_longer() -> None:
    assert all(1 <= retry_seconds(0) <= 2 for _ in range(100))
    assert all(LONGEST_RETRY_SECONDS / 2 <= retry_seconds(100) <= LONGEST_RETRY_SECONDS for _ in range(100))
    assert len({retry_seconds(3) for _ in range(100)}) > 1


async def test_a_success_in_between_makes_the_waits_short_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    for name in ("WAIT_SECONDS", "GAP_SECONDS"):
        monkeypatch.setattr(worker, name, 0.01)

    def at_once(failures: int) -> float:
        asked.append(failures)
        return 0.01

    monkeypatch.setattr(worker, "retry_seconds", at_once)
    tasks, job = Tasks(), Job(refused=3)
    channel = ChannelWorker(tasks, "queue")
    for refused in (3, 2):
        job.refused = refused
        job.done.clear()
        channel.mark(job)
        async with asyncio.timeout(5):
            await job.done.wait()
    await tasks.close()
    assert asked == [0, 1, 2, 0, 1]
