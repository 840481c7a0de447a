"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """`name` says what was looked at, `finding` what was found; with a `mend`, which says what to do, it is red."""

    name: str
    finding: str
    mend: str = ""

    @property
    def is_green(self) -> bool:
        """Whether nothing is to do."""
        return not self.mend

    def __str__(self) -> str:
        return f"{'✅' if self.is_green else '❌'} {self.name}: {self.finding} {self.mend}".rstrip()
