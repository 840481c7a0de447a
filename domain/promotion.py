"""Which line a gift moves a song to, and what that costs (rule 10)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.lines import Line
from domain.order import play_order
from domain.settings import GuildSettings
from domain.submissions import Status, Submission


@dataclass(frozen=True)
class Promotion:
    """A song moves up to `line` and `cost` coins of credit are spent on it."""

    line: Line
    cost: int


@dataclass(frozen=True)
class Lot:
    """Coins of one gift that are not spent yet."""

    lot_id: int
    coins_left: int
    expires_at: datetime


def promotion(current: Line | None, coins_spent: int, credit: int, settings: GuildSettings) -> Promotion | None:
    """The highest line above `current` that `credit` covers, counting what the song already paid; or None.

    A line that was given by staff counts as paid. `current` is None for a pending song.
    """
    ladder = settings.lines
    paid = max(coins_spent, settings.price(current) if current and current in ladder.paid else 0)
    place = len(ladder.paid) if current is None else ladder.rank(current)
    for line in ladder.paid[:place]:
        cost = max(0, settings.price(line) - paid)
        if cost <= credit:
            return Promotion(line, cost)
    return None


def target(songs: Iterable[Submission], settings: GuildSettings) -> Submission | None:
    """Of one member's active songs the one that a gift moves: the highest in play order, a pending one last.

    Points and turns, which differ only between members, cannot change the order of one member's songs.
    """
    by_time = sorted(songs, key=lambda song: (song.entered_at, song.number))
    waiting = [song for song in by_time if song.status is Status.WAITING]
    pending = [song for song in by_time if song.status is Status.PENDING]
    return next(iter([*play_order(waiting, settings.lines, settings.order, {}), *pending]), None)


def spend(lots: Sequence[Lot], cost: int, now: datetime) -> list[tuple[int, int]]:
    """How many coins to take from which lot, oldest first, expired ones left out; raises ValueError if too few."""
    taken = []
    for lot in sorted((lot for lot in lots if lot.expires_at > now), key=lambda lot: (lot.expires_at, lot.lot_id)):
        share = min(cost, lot.coins_left)
        if share:
            taken.append((lot.lot_id, share))
            cost -= share
    if cost:
        raise ValueError("there is not enough credit")
    return taken
