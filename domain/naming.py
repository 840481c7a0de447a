"""A member in free text: found by mention, id or name, and replaced by nobody's name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

NOBODY = "somebody"
SHORTEST_NAME = 3  # a shorter one stands in other words, so it counts only behind an @


@dataclass(frozen=True)
class Called:
    """A member and everything that they are known to be called: names of any time, and TikTok handles."""

    member_id: int
    names: frozenset[str]
    handles: frozenset[str] = frozenset()

    def pattern(self) -> re.Pattern[str]:
        """Matches whatever in a text means the member."""
        names = sorted(self.names | self.handles, key=len, reverse=True)
        ways = [rf"<@!?{self.member_id}>", rf"(?<!\d){self.member_id}(?!\d)", *map(_way, names)]
        return re.compile("|".join(ways), re.IGNORECASE)


def called(member_id: int, names: Iterable[str], handles: Iterable[str]) -> Called:
    """The member, without what is nobody's name."""
    return Called(member_id, frozenset(names) - {"", NOBODY}, frozenset(handles) - {""})


def without(text: str, pattern: re.Pattern[str]) -> str:
    """The text with nobody in the member's place."""
    return pattern.sub(NOBODY, text)


def _way(name: str) -> str:
    at = "@" if len(name) < SHORTEST_NAME else "@?"
    before = r"(?<!\w)" if re.match(r"\w", name) else ""
    after = r"(?!\w)" if re.search(r"\w$", name) else ""
    return f"{before}{at}{re.escape(name)}{after}" if at == "@?" else f"@{re.escape(name)}{after}"


def subject_without(subject: str, who: Called) -> str:
    """What a line of the staff's log is about, where the bot wrote it: a name stands at its end, or is all of it.

    Elsewhere the same letters mean something else: a member may be called "o". A TikTok name goes with the member's.
    """
    before, _, last = subject.rpartition(" ")
    if last.removeprefix("@") in who.handles and before in {"", "account"}:
        return f"{before} {NOBODY}".strip()
    for name in {*who.names, str(who.member_id)}:
        start = subject.removesuffix(name)
        if start != subject and (start in {"", "member "} or start.endswith((" for ", " to "))):
            return f"a handle to {NOBODY}" if start.startswith("@") and start.endswith(" to ") else start + NOBODY
    return subject
