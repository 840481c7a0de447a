"""Calls every method of every table with samples by type, and keeps the statements that it runs."""

from __future__ import annotations

import inspect
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from database import Database
from domain.blocks import Block, BlockKind
from domain.lines import Line
from domain.live import EndReason, Like, LiveEvent, RoomCount, Viewer
from domain.naming import Called
from domain.points import Holder, HolderKind, Origin
from domain.submissions import Person, Song, Status, Submission
from domain.tally import Deed, Streak, StreakKey, Window, WindowKey
from tables import Tables
from tables.base import Table
from tables.codes import HandleCode
from tables.displays import Cleanup, Place
from tables.mentions import FREE, Mention
from tables.plays import Play
from tables.removal import Key
from tables.sessions import Wish
from tables.shape import Column, ServerTable
from tables.staging import Staged, Value

NOW = datetime(2026, 11, 1, 20, 0, tzinfo=UTC)
SONG = Song("Artist", "Title", link="https://a.bandcamp.com/track/1", file_hash="ab" * 32)
MEMBER = Person(1, "Mia")
SUBMISSION = Submission(1, 1, 1, MEMBER, SONG, Status.WAITING, Line.FREE, NOW, NOW)
GUILD_ID = Column("guild_id", "INTEGER", nullable=False, has_default=False)
AWAY = ServerTable("away", (GUILD_ID,), None, {}, "guild_id = ?", "guild_id, member_id")


class OneOfEach(Staged):
    """A row of each table that a sample of a backup has."""

    ROWS: Mapping[str, dict[str, Value]] = {
        "away": {"guild_id": 1, "member_id": 2, "since_at": 0},
        "accounts": {"place": 0, "handle": "mia", "tiktok_user_id": 1, "member_id": 1, "linked_at": 0},
        "points": {"holder": 0, "is_member": 0, "origin": "likes", "amount": 3},
    }

    def columns(self, table: str) -> list[str]:
        return list(self.ROWS[table])

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[tuple[Value, ...]]:
        return iter([tuple(self.ROWS[table][name] for name in columns)])


VIEWERS = (Viewer(1, "mia", "Mia"), Viewer(2, "other", ""), Viewer(3, "", ""))
SAMPLES: dict[object, Any] = {
    int: 1,
    int | None: 1,
    str: "text",
    bool: True,
    datetime: NOW,
    Line: Line.FREE,
    Song: SONG,
    Person: MEMBER,
    Person | None: MEMBER,
    Submission: SUBMISSION,
    Holder: Holder(HolderKind.MEMBER, 1),
    Origin: Origin.STAFF,
    Block: Block(0, 1, BlockKind.PATTERN, "noise", "why", None, "Rita", NOW),
    Place: Place(1, 1),
    Cleanup: Cleanup(1, 1, 1),
    Play: Play(1, 1, 1, 1, 1, NOW, None, "playing", None, None, None),
    tuple[int, int]: (1, 1),
    Iterable[int]: (1, 2),
    datetime | None: NOW,
    EndReason: EndReason.LIVE_END,
    HolderKind: HolderKind.ACCOUNT,
    HandleCode: HandleCode("ABC234", 1, "mia"),
    Wish: Wish(1, "creator", "Rita", NOW, NOW, 7),
    Iterable[Viewer]: VIEWERS,
    Collection[LiveEvent]: [Like(1, number, NOW, VIEWERS[0], 5) for number in (1, 2)],
    Iterable[RoomCount]: [RoomCount(1, 3, NOW, 10, 20)],
    Collection[int]: (1, 2),
    Collection[StreakKey]: [(1, 1, 1, 1)],
    Mapping[StreakKey, Streak]: {(1, 1, 1, 1): Streak(3, 15)},
    Mapping[WindowKey, Window]: {(1, Origin.LIKES): Window(0, 5)},
    Mapping[int, Deed]: {1: Deed(NOW)},
    Mapping[int, int]: {1: 100},
    Mapping[int, Mapping[Origin, int]]: {1: {Origin.LIKES: 5}},
    Iterable[tuple[int, int]]: [(1, 5)],
    Called: Called(1, frozenset({"Mia"}), frozenset({"mia"})),
    Sequence[Mention]: [Mention(FREE[0], 1, "Mia", "somebody")],
    Sequence[Key]: [(1, 2)],
    ServerTable: AWAY,
    Sequence[ServerTable]: [AWAY],
    Staged: OneOfEach(Path()),
    Collection[str]: ("queue_channel",),
    Iterable[Holder]: (Holder(HolderKind.MEMBER, 1), Holder(HolderKind.ACCOUNT, 1)),
}


@dataclass(frozen=True)
class Statement:
    """One statement as a table ran it, and the method that did."""

    method: str
    sql: str
    values: tuple[object, ...]


@dataclass
class Recorder:
    """Keeps what passes through `Table.rows` and `Table.many`, the only ways to SQLite."""

    statements: dict[tuple[str, str], Statement] = field(default_factory=dict)
    method: str = ""

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Stands in front of both until the test ends."""
        run, run_many = Table.rows, Table.many

        async def rows(table: Table, sql: str, *values: object) -> Sequence[sqlite3.Row]:
            self._keep(sql, values)
            return await run(table, sql, *values)

        async def many(table: Table, sql: str, values: Iterable[Sequence[object]]) -> None:
            kept = list(values)
            for one in kept[:1]:
                self._keep(sql, one)
            await run_many(table, sql, kept)

        monkeypatch.setattr(Table, "rows", rows)
        monkeypatch.setattr(Table, "many", many)

    def _keep(self, sql: str, values: Sequence[object]) -> None:
        if not sql.startswith(("CREATE TRIGGER", "DROP TRIGGER")):  # these read no rows, and have no plan
            self.statements.setdefault((self.method, sql), Statement(self.method, sql, tuple(values)))

    async def run_all(self, database: Database) -> None:
        """Calls every public method of every table; what a sample breaks is taken back."""
        async with database.transaction() as tables:
            found = {kind: type(table) for kind, table in vars(tables).items() if isinstance(table, Table)}
            names = [f"{kind}.{name}" for kind, table in found.items() for name in methods_of(table)]
        for name in names:
            self.method = name
            with suppress(sqlite3.IntegrityError):
                async with database.transaction() as tables:
                    await call(tables, name)


def methods_of(kind: type[Table]) -> Iterator[str]:
    """The public methods that a table adds to the base."""
    for name, _ in inspect.getmembers(kind, inspect.iscoroutinefunction):
        if not name.startswith("_") and not hasattr(Table, name):
            yield name


async def call(tables: Tables, name: str) -> None:
    """Calls one method with a sample for each parameter; a type without a sample is a KeyError."""
    table, _, method_name = name.partition(".")
    method: Callable[..., Any] = getattr(getattr(tables, table), method_name)
    hints = get_type_hints(method)
    parameters = inspect.signature(method).parameters.values()
    positional = [SAMPLES[hints[one.name]] for one in parameters if one.kind is not one.KEYWORD_ONLY]
    named = {one.name: SAMPLES[hints[one.name]] for one in parameters if one.kind is one.KEYWORD_ONLY}
    await method(*positional, **named)
