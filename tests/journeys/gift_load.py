"""A load of gifts: thousands of steps of streaks that run beside each other, and single gifts in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from standins.tiktok import GIFTS, STREAKABLE, Kind, Live, Message, Viewer
from standins.tiktok.message_faults import dice

GOES_ON, ENDS, TO_GUEST = 0.6, 0.3, 0.1  # how often the next gift is a step of a streak, its last one, for a guest
MOST_AT_A_STEP = 9


def gift_load(live: Live, fans: Sequence[Viewer], guest: Viewer, gifts: int, seed: int) -> Iterator[Message]:
    """So many messages about gifts, in the order in which viewers made them."""
    chance, names = dice(seed), list(GIFTS)
    streaks: list[tuple[Viewer, str, int, int, Viewer | None]] = []
    for number in range(gifts):
        if streaks and chance.random() < GOES_ON:
            fan, name, group, count, to = streaks.pop(chance.randrange(len(streaks)))
            end = chance.random() < ENDS
            count += 0 if end else chance.randint(1, MOST_AT_A_STEP)
        else:
            fan, name, group, count = chance.choice(fans), chance.choice(names), number + 1, 1
            to, end = guest if chance.random() < TO_GUEST else None, GIFTS[name].type != STREAKABLE
        if not end:
            streaks.append((fan, name, group, count, to))
        yield live.gift(fan, name, count=count, streak=group, end=end, to=to)


def points_due(messages: Iterable[Message]) -> Counter[int]:
    """What the host's gifts among these are worth by user id: each streak by its highest step (rule 9)."""
    highest: dict[tuple[int, object], int] = {}
    for message in messages:
        if message.deed is not None and message.deed.kind is Kind.GIFT:
            key = message.deed.user_id, message.deed.key
            highest[key] = max(highest.get(key, 0), message.deed.amount)
    points: Counter[int] = Counter()
    for (user_id, _), coins in highest.items():
        points[user_id] += 2 * coins if coins <= 1000 else 1000 + coins
    return points
