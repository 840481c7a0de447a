"""What the run found: kills, answers and troubles, and everything that was not as it has to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks.torture import judge
from benchmarks.torture.answers import Heard, heard
from benchmarks.torture.disk import Disk


@dataclass
class Kill:
    """One kill: at which moment, what was going on, and what the disk had of it."""

    moment: str
    inside: list[str]
    after_seconds: float
    kept: int = 0


@dataclass
class Tally:
    """The counts of the run; each list of words has to stay empty."""

    kills: list[Kill] = field(default_factory=list)
    troubles: Counter[str] = field(default_factory=Counter)
    answers: Counter[Heard] = field(default_factory=Counter)
    receipts: int = 0
    looks: int = 0
    sound: int = 0
    coins_sent: int = 0
    coins_counted: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    coins: list[str] = field(default_factory=list)
    contradicted: list[str] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def inside(self) -> list[Kill]:
        """The kills in the middle of an operation."""
        return [kill for kill in self.kills if kill.inside]

    @property
    def failures(self) -> list[str]:
        """All that went wrong, each thing once, with its kind in front."""
        kinds = {
            "lost": self.lost,
            "doubled": self.doubled,
            "coins": self.coins,
            "contradicted": self.contradicted,
            "touched": self.touched,
            "unanswered": self.unanswered,
            "other": self.wrong,
        }
        return list(dict.fromkeys(f"{kind}: {text}" for kind, texts in kinds.items() for text in texts))

    def look(self, disk: Disk, doubled: Iterable[str]) -> None:
        """Notes what one look at the file, and at the channels above it, found."""
        wrong = [*judge.sound(disk)]
        self.looks, self.sound = self.looks + 1, self.sound + (not wrong)
        self.wrong += wrong
        self.doubled += doubled

    def answer(self, what: str, text: str, *, done: bool) -> None:
        """Holds what a member read against what the database has: done or not."""
        said = heard(text)
        self.answers[said] += 1
        if said is Heard.NOTHING:
            self.unanswered.append(f"{what} got no answer, and the database has it {'done' if done else 'not done'}")
        elif (said is Heard.DONE) != done:
            has = "done" if done else "not done"
            self.contradicted.append(f"the database has {what} {has}, and the member read: {text}")
