"""Background work: tasks that somebody owns, and waiting for the database where nobody waits for an answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from itertools import chain, repeat
from typing import TypeVar

from domain.refusals import DataUnusable

log = logging.getLogger(__name__)


class Tasks:
    """Tasks that belong together; after `close` no new one starts."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()
        self._closed = False

    def spawn(self, work: Coroutine[object, object, None], name: str) -> None:
        """Starts `work`; asyncio itself keeps no strong reference to a task."""
        if self._closed:
            work.close()
            return
        task = asyncio.create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._ended)

    async def close(self) -> None:
        """Cancels what runs, and waits until it has ended."""
        self._closed = True
        running = [task for task in self._running if task is not asyncio.current_task()]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("the task %s failed", task.get_name(), exc_info=error)


T = TypeVar("T")
PAUSES_SECONDS = (0.5, 1, 2, 5)  # and the last one again and again


async def until_usable(work: Callable[[], Awaitable[T]]) -> T:
    """What `work` returns, done again after each pause while another program or a full disk keeps the database.

    A transaction that was refused has changed nothing.
    """
    for pause in chain(PAUSES_SECONDS, repeat(PAUSES_SECONDS[-1])):
        try:
            return await work()
        except DataUnusable:
            await asyncio.sleep(pause)
    raise AssertionError  # the pauses have no end
