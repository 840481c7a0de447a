"""Random LIVEs: the same seed gives the same events."""

from __future__ import annotations

import random
from collections.abc import Iterator

from standins.tiktok.gifts import GIFTS, STREAKABLE
from standins.tiktok.message_faults import dice
from standins.tiktok.script import Event, Plain

# Parts of a busy LIVE: likes, joins, comments, gifts.
MIX = {"like": 60, "join": 20, "comment": 15, "gift": 5}
_MOST_LIKES = 15  # TikTok: at most so many in one burst
_TEXTS = (
    "this is fire 🔥",
    "who is next?",
    "turn it up",
    "haha",
    "mine is in the queue",
    "❤️",
    "what's the BPM?",
    "next!",
)
_POPULAR = ("Rose",) * 60 + ("TikTok",) * 15 + ("Finger Heart",) * 12 + ("Perfume",) * 5 + ("Doughnut",) * 4
_GIFTS = (*_POPULAR, "Confetti", "Hand Hearts", "Money Gun", "Galaxy")


def generate(seed: int, events: int, *, viewers: int = 200, per_second: float = 20) -> Iterator[Event]:
    """So many events in the usual mix, by so many viewers, at random moments so close to each other."""
    chance = dice(seed)
    crowd = _Crowd(chance, viewers)
    kinds, weights = list(MIX), list(MIX.values())
    at = 0.0
    for kind in chance.choices(kinds, weights, k=events):
        at += chance.expovariate(per_second)
        yield Event(at, kind, crowd.act(kind))


class _Crowd:
    """The viewers and their open streaks."""

    def __init__(self, chance: random.Random, viewers: int) -> None:
        self._chance = chance
        self._handles = [f"viewer_{number:05d}" for number in range(1, viewers + 1)]
        self._streaks: list[tuple[str, str, int, int]] = []
        self._streaks_begun = 0

    def act(self, kind: str) -> dict[str, Plain]:
        """What the event of this kind is told."""
        if kind == "gift":
            return self._gift()
        who: dict[str, Plain] = {"who": self._chance.choice(self._handles)}
        if kind == "like":
            return who | {"count": self._chance.randint(1, _MOST_LIKES)}
        return who | {"text": self._chance.choice(_TEXTS)} if kind == "comment" else who

    def _gift(self) -> dict[str, Plain]:
        if self._streaks and self._chance.random() < 0.6:
            return self._go_on()
        who, gift = self._chance.choice(self._handles), self._chance.choice(_GIFTS)
        if GIFTS[gift].type != STREAKABLE:
            return {"who": who, "gift": gift}
        self._streaks_begun += 1
        self._streaks.append((who, gift, self._streaks_begun, 1))
        return {"who": who, "gift": gift, "count": 1, "streak": self._streaks_begun, "end": False}

    def _go_on(self) -> dict[str, Plain]:
        which = self._chance.randrange(len(self._streaks))
        who, gift, streak, count = self._streaks.pop(which)
        end = self._chance.random() < 0.3
        if not end:
            count += self._chance.randint(1, 9)
            self._streaks.append((who, gift, streak, count))
        return {"who": who, "gift": gift, "count": count, "streak": streak, "end": end}
