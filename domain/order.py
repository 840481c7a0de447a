"""The play order: the one place that knows which song is next, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import quantiles

from domain.lines import Ladder, Line
from domain.submissions import Submission


class FreeOrder(StrEnum):
    """How the Free line of a server is sorted."""

    ENGAGEMENT = "engagement"
    FIFO = "fifo"
    FAIR = "fair"


@dataclass(frozen=True)
class Standing:
    """What the order needs to know of a member: points, turns taken in this show, away or not."""

    points: int = 0
    turns: int = 0
    away: bool = False


NOBODY = Standing()
Standings = Mapping[int, Standing]


def play_order(
    songs: Iterable[Submission], ladder: Ladder, free_order: FreeOrder, standings: Standings
) -> list[Submission]:
    """The waiting songs, the next one first. A member without a standing has no points and no turns."""

    def key(song: Submission) -> tuple[int, tuple[int, ...], datetime, int]:
        line = song.line or Line.FREE
        merit = _merit(free_order, standings.get(song.member.member_id, NOBODY)) if line is Line.FREE else ()
        return ladder.rank(line), merit, song.entered_at, song.number

    return sorted(songs, key=key)


def _merit(free_order: FreeOrder, standing: Standing) -> tuple[int, ...]:
    if free_order is FreeOrder.ENGAGEMENT:
        return (-standing.points,)
    if free_order is FreeOrder.FAIR:
        return (standing.turns, -standing.points)
    return ()


def first_present(order: Sequence[Submission], standings: Standings) -> Submission | None:
    """The song that `/next` takes: the first whose member is not away, or None."""
    return next((song for song in order if not standings.get(song.member.member_id, NOBODY).away), None)


def why_here(song: Submission, order: Sequence[Submission], free_order: FreeOrder, standings: Standings) -> str:
    """One or two sentences that explain the place of `song` in `order` to its member."""
    line = song.line or Line.FREE
    higher = sum(1 for other in order[: order.index(song)] if other.line is not line)
    ahead = order.index(song) - higher
    before = f"{_songs(higher)} in higher lines and {_songs(ahead)} in {line.label} come before this one."
    texts = [before[0].upper() + before[1:]]
    texts.append(_reason(line, free_order, standings.get(song.member.member_id, NOBODY)))
    if standings.get(song.member.member_id, NOBODY).away:
        texts.append("You are away, so it is passed over until you use /away again.")
    return " ".join(texts)


def _reason(line: Line, free_order: FreeOrder, standing: Standing) -> str:
    if line is not Line.FREE:
        return f"{line.label} is first come, first served."
    if free_order is FreeOrder.ENGAGEMENT:
        return f"Free is sorted by points: you have {standing.points:,}. Equal points: first come first."
    if free_order is FreeOrder.FAIR:
        return (
            f"Free is sorted by turns: you had {standing.turns} in this show. "
            f"Equal turns: more points first (you have {standing.points:,})."
        )
    return "Free is first come, first served."


def _songs(count: int) -> str:
    return {0: "no songs", 1: "1 song"}.get(count, f"{count} songs")


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
