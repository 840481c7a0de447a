"""The time of the stand-in: the real one, plus what a test has added to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the time; `advance` lets hours pass at once, for deadlines, signed URLs and rate limits."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The time as an aware UTC datetime."""
        return datetime.now(UTC) + self._ahead

    def timestamp(self) -> float:
        """The time as seconds since 1970."""
        return self.now().timestamp()

    def advance(self, seconds: float) -> None:
        """Moves the time forward; it cannot go back, because ids are made of it."""
        if seconds < 0:
            raise ValueError("the clock cannot go back")
        self._ahead += timedelta(seconds=seconds)
