"""The work of one channel: many changes, one request at a time, and a gap after each."""

from __future__ import annotations

import asyncio
from collections import Counter
from enum import Enum, auto
from random import uniform
from typing import Protocol

from domain.refusals import Refusal
from services.tasks import Tasks

WAIT_SECONDS = 0.3  # changes come in bursts: one drawing serves them all
GAP_SECONDS = 2.1  # Discord: about 3 edits of messages older than an hour in 6 s per channel (reported, error 30046)
FIRST_RETRY_SECONDS, LONGEST_RETRY_SECONDS = 2, 60


class Step(Enum):
    """What a job did, and so what its worker does next."""

    DONE = auto()  # nothing was sent
    SENT = auto()  # something was sent: keep the gap
    MORE = auto()  # something was sent, and more is to do
    LATER = auto()  # Discord or the database could not be reached: try again after a while


class Job(Protocol):
    """Something that a worker does for its channel, a step at a time."""

    async def step(self) -> Step:
        """Brings Discord one request nearer to the newest state."""


class ChannelWorker:
    """One channel's jobs, the longest waiting first; its one task lives while there is something to do."""

    def __init__(self, tasks: Tasks, name: str) -> None:
        self._tasks = tasks
        self._name = name
        self._dirty: dict[Job, None] = {}
        self._failures: Counter[Job] = Counter()  # in a row, by job
        self._working = False

    def mark(self, job: Job) -> None:
        """Asks for a step of `job` soon; asking again before it came changes nothing."""
        self._dirty.setdefault(job)
        if not self._working:
            self._working = True
            self._tasks.spawn(self._work(), f"channel {self._name}")

    async def _work(self) -> None:
        try:
            await asyncio.sleep(WAIT_SECONDS)
            while self._dirty:
                job = next(iter(self._dirty))
                del self._dirty[job]
                await self._turn(job)
        finally:
            self._working = False

    async def _turn(self, job: Job) -> None:
        step = await _step_of(job)
        if step is Step.LATER:
            self._tasks.spawn(self._mark_later(job, retry_seconds(self._failures[job])), f"retry in {self._name}")
            self._failures[job] += 1
        else:
            self._failures.pop(job, None)
        if step is Step.MORE:
            self.mark(job)
        if step is not Step.DONE:
            await asyncio.sleep(GAP_SECONDS)

    async def _mark_later(self, job: Job, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self.mark(job)


def retry_seconds(failures: int) -> float:
    """How long to wait after so many failures before: twice as long each time, and never all channels at once."""
    longest: float = min(FIRST_RETRY_SECONDS * 2 ** min(failures, 10), LONGEST_RETRY_SECONDS)
    return longest * uniform(0.5, 1)  # noqa: S311  # no secret


async def _step_of(job: Job) -> Step:
    try:
        return await job.step()
    except Refusal:  # the database, which has logged it; an end here would take the channel's other jobs along
        return Step.LATER
