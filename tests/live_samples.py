"""LIVEs for tests: who watches, what they do, and sessions that are over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count

from domain.live_events import (
    Comment,
    EndReason,
    Follow,
    Gift,
    Join,
    Like,
    LiveEvent,
    RoomCount,
    Share,
    Subscribe,
    Viewer,
)
from services.container import Services

CREATOR, ROOM = "dj.night", 7_000
_messages = count(1)


def viewer(number: int, handle: str = "") -> Viewer:
    """One of many viewers, `fan17` if nothing else is said."""
    return Viewer(50_000 + number, handle or f"fan{number}", "")


class Tape:
    """What happens on a LIVE that starts at `start`; each thing at its seconds after that."""

    def __init__(self, start: datetime) -> None:
        self.start = start
        self.events: list[LiveEvent] = []

    def at(self, seconds: float) -> datetime:
        """The time that many seconds after the start."""
        return self.start + timedelta(seconds=seconds)

    def likes(self, seconds: float, who: Viewer, likes: int) -> None:
        """A burst of likes."""
        self.events.append(Like(*self._key(seconds), who, likes))

    def comment(self, seconds: float, who: Viewer) -> None:
        """A comment."""
        self.events.append(Comment(*self._key(seconds), who, "hi"))

    def all_else(self, seconds: float, who: Viewer) -> None:
        """A join, a share, a follow and a subscription."""
        self.events += [kind(*self._key(seconds), who) for kind in (Join, Share, Follow, Subscribe)]

    def gift(self, seconds: float, who: Viewer, coins: int, *, to_host: bool = True) -> None:
        """A single gift."""
        self.events.append(Gift(*self._key(seconds), who, 1, 0, coins, 1, True, False, to_host))

    def watched_by(self, seconds: float, viewers: int, visitors: int = 0) -> None:
        """TikTok tells how many watch."""
        self.events.append(RoomCount(*self._key(seconds), viewers, visitors))

    def _key(self, seconds: float) -> tuple[int, int, datetime]:
        return ROOM, next(_messages), self.at(seconds)


async def open_live(services: Services, guild_id: int, tape: Tape) -> int:
    """Plays the tape into a session that stays open; returns its id."""
    session_id = await services.live.opened(guild_id, CREATOR, ROOM, tape.start)
    await services.live.record(guild_id, session_id, tape.events)
    return session_id


async def hold_live(
    services: Services, guild_id: int, tape: Tape, lasts: float = 3600, reason: EndReason = EndReason.LIVE_END
) -> int:
    """Plays the tape into a session that closes `lasts` seconds after its start; returns its id."""
    session_id = await open_live(services, guild_id, tape)
    await services.live.closed(guild_id, session_id, reason, tape.at(lasts))
    return session_id


def crowd(start: datetime, size: int, handles: Sequence[str] = ()) -> Tape:
    """A LIVE on which `size` viewers each like and give once; the first ones give most."""
    tape = Tape(start)
    for number in range(size):
        who = viewer(number, handles[number] if number < len(handles) else "")
        tape.likes(10, who, 3)
        tape.gift(20, who, size - number)
    for minute in range(0, 50, 10):
        tape.watched_by(minute * 60, 100 + minute, 1000 + minute)
    return tape
