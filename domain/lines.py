"""Lines and ladders: in which order the kinds of places in the queue are drained."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Line(StrEnum):
    """A line of the queue; the value is what the database keeps."""

    BACK_TO_BACK = "back_to_back"
    DOUBLE_SKIP = "double_skip"
    SKIP = "skip"
    TIER_25 = "tier_25"
    TIER_20 = "tier_20"
    TIER_15 = "tier_15"
    TIER_10 = "tier_10"
    TIER_5 = "tier_5"
    FREE = "free"

    @property
    def label(self) -> str:
        """The name that people see."""
        return _LABELS[self]


_LABELS = {
    Line.BACK_TO_BACK: "BackToBack",
    Line.DOUBLE_SKIP: "DoubleSkip",
    Line.SKIP: "Skip",
    Line.TIER_25: "25+ Skip",
    Line.TIER_20: "20 Skip",
    Line.TIER_15: "15 Skip",
    Line.TIER_10: "10 Skip",
    Line.TIER_5: "5 Skip",
    Line.FREE: "Free",
}


@dataclass(frozen=True)
class Ladder:
    """The ordered lines that a server uses, highest first; Free is always the last."""

    name: str
    lines: tuple[Line, ...]

    @property
    def paid(self) -> tuple[Line, ...]:
        """Every line above Free, highest first."""
        return self.lines[:-1]

    @property
    def lowest_paid(self) -> Line:
        """The line that an approved skip goes to."""
        return self.paid[-1]

    def rank(self, line: Line) -> int:
        """How many lines of this ladder come before `line`; raises ValueError for a line not in it."""
        return self.lines.index(line)


LADDERS = {
    "classic": Ladder("classic", (Line.BACK_TO_BACK, Line.DOUBLE_SKIP, Line.SKIP, Line.FREE)),
    "tiers": Ladder("tiers", (Line.TIER_25, Line.TIER_20, Line.TIER_15, Line.TIER_10, Line.TIER_5, Line.FREE)),
}


def map_line(line: Line, old: Ladder, new: Ladder) -> Line:
    """The line of `new` that takes the place of `line` in `old`: by rank from the top, Free to Free.

    A rank that the new ladder does not have becomes its lowest paid line.
    """
    if line is Line.FREE:
        return Line.FREE
    return new.paid[min(old.rank(line), len(new.paid) - 1)]
