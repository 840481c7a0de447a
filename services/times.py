"""Mends what a clock that was ahead has left in the database."""

from __future__ import annotations

import logging
from collections.abc import Callable

from domain.refusals import DataUnusable
from services.base import Service

log = logging.getLogger(__name__)


class Times(Service):
    """The times of all servers."""

    async def bring_back(self, follow: Callable[[], None] = lambda: None) -> int:
        """Lets the clock follow the computer's, and brings times from the future back; returns how many rows changed.

        Both in one transaction, so that nobody stores a time in between.
        """
        async with self._database.transaction() as tables:
            follow()
            changed = await tables.times.bring_back(self._clock())
        if changed:
            log.warning("the clock was ahead before: times from the future were brought back rows=%d", changed)
        return changed

    async def put_right(self, follow: Callable[[], None]) -> bool:
        """The same while the bot runs; False while the database cannot be used."""
        try:
            await self.bring_back(follow)
        except DataUnusable:
            return False
        return True
