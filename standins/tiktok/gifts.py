"""The gifts that viewers can send here: id, price in coins each, and whether they can be sent in streaks."""

from __future__ import annotations

from dataclasses import dataclass

STREAKABLE, SINGLE = 1, 2


@dataclass(frozen=True)
class Gift:
    """One gift of the list. `coins` is the price of one; `type` 1 means that it comes in streaks."""

    name: str
    gift_id: int
    coins: int
    type: int = STREAKABLE


_LIST = (
    Gift("Rose", 5655, 1),
    Gift("TikTok", 5269, 1),
    Gift("Finger Heart", 5487, 5),
    Gift("Perfume", 5658, 20),
    Gift("Doughnut", 5879, 30),
    Gift("Confetti", 5585, 100),
    Gift("Hand Hearts", 5660, 100, SINGLE),
    Gift("Money Gun", 7168, 500, SINGLE),
    Gift("Galaxy", 11046, 1000, SINGLE),
    Gift("Lion", 6369, 29999, SINGLE),
)
GIFTS = {gift.name: gift for gift in _LIST}
