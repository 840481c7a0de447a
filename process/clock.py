"""The clock of the show: it follows the computer's, and is never set back without mending what was stored."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

log = logging.getLogger(__name__)

WORTH_TELLING = timedelta(minutes=1)
WORTH_MENDING = timedelta(seconds=1)
FOLLOWED_AT_ONCE = timedelta(days=1)  # a correction, or a sleep; more than that may well be a wrong clock
BACK_AFTER_SECONDS, AHEAD_AFTER_SECONDS = 600, 3600
LOOK_SECONDS = 60


def wall_clock() -> datetime:
    """What the computer's clock shows."""
    return datetime.now(UTC)


class SteadyClock:
    """First come, first served, also when the computer's clock is set back: then this one runs on by itself.

    A leap ahead of more than a day is not followed either, so that nothing runs out by it. Where the computer's clock
    stays as it is, `follow` makes this one the same again: what was stored with times from then on has to be mended in
    the same moment, so that is not done unasked.
    """

    def __init__(
        self, wall: Callable[[], datetime] = wall_clock, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._last = wall()
        self._last_monotonic = monotonic()
        self._told = False
        self._offset = timedelta()  # of the computer's clock, and since when it is about the same
        self._offset_since = self._last_monotonic

    def __call__(self) -> datetime:
        """Now, never earlier than before."""
        monotonic, wall = self._monotonic(), self._wall()
        run_on = self._last + timedelta(seconds=monotonic - self._last_monotonic)
        follows = timedelta() <= wall - run_on <= FOLLOWED_AT_ONCE
        self._last, self._last_monotonic = wall if follows else run_on, monotonic
        self._watch(wall - self._last)
        return self._last

    def should_follow(self) -> bool:
        """Whether the computer's clock has shown another time for so long that it has to be right."""
        self()
        after = AHEAD_AFTER_SECONDS if self._offset > timedelta() else BACK_AFTER_SECONDS
        return abs(self._offset) > WORTH_MENDING and self._last_monotonic - self._offset_since >= after

    def follow(self) -> None:
        """Shows what the computer's clock shows, also where that is earlier."""
        self._last, self._last_monotonic = self._wall(), self._monotonic()
        self._watch(timedelta())

    def _watch(self, offset: timedelta) -> None:
        if abs(offset - self._offset) > WORTH_MENDING:
            self._offset, self._offset_since = offset, self._last_monotonic
        if abs(offset) > WORTH_TELLING and not self._told:
            way, seconds = ("forward", offset) if offset > timedelta() else ("back", -offset)
            log.warning("the computer's clock was set %s by %d s; the show's runs on", way, seconds.total_seconds())
        self._told = abs(offset) > WORTH_TELLING


async def keep_right(clock: SteadyClock, put_right: Callable[[Callable[[], None]], Awaitable[bool]]) -> None:
    """Looks every minute whether the clock has to follow; `put_right` lets it, and mends what is stored with it.

    Where it could not, it is asked again.
    """
    due = False
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        due = due or clock.should_follow()
        if due:
            due = not await put_right(clock.follow)
