"""The schedule: which trouble comes in which life, drawn from a seed before the first life begins."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from random import Random

KINDS = ("cuts", "forgeries", "floods", "outage", "restore")
SHARES = (8, 4, 4, 3, 1)
SHARE_TROUBLED = 0.5
SHORT_OUTAGE_SECONDS = (2.0, 12.0)
LONG_OUTAGE_SECONDS = 150.0
LONG_RUN = 50  # lives; from here on one outage takes minutes


@dataclass(frozen=True)
class Trouble:
    """One trouble: its kind, the seed of its own chances, and how long it takes where that is up to it."""

    kind: str
    seed: int
    seconds: float


def schedule(seed: int, lives: int, kinds: Collection[str] = KINDS) -> list[Trouble | None]:
    """A trouble, or none, for each life; every kind comes before any comes twice."""
    chance = Random(f"{seed} troubles")
    wanted = [kind for kind in KINDS if kind in kinds]
    if not wanted:
        return [None] * lives
    chance.shuffle(wanted)
    count = min(lives, max(len(wanted), int(lives * SHARE_TROUBLED)))
    shares = [SHARES[KINDS.index(kind)] for kind in wanted]
    drawn = (wanted + chance.choices(wanted, shares, k=lives))[:count]
    troubles = [Trouble(kind, chance.getrandbits(32), chance.uniform(*SHORT_OUTAGE_SECONDS)) for kind in drawn]
    if lives >= LONG_RUN and "outage" in drawn:
        first = drawn.index("outage")
        troubles[first] = Trouble("outage", troubles[first].seed, LONG_OUTAGE_SECONDS)
    return _spread(troubles, lives, chance)


def _spread(troubles: list[Trouble], lives: int, chance: Random) -> list[Trouble | None]:
    at = sorted(chance.sample(range(lives), len(troubles)))
    by_life = dict(zip(at, troubles, strict=True))
    return [by_life.get(life) for life in range(lives)]
