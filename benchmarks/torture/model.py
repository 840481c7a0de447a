"""A small model of the show: what every operation does, told once more and without a line of the bot's code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

LINES = ("back_to_back", "double_skip", "skip", "free")
ACTIVE = ("pending", "waiting")
MOST_PENDING = 3


@dataclass(frozen=True)
class Song:
    """A submission; `entered` counts up with every change of its line, and `source` is its link or file."""

    number: int
    member_id: int
    title: str
    source: str
    status: str
    line: str | None
    entered: int

    @property
    def standing(self) -> tuple[str, str | None, int]:
        """What staff change, and what undo brings back."""
        return self.status, self.line, self.entered


@dataclass(frozen=True)
class Action:
    """What undo takes back: songs before and after, points given, the plays that it started and ended."""

    songs: tuple[tuple[Song, Song], ...] = ()
    points: Mapping[int, int] = field(default_factory=dict)
    started: int | None = None
    ended: int | None = None


@dataclass(frozen=True)
class Facts:
    """What the disk holds, as far as the model tells it."""

    songs: Mapping[int, tuple[int, str, str, str | None]]
    plays: tuple[tuple[int, str], ...]
    points: Mapping[int, int]
    marks: frozenset[int]


@dataclass(frozen=True)
class Model:
    """The show as it has to be; operations give the model after them, the same one where they are refused."""

    songs: Mapping[int, Song] = field(default_factory=dict)
    plays: tuple[tuple[int, str], ...] = ()
    points: Mapping[int, int] = field(default_factory=dict)
    marks: frozenset[int] = frozenset()
    actions: tuple[Action, ...] = ()
    ticks: int = 0

    def facts(self) -> Facts:
        """What the disk has to hold."""
        songs = {
            one.number: (one.member_id, one.title, one.status, one.line if _stands(one.status) else None)
            for one in self.songs.values()
        }
        return Facts(songs, self.plays, {who: count for who, count in self.points.items() if count}, self.marks)

    def of(self, *statuses: str) -> list[Song]:
        """The songs in these statuses, by number."""
        return [song for song in self.songs.values() if song.status in statuses]

    @property
    def playing(self) -> Song | None:
        """The song that plays."""
        return next(iter(self.of("playing")), None)

    def has_room(self, member_id: int) -> bool:
        """Whether the member has no song waiting in Free."""
        return all(song.member_id != member_id or song.line != "free" for song in self.of("waiting"))

    def may_ask(self, member_id: int) -> bool:
        """Whether one more skip of the member may wait for a reviewer."""
        return sum(song.member_id == member_id for song in self.of("pending")) < MOST_PENDING

    def submit(self, member_id: int, title: str, source: str, *, skip: bool) -> Model:
        """A new song, in Free or as a skip that waits to be approved."""
        twin = any(song.source == source for song in self.of(*ACTIVE))
        if twin or not (self.may_ask(member_id) if skip else self.has_room(member_id)):
            return self
        number = max(self.songs, default=0) + 1
        status, line = ("pending", None) if skip else ("waiting", "free")
        return self._with(Song(number, member_id, title, source, status, line, self.ticks))

    def rename(self, number: int, title: str) -> Model:
        """Its member edits a song."""
        song = self.songs[number]
        return self._with(replace(song, title=title)) if song.status in ACTIVE else self

    def withdraw(self, number: int) -> Model:
        """Its member takes a song out; staff cannot undo that."""
        song = self.songs[number]
        return self._with(replace(song, status="removed")) if song.status in ACTIVE else self

    def resubmit(self, number: int) -> Model:
        """Its member sends an old song to Free again."""
        old = self.songs[number]
        return self if old.status in ACTIVE else self.submit(old.member_id, old.title, old.source, skip=False)

    def approve(self, number: int, line: str = "skip") -> Model:
        """A skip is let into a line."""
        return self._decide(number, ("pending",), line)

    def move(self, number: int, line: str) -> Model:
        """A song goes to the end of another line."""
        return self if self.songs[number].line == line else self._decide(number, ACTIVE, line)

    def reject(self, number: int) -> Model:
        """A skip goes to Free, where its member has room there, or back."""
        if self.has_room(self.songs[number].member_id):
            return self._decide(number, ("pending",), "free")
        return self._decide(number, ("pending",), None, "rejected")

    def remove(self, number: int) -> Model:
        """Staff take a song out."""
        return self._decide(number, ACTIVE, self.songs[number].line, "removed")

    def adjust(self, member_id: int, amount: int) -> Model:
        """Staff give points."""
        return self._done(Action(points={member_id: amount}))

    def bookmark(self) -> Model:
        """A reviewer keeps the song that plays."""
        return replace(self, marks=self.marks | {self.playing.number}) if self.playing else self

    def next(self, seen: int | None = None) -> Model:
        """The song that plays ends, and the first in order starts; `seen` is the one beside the button, 0 for none."""
        over, song = self.playing, self.next_song()
        if seen not in (None, over.number if over else 0) or not (over or song):
            return self
        changes = [(over, replace(over, status="played"))] if over else []
        points: dict[int, int] = {}
        if song:
            changes.append((song, replace(song, status="playing")))
            if song.line == "free" and self.points.get(song.member_id):
                points = {song.member_id: -self.points[song.member_id]}
        ended = self._last_play(over.number) if over else None
        return self._done(Action(tuple(changes), points, len(self.plays) if song else None, ended))

    def next_song(self) -> Song | None:
        """The first in play order: by line, in Free by points, then by time."""

        def key(song: Song) -> tuple[int, int, int, int]:
            merit = self.points.get(song.member_id, 0) if song.line == "free" else 0
            return LINES.index(song.line or "free"), -merit, song.entered, song.number

        return min(self.of("waiting"), key=key, default=None)

    def undo(self) -> Model:
        """The newest action is taken back; songs that changed since stay as they are."""
        if not self.actions:
            return self
        *rest, last = self.actions
        songs = dict(self.songs)
        for before, after in last.songs:
            if songs[before.number].standing == after.standing:
                songs[before.number] = replace(before, title=songs[before.number].title)
        plays = list(self.plays)
        if last.started is not None:
            plays[last.started] = (plays[last.started][0], "undone")
        if last.ended is not None:
            plays[last.ended] = (plays[last.ended][0], "playing")
        points = _sum(self.points, {who: -amount for who, amount in last.points.items()})
        return replace(self, songs=songs, plays=tuple(plays), points=points, actions=tuple(rest))

    def _decide(self, number: int, statuses: tuple[str, ...], line: str | None, status: str = "waiting") -> Model:
        song = self.songs[number]
        full = status == "waiting" and line == "free" and not self.has_room(song.member_id)
        if song.status not in statuses or full:
            return self
        entered = self.ticks if status == "waiting" else song.entered
        return self._done(Action(((song, replace(song, status=status, line=line, entered=entered)),)))

    def _done(self, action: Action) -> Model:
        songs = {**self.songs, **{after.number: after for _, after in action.songs}}
        plays = list(self.plays)
        if action.ended is not None:
            plays[action.ended] = (plays[action.ended][0], "played")
        if action.started is not None:
            plays.append((next(after.number for _, after in action.songs if after.status == "playing"), "playing"))
        points = _sum(self.points, action.points)
        actions = (*self.actions, action)
        return replace(self, songs=songs, plays=tuple(plays), points=points, actions=actions, ticks=self.ticks + 1)

    def _with(self, song: Song) -> Model:
        return replace(self, songs={**self.songs, song.number: song}, ticks=self.ticks + 1)

    def _last_play(self, number: int) -> int:
        return max(at for at, (one, state) in enumerate(self.plays) if one == number and state == "playing")


def _stands(status: str) -> bool:
    return status in {"pending", "waiting", "playing"}


def _sum(points: Mapping[int, int], more: Mapping[int, int]) -> dict[int, int]:
    return {who: points.get(who, 0) + more.get(who, 0) for who in points.keys() | more.keys()}
