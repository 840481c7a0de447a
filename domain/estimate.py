"""How long a song will probably wait, from the reviews that this show has measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

FEWEST_REVIEWS = 3
MOST_REVIEWS = 30


@dataclass(frozen=True)
class Estimate:
    """A wait between `low_seconds` and `high_seconds`."""

    low_seconds: float
    high_seconds: float


def estimated_wait(songs_ahead: int, review_seconds: Sequence[float]) -> Estimate | None:
    """The wait behind `songs_ahead` songs: the middle half of the last reviews, newest last, times the songs.

    The song that plays now counts as one song ahead. None while fewer than three reviews are measured.
    """
    if len(review_seconds) < FEWEST_REVIEWS:
        return None
    low, _, high = quantiles(review_seconds[-MOST_REVIEWS:], n=4, method="inclusive")
    return Estimate(low * songs_ahead, high * songs_ahead)


def wait_text(estimate: Estimate | None) -> str:
    """`about 5–12 min`, `any moment now`, or `no estimate yet`."""
    if estimate is None:
        return "no estimate yet"
    low, high = round(estimate.low_seconds / 60), max(1, round(estimate.high_seconds / 60))
    if estimate.high_seconds == 0:
        return "any moment now"
    return f"about {high} min" if low >= high else f"about {low}–{high} min"
