"""Waiting for the database, where nobody waits for an answer: what an event asked for is done once it can be."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from itertools import chain, repeat
from typing import TypeVar

from domain.refusals import DataUnusable

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
