"""The work of one channel: many changes, one request at a time, and a gap after each."""

from __future__ import annotations

import asyncio
from enum import Enum, auto
from typing import Protocol

from displays.tasks import Tasks
from domain.refusals import Refusal

WAIT_SECONDS = 0.3  # changes come in bursts: one drawing serves them all
GAP_SECONDS = 2.1  # Discord: about 3 edits of messages older than an hour in 6 s per channel (reported, error 30046)
RETRY_SECONDS = 30


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
            self._tasks.spawn(self._mark_later(job), f"retry in channel {self._name}")
        if step is Step.MORE:
            self.mark(job)
        if step is not Step.DONE:
            await asyncio.sleep(GAP_SECONDS)

    async def _mark_later(self, job: Job) -> None:
        await asyncio.sleep(RETRY_SECONDS)
        self.mark(job)


async def _step_of(job: Job) -> Step:
    try:
        return await job.step()
    except Refusal:  # the database, which has logged it; an end here would take the channel's other jobs along
        return Step.LATER
