"""The judge of the evening: what order the rules ask for, and what members really saw."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from standins.discord import Channel, Message, Person

NUMBER = re.compile(r"#(\d+)")
SHOWN = ("Now playing", "Played")
LADDER = ("BackToBack", "DoubleSkip", "Skip", "Free")


@dataclass
class Receipt:
    """What a member was told: the song's number, and by which way it came."""

    number: int
    member: Person
    way: str
    line: str


@dataclass
class Judge:
    """Keeps its own small queue from what members were told, and holds the channel of played songs against it."""

    receipts: dict[int, Receipt] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=lambda: {line: [] for line in LADDER})
    points: dict[int, int] = field(default_factory=dict)
    expected: list[int] = field(default_factory=list)

    def received(self, member: Person, way: str, text: str, line: str = "Free") -> int:
        """Notes a receipt, and returns the number in it; raises ValueError where there is none."""
        found = NUMBER.search(text)
        if found is None:
            raise ValueError(f"{member.name} got no receipt by {way}: {text}")
        number = int(found[1])
        self.receipts[number] = Receipt(number, member, way, line)
        if line != "pending":
            self.lines[line].append(number)
        return number

    def decided(self, number: int, line: str | None) -> None:
        """A reviewer let a pending song into `line`, or returned it."""
        if line is None:
            del self.receipts[number]
        else:
            self.receipts[number].line = line
            self.lines[line].append(number)

    def moved_up(self, number: int, line: str) -> None:
        """Coins moved a waiting song to the end of a higher line."""
        self.lines[self.receipts[number].line].remove(number)
        self.receipts[number].line = line
        self.lines[line].append(number)

    def number_of(self, name: str) -> int:
        """The number of the newest song of a member."""
        return max(number for number, one in self.receipts.items() if one.member.name == name)

    def played(self) -> int | None:
        """The rules' next song leaves the judge's queue."""
        for line in LADDER:
            if self.lines[line]:
                number = max(self.lines[line], key=lambda one: (self._merit(one, line), -self.lines[line].index(one)))
                self.lines[line].remove(number)
                self.expected.append(number)
                if line == "Free":
                    self.points.pop(self.receipts[number].member.id, None)
                return number
        return None

    def _merit(self, number: int, line: str) -> int:
        return self.points.get(self.receipts[number].member.id, 0) if line == "Free" else 0

    def verdict(self, channel: Channel) -> Iterable[str]:
        """What is wrong with the songs that members saw as played; nothing, where all is well."""
        shown = [number for number in map(shown_number, channel.public_messages()) if number is not None]
        if shown != self.expected:
            yield f"the order was {shown}, and the rules ask for {self.expected}"
        for number in self.receipts:
            if shown.count(number) != 1:
                yield f"#{number} was shown as now playing {shown.count(number)} times"


def shown_number(message: Message) -> int | None:
    """The number of the song that a message shows as playing or played; None for any other message."""
    found = NUMBER.search(message.text)
    return int(found[1]) if found and any(title in message.text for title in SHOWN) else None
