"""The arithmetic of the bench: medians, the slowest percent, ratios, and the table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

GOAL = 1.5


@dataclass(frozen=True)
class Row:
    """One thing that was measured on both sides; `empty` is the empty command on the large side, where that fits."""

    name: str
    unit: str
    small: float
    large: float
    empty: float | None = None

    @property
    def ratio(self) -> float:
        """How many times as much the large side takes."""
        return self.large / self.small

    @property
    def verdict(self) -> str:
        """Whether that is within the goal."""
        return "goal met" if self.ratio <= GOAL else "goal missed"


def percentile(samples: Sequence[float], share: float) -> float:
    """The smallest sample that at least `share` (0 to 1) of all do not exceed; raises ValueError without any."""
    if not samples:
        raise ValueError("nothing was measured")
    return sorted(samples)[max(math.ceil(share * len(samples)), 1) - 1]


def latency_rows(
    name: str, small: Sequence[float], large: Sequence[float], empty: Sequence[float] | None = None
) -> Iterator[Row]:
    """A row for the median and one for the 99th percentile of samples in seconds, shown in ms."""
    for label, share in (("median", 0.5), ("p99", 0.99)):
        beside = percentile(empty, share) * 1000 if empty else None
        yield Row(f"{name}, {label}", "ms", percentile(small, share) * 1000, percentile(large, share) * 1000, beside)


def table(rows: Sequence[Row]) -> Iterator[str]:
    """The lines of the table."""
    width = max(len(row.name) for row in rows)
    yield f"{'':<{width}}{'large':>14}{'small':>14}{'ratio':>8}{'empty command':>16}"
    for row in rows:
        empty = f"{row.empty:.1f} {row.unit}" if row.empty is not None else "–"
        large, small = f"{row.large:.1f} {row.unit}", f"{row.small:.1f} {row.unit}"
        yield f"{row.name:<{width}}{large:>14}{small:>14}{row.ratio:>8.2f}{empty:>16}  {row.verdict}"
