"""What viewers truly did, each deed counted once however often it was told."""

from __future__ import annotations

from collections import Counter, defaultdict

from standins.tiktok.message import Kind, ViewerAction


class Tally:
    """The truth that a listener's figures are compared with."""

    def __init__(self) -> None:
        self._told: dict[tuple[Kind, object], int] = {}
        self._sums: defaultdict[Kind, Counter[int]] = defaultdict(Counter)

    def add(self, deed: ViewerAction) -> None:
        """Counts a deed, or the growth of one that is known: the highest total of a streak is what was given."""
        known = self._told.get((deed.kind, deed.key), 0)
        if deed.amount > known:
            self._told[deed.kind, deed.key] = deed.amount
            self._sums[deed.kind][deed.user_id] += deed.amount - known

    def of(self, kind: Kind) -> Counter[int]:
        """How much of this by each viewer, by user id."""
        return Counter(self._sums[kind])

    def include(self, other: Tally) -> None:
        """Counts everything of another tally too, as of an earlier room."""
        for kind, sums in other._sums.items():
            self._sums[kind].update(sums)
