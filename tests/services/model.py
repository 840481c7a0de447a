"""A small model of a show, in plain lists and numbers: what the services have to agree with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LADDERS = {
    "classic": ["back_to_back", "double_skip", "skip", "free"],
    "tiers": ["tier_25", "tier_20", "tier_15", "tier_10", "tier_5", "free"],
}
MOST_PENDING = 3
IDLE_SECONDS = 6 * 3600


@dataclass(frozen=True)
class Place:
    """Where a song stands: its status, its line, and when it entered that."""

    status: str
    line: str | None
    entered: int


@dataclass
class Done:
    """A staff action: what it did to songs (in order), to points, and the ladder that it replaced."""

    at: int
    songs: list[tuple[int, Place, Place]] = field(default_factory=list)
    points: dict[tuple[str, int], int] = field(default_factory=dict)
    old_ladder: str = ""


@dataclass
class Model:
    """The state of one server; each operation returns whether it was taken, and changes nothing when not."""

    now: int = 0
    ladder: str = "classic"
    free_open: bool = True
    members: dict[int, int] = field(default_factory=dict)
    places: dict[int, Place] = field(default_factory=dict)
    points: dict[tuple[str, int], int] = field(default_factory=dict)
    away: set[int] = field(default_factory=set)
    done: list[Done] = field(default_factory=list)
    last_next: int | None = None

    def pass_time(self, seconds: int) -> None:
        """Lets time pass; a show without /next for six hours is over, and nothing of it can be undone."""
        self.now += seconds
        if self.last_next is not None and self.now - self.last_next >= IDLE_SECONDS:
            end, self.last_next = self.last_next + IDLE_SECONDS, None
            self.done = [one for one in self.done if one.at > end]

    def total(self, member: int) -> int:
        """A member's own points and those of the account."""
        return self.points.get(("member", member), 0) + self.points.get(("account", member), 0)

    def with_status(self, status: str) -> list[int]:
        """The numbers of the songs that stand there, the one that entered first in front."""
        found = [number for number, place in self.places.items() if place.status == status]
        return sorted(found, key=lambda number: (self.places[number].entered, number))

    def order(self) -> list[int]:
        """The waiting songs, the next one first."""
        ranked: list[int] = []
        for line in LADDERS[self.ladder]:
            in_line = [number for number in self.with_status("waiting") if self.places[number].line == line]
            if line == "free":
                in_line.sort(key=lambda number: -self.total(self.members[number]))
            ranked += in_line
        return ranked

    def has_room(self, member: int) -> bool:
        """Whether the member has no song in Free."""
        free = [n for n in self.with_status("waiting") if self.places[n].line == "free"]
        return member not in {self.members[number] for number in free}

    def submit(self, member: int, *, skip: bool) -> bool:
        """A new song, with the next number."""
        pending = [self.members[number] for number in self.with_status("pending")]
        taken = pending.count(member) < MOST_PENDING if skip else self.free_open and self.has_room(member)
        if not taken:
            return False
        number = len(self.members) + 1
        self.members[number] = member
        self.places[number] = Place("pending", None, self.now) if skip else Place("waiting", "free", self.now)
        return True

    def withdraw(self, number: int) -> bool:
        """The member takes an active song out."""
        place = self.places[number]
        if place.status not in {"pending", "waiting"}:
            return False
        self.places[number] = Place("removed", place.line, place.entered)
        return True

    def enter(self, number: int, line: str, *, only_pending: bool) -> bool:
        """Approve or move into a line."""
        place = self.places[number]
        wanted = {"pending"} if only_pending else {"pending", "waiting"}
        full = line == "free" and not self.has_room(self.members[number])
        if place.status not in wanted or line not in LADDERS[self.ladder] or place.line == line or full:
            return False
        self._act(number, Place("waiting", line, self.now))
        return True

    def reject(self, number: int) -> bool:
        """Back to Free where there is room, else returned."""
        place = self.places[number]
        if place.status != "pending":
            return False
        back = self.free_open and self.has_room(self.members[number])
        self._act(number, Place("waiting", "free", self.now) if back else Place("rejected", None, place.entered))
        return True

    def remove(self, number: int) -> bool:
        """Taken out by staff."""
        place = self.places[number]
        if place.status not in {"pending", "waiting"}:
            return False
        self._act(number, Place("removed", place.line, place.entered))
        return True

    def clear(self) -> bool:
        """Everything out of Free."""
        songs = [number for number in self.with_status("waiting") if self.places[number].line == "free"]
        if songs:
            action = self._begin()
            for number in songs:
                self._set(action, number, Place("removed", "free", self.places[number].entered))
        return bool(songs)

    def play_next(self) -> int | None:
        """Ends what plays, starts what is next; the number of that."""
        started = next((number for number in self.order() if self.members[number] not in self.away), None)
        playing = self.with_status("playing")
        if started is None and not playing:
            return None
        self.last_next, action = self.now, self._begin()
        for number in playing:
            self._set(action, number, Place("played", self.places[number].line, self.places[number].entered))
        if started is not None:
            place, member = self.places[started], self.members[started]
            self._set(action, started, Place("playing", place.line, place.entered))
            if place.line == "free":
                self._pay(action, {key: -self.points.get(key, 0) for key in (("member", member), ("account", member))})
        return started

    def end_show(self) -> bool:
        """Ends what plays and the show; nothing before can be undone."""
        if self.last_next is None:
            return False
        for number in self.with_status("playing"):
            self.places[number] = Place("played", self.places[number].line, self.places[number].entered)
        self.last_next = None
        self.done.clear()
        return True

    def adjust(self, member: int, amount: int) -> None:
        """Points by hand."""
        self._pay(self._begin(), {("member", member): amount})

    def earn(self, member: int, amount: int) -> None:
        """Points of the linked account; no action of staff."""
        self.points["account", member] = self.points.get(("account", member), 0) + amount

    def reset(self, members: list[int]) -> bool:
        """Balances to zero."""
        gone = {key: -points for key, points in self.points.items() if key[1] in members and points}
        if gone:
            self._pay(self._begin(), gone)
        return bool(gone)

    def change_ladder(self, name: str) -> bool:
        """Another ladder: lines by rank from the top, Free to Free."""
        if name == self.ladder:
            return False
        action = self._begin()
        action.old_ladder = self.ladder
        old, new = LADDERS[self.ladder][:-1], LADDERS[name][:-1]
        for number in self.with_status("waiting"):
            place = self.places[number]
            if place.line in old:
                line = new[min(old.index(place.line), len(new) - 1)]
                self._set(action, number, Place("waiting", line, place.entered))
        self.ladder = name
        return True

    def undo(self) -> bool:
        """Takes back the newest action of the show; a song that its member took out since stays out."""
        if not self.done:
            return False
        action = self.done.pop()
        for number, before, after in reversed(action.songs):
            if self.places[number] == after:
                self.places[number] = before
        for key, amount in action.points.items():
            self.points[key] -= amount
        self.ladder = action.old_ladder or self.ladder
        return True

    def _begin(self) -> Done:
        self.done.append(Done(self.now))
        return self.done[-1]

    def _act(self, number: int, new: Place) -> None:
        self._set(self._begin(), number, new)

    def _set(self, action: Done, number: int, new: Place) -> None:
        action.songs.append((number, self.places[number], new))
        self.places[number] = new

    def _pay(self, action: Done, change: Mapping[tuple[str, int], int]) -> None:
        action.points.update(change)
        for key, amount in change.items():
            self.points[key] = self.points.get(key, 0) + amount
