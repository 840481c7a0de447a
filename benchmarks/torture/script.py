"""The script: which operation comes next, drawn from a seed, and always one that makes sense at that point."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from benchmarks.torture.model import ACTIVE, LINES, Model, Song
from benchmarks.torture.operations import FollowerEnv, Operation
from demo.cast import FANS, Cast
from standins.discord import Upload
from standins.music_sites import Sites
from standins.songs import tone

WAYS = ("/submitlink", "/submitfile", "/submit", "Submit", "a dropped link", "Submit this track")
CAN_ASK_FOR_SKIPS = WAYS[:4]
REVIEWERS = ("Rita", "Sam")
MOST_WAITING = 10
ON_A_PAGE = 5


class Script:
    """Draws operations that fit the model; the same seed over the same model draws the same ones."""

    def __init__(self, cast: Cast, chance: Random, sites: Sites) -> None:
        self._cast = cast
        self._desk = FollowerEnv(cast, sites)
        self._chance = chance
        self._titles = 0
        self._kinds: tuple[tuple[int, Callable[[Model], Operation | None]], ...] = (
            (30, self._submit),
            (18, self._next),
            (9, self._approve),
            (4, self._reject),
            (6, self._move),
            (4, self._remove),
            (7, self._undo),
            (6, self._edit),
            (4, self._withdraw),
            (8, self._resubmit),
            (4, self._bookmark),
            (4, self._adjust),
        )

    def draw(self, model: Model) -> Operation:
        """The next operation; a full queue is played, an empty one is filled."""
        weights = [weight for weight, _ in self._kinds]
        makers = [make for _, make in self._kinds]
        drawn = (make(model) for make in self._chance.choices(makers, weights, k=100))
        return next(operation for operation in drawn if operation is not None)

    def next(self) -> Operation:
        """/next, to play what is left."""
        return self._desk.next("Rita", by_button=False)

    def approve(self, song: Song) -> Operation:
        """Approve, to play what is left."""
        return self._desk.approve("Sam", song.number, None)

    def honest_song(self, model: Model) -> Operation:
        """A song in Free, of somebody who has none there; where everybody has one, whatever fits."""
        free = [name for name in FANS if model.has_room(self._cast.people[name].id)]
        return self._song(self._chance.choice(free), skip=False) if free else self.draw(model)

    def _submit(self, model: Model) -> Operation | None:
        if len(model.of(*ACTIVE)) >= MOST_WAITING:
            return None
        name, skip = self._chance.choice(FANS), self._chance.random() < 0.4
        member_id = self._cast.people[name].id
        if not (model.may_ask(member_id) if skip else model.has_room(member_id)):
            return None
        return self._song(name, skip=skip)

    def _song(self, name: str, *, skip: bool) -> Operation:
        self._titles += 1
        title = f"song{self._titles}"
        way = self._chance.choice(CAN_ASK_FOR_SKIPS if skip else WAYS)
        file = Upload(f"{title}.wav", tone("wav", 200 + self._titles, title=title, seconds=0.05))
        return self._desk.submit(name, title, way=way, skip=skip, file=file)

    def _next(self, model: Model) -> Operation | None:
        if model.next_song() is None:
            return None
        return self._desk.next(self._reviewer(), by_button=self._chance.random() < 0.5)

    def _approve(self, model: Model) -> Operation | None:
        song = self._one(model.of("pending"))
        line = self._chance.choice((None, *LINES[:3]))
        return self._desk.approve(self._reviewer(), song.number, line) if song else None

    def _reject(self, model: Model) -> Operation | None:
        song = self._one(model.of("pending"))
        return self._desk.reject(self._reviewer(), song.number) if song else None

    def _move(self, model: Model) -> Operation | None:
        song = self._one(model.of("waiting"))
        return self._desk.move(self._reviewer(), song.number, self._chance.choice(LINES[:3])) if song else None

    def _remove(self, model: Model) -> Operation | None:
        song = self._one(model.of(*ACTIVE))
        return self._desk.remove(self._reviewer(), song.number) if song else None

    def _undo(self, model: Model) -> Operation | None:
        return self._desk.undo(self._reviewer()) if model.actions else None

    def _edit(self, model: Model) -> Operation | None:
        song = self._one(self._in_sight(model, *ACTIVE))
        self._titles += 1
        return self._desk.edit(song.member_id, song.number, f"song{self._titles}") if song else None

    def _withdraw(self, model: Model) -> Operation | None:
        song = self._one(self._in_sight(model, *ACTIVE))
        return self._desk.withdraw(song.member_id, song.number) if song else None

    def _resubmit(self, model: Model) -> Operation | None:
        over = self._in_sight(model, "played", "removed", "rejected")
        song = self._one([one for one in over if model.resubmit(one.number) != model])
        return self._desk.resubmit(song.member_id, song.number) if song else None

    def _bookmark(self, model: Model) -> Operation | None:
        playing = model.playing
        return self._desk.bookmark(self._reviewer()) if playing and playing.number not in model.marks else None

    def _adjust(self, _: Model) -> Operation:
        member = self._cast.people[self._chance.choice(FANS)]
        return self._desk.adjust(member.id, self._chance.randint(1, 500))

    def _in_sight(self, model: Model, *statuses: str) -> list[Song]:
        """Songs in these statuses that are on the first page of their member's own."""
        pages: dict[int, list[Song]] = {}
        for song in sorted(model.songs.values(), key=lambda one: -one.number):
            pages.setdefault(song.member_id, []).append(song)
        return [song for page in pages.values() for song in page[:ON_A_PAGE] if song.status in statuses]

    def _one(self, songs: list[Song]) -> Song | None:
        return self._chance.choice(songs) if songs else None

    def _reviewer(self) -> str:
        return self._chance.choice(REVIEWERS)
