"""Waiting for something to become true."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

_POLL_SECONDS = 0.002


async def until(condition: Callable[[], object], timeout: float, what: str) -> None:  # noqa: ASYNC109 - tests say how long they wait
    """Waits until the condition holds; raises `TimeoutError`, which says for what, after so many real seconds."""
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {timeout} s for {what}")
        await asyncio.sleep(_POLL_SECONDS)
