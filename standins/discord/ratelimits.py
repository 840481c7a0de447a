"""Rate limits: fixed windows per route and place, answered with Discord's headers."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from standins.discord.errors import ApiError, Kind

if TYPE_CHECKING:
    from standins.discord.clock import Clock


@dataclass(frozen=True)
class Limit:
    """So many calls in so many seconds; counted for each channel, guild or token of its own."""

    name: str
    calls: int
    seconds: float


# Discord: the numbers are not documented and can change; these are the reported ones.
CREATE = Limit("create message", 5, 5)
EDIT = Limit("edit message", 5, 5)
DELETE = Limit("delete message", 5, 1)
WEBHOOK = Limit("webhook", 5, 2)
REACT = Limit("react", 1, 0.25)
PIN = Limit("pin", 5, 4)
OPEN_DIRECT = Limit("open direct messages", 10, 10)
CHANGE_CHANNEL = Limit("change channel", 2, 600)
# Discord: error 30046; all messages of a channel that are older than an hour share this one.
OLD_EDITS = Limit("edit old messages", 3, 6)
OLD_AFTER_SECONDS = 3600
# Discord: documented; interaction endpoints are exempt.
EVERYTHING = Limit("global", 50, 1)


class RateLimitedError(ApiError):
    """The answer 429 with its headers and the seconds to wait."""

    def __init__(self, wait_seconds: float, *, scope: str, code: int = 0, text: str | None = None) -> None:
        super().__init__(Kind(429, code, text or "You are being rate limited."))
        self.details = {"retry_after": round(wait_seconds, 3), "global": scope == "global"}
        self.headers = {
            "Retry-After": str(math.ceil(wait_seconds)),
            "X-RateLimit-Scope": scope,
            # Discord: answers come through its proxy; without Via the library takes a 429 for a Cloudflare ban.
            "Via": "1.1 google",
        }
        if scope == "global":
            self.headers |= {"X-RateLimit-Global": "true"}


@dataclass
class _Window:
    ends_at: float
    used: int = 0


class RateLimits:
    """Counts calls. `on = False` lets everything pass, for benchmarks."""

    def __init__(self, clock: Clock) -> None:
        self.on = True
        self._clock = clock
        self._windows: dict[tuple[str, str], _Window] = {}

    def take(self, limit: Limit, key: str) -> dict[str, str]:
        """Counts one call and gives the headers of the answer; raises `RateLimitedError` beyond the limit."""
        if not self.on:
            return {}
        window, now = self._window(limit, key)
        if window.used >= limit.calls:
            error = RateLimitedError(window.ends_at - now, scope="global" if limit is EVERYTHING else "user")
            error.headers = {**self._headers(limit, window, now), **error.headers}
            raise error
        window.used += 1
        return {} if limit is EVERYTHING else self._headers(limit, window, now)

    def take_old_edit(self, key: str) -> None:
        """Counts one edit of an old message; raises error 30046 beyond the limit."""
        if not self.on:
            return
        window, now = self._window(OLD_EDITS, key)
        if window.used >= OLD_EDITS.calls:
            text = "Maximum number of edits to messages older than 1 hour reached. Try again later"
            raise RateLimitedError(window.ends_at - now, scope="shared", code=30046, text=text)
        window.used += 1

    def _window(self, limit: Limit, key: str) -> tuple[_Window, float]:
        now = self._clock.timestamp()
        window = self._windows.get((limit.name, key))
        if window is None or window.ends_at <= now:
            window = self._windows[(limit.name, key)] = _Window(now + limit.seconds)
        return window, now

    @staticmethod
    def _headers(limit: Limit, window: _Window, now: float) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(limit.calls),
            "X-RateLimit-Remaining": str(limit.calls - window.used),
            "X-RateLimit-Reset": f"{window.ends_at:.3f}",
            "X-RateLimit-Reset-After": f"{window.ends_at - now:.3f}",
            "X-RateLimit-Bucket": hashlib.sha256(limit.name.encode()).hexdigest()[:32],
        }
