"""Whose file is checked next: members take turns, so that one with many files does not hold up the others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class Turns:
    """One at a time, and of each member one in the line: who has more waits for the next round."""

    def __init__(self) -> None:
        self._line = asyncio.Lock()  # asyncio: first come, first served
        self._own: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()  # of those who have a file here

    @asynccontextmanager
    async def turn(self, member_id: int) -> AsyncIterator[None]:
        """Waits for the member's turn, and keeps it until the end."""
        own = self._own.setdefault(member_id, asyncio.Lock())
        async with own, self._line:
            yield
