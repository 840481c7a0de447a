"""Spoils an honest row of messages, as networks do: twice, out of order, without the ends."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from standins.tiktok.gifts import GIFTS, STREAKABLE
from standins.tiktok.message import Message

_STREAKABLE_IDS = {gift.gift_id for gift in GIFTS.values() if gift.type == STREAKABLE}
_GIFT_ID, _REPEAT_END = 2, 9


def dice(seed: int) -> random.Random:
    """Chance that falls the same way each time."""
    return random.Random(seed)  # noqa: S311 - no secret: the same seed has to give the same LIVE


def spoil(
    messages: Sequence[Message],
    seed: int,
    *,
    repeated: float = 0.1,
    displaced: float = 0.1,
    lost_ends: float = 0.1,
    farthest: int = 20,
) -> list[Message]:
    """The messages with so large a part of them repeated, moved by up to `farthest` places, or as ends left out."""
    chance = dice(seed)
    places: list[tuple[float, Message]] = []
    for place, message in enumerate(messages):
        if _is_end(message) and chance.random() < lost_ends:
            continue
        for _ in range(1 + (chance.random() < repeated)):
            moved = chance.uniform(-farthest, farthest) if chance.random() < displaced else 0
            places.append((place + moved, message))
    return [message for _, message in sorted(places, key=lambda pair: pair[0])]


def _is_end(message: Message) -> bool:
    is_gift = message.method == "WebcastGiftMessage" and message.fields.get(_GIFT_ID) in _STREAKABLE_IDS
    return is_gift and bool(message.fields.get(_REPEAT_END))


def in_frames(messages: Sequence[Message], per_frame: int) -> Iterator[Sequence[Message]]:
    """The messages in frames of so many."""
    for start in range(0, len(messages), per_frame):
        yield messages[start : start + per_frame]
