"""Snowflakes: ids that carry the time of their making."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from standins.discord.clock import Clock

# Discord: a snowflake is milliseconds since 2015-01-01, shifted left by 22 bits.
DISCORD_EPOCH_MS = 1_420_070_400_000


class Snowflakes:
    """Makes ids that only grow, so that the order of ids is the order of making."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        """A new id of this moment."""
        made_ms = int(self._clock.timestamp() * 1000) - DISCORD_EPOCH_MS
        self._last = max(self._last + 1, made_ms << 22)
        return self._last


def made_at(snowflake: int) -> float:
    """When an id was made, as seconds since 1970."""
    return ((snowflake >> 22) + DISCORD_EPOCH_MS) / 1000
