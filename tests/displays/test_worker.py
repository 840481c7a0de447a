"""The work of one channel: nothing that one job meets stops the others."""

from __future__ import annotations

import asyncio

import pytest

from displays import worker
from displays.tasks import Tasks
from displays.worker import ChannelWorker, Step
from domain import refusals


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
