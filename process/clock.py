"""The clock of the show: it follows the computer's, and never runs backwards."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

log = logging.getLogger(__name__)

WORTH_TELLING = timedelta(minutes=1)


def wall_clock() -> datetime:
    """What the computer's clock shows."""
    return datetime.now(UTC)


class SteadyClock:
    """First come, first served, also when the computer's clock is set back: then this one runs on by itself.

    It is the computer's again once that one has caught up, or after a restart of the process.
    """

    def __init__(
        self, wall: Callable[[], datetime] = wall_clock, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._last = wall()
        self._last_monotonic = monotonic()
        self._told = False

    def __call__(self) -> datetime:
        """Now, never earlier than before."""
        monotonic, wall = self._monotonic(), self._wall()
        run_on = self._last + timedelta(seconds=monotonic - self._last_monotonic)
        self._last, self._last_monotonic = max(wall, run_on), monotonic
        self._tell(self._last - wall)
        return self._last

    def _tell(self, ahead: timedelta) -> None:
        if ahead > WORTH_TELLING and not self._told:
            log.warning("the computer's clock was set back by %d s; the show's clock runs on", ahead.total_seconds())
        self._told = ahead > WORTH_TELLING
