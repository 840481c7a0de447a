"""Calls all that runs SQL, with samples by type over a past, and keeps the statements that reach SQLite."""

from __future__ import annotations

import inspect
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from database import Database
from domain.accounts import HandleCode
from domain.blocks import Block, BlockKind
from domain.lines import Line
from domain.live_events import EndReason, Like, LiveEvent, RoomCount, Viewer
from domain.live_sessions import FollowRequest
from domain.naming import Called
from domain.outbox import Cleanup, Place
from domain.points import Holder, HolderKind, Origin
from domain.shows import Play
from domain.submissions import Person, Song, Status, Submission
from domain.tally import AccountActivity, Streak, StreakKey, Window, WindowKey
from services.backup_files import hourly_lines, server_lines
from tables import Tables
from tables.base import Table, Values
from tables.erasure import FREE, Mention, all_mentions, free_texts, known_as
from tables.full_copy import copy_database, empty_log
from tables.housekeeping import RULES, Rule
from tables.memberships import Key, files_of, keys_of, tables_to_empty
from tables.sessions import SessionTotals
from tables.shape import ColumnInfo, ServerTable, counts
from tables.staging import Staged, Value

NOW = datetime(2026, 11, 1, 20, 0, tzinfo=UTC)
SONG = Song("Artist", "Title", link="https://a.bandcamp.com/track/1", file_hash="ab" * 32)
MEMBER = Person(1, "Mia")
SUBMISSION = Submission(1, 1, 1, MEMBER, SONG, Status.WAITING, Line.FREE, NOW, NOW)
GUILD_ID = ColumnInfo("guild_id", "INTEGER", nullable=False, has_default=False)
AWAY = ServerTable("away", (GUILD_ID,), None, {}, "guild_id = ?", "guild_id, member_id")


class OneOfEach(Staged):
    """A row of each table that a sample of a backup has."""

    ROWS: Mapping[str, dict[str, Value]] = {
        "away": {"guild_id": 1, "member_id": 2, "since_at": 0},
        "shows": {"show_id": 9_000_000, "guild_id": 1, "opened_at": 0, "last_next_at": 0},
        "accounts": {"place": 0, "handle": "mia", "tiktok_user_id": 1, "member_id": 1, "linked_at": 0},
        "points": {"holder": 0, "is_member": 0, "origin": "likes", "amount": 3},
    }

    def columns(self, table: str) -> list[str]:
        return list(self.ROWS[table])

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[tuple[Value, ...]]:
        return iter([tuple(self.ROWS[table][name] for name in columns)])


SHOWS = ServerTable(
    "shows",
    tuple(
        ColumnInfo(name, "INTEGER", nullable=False, has_default=False) for name in ("show_id", "guild_id", "opened_at")
    ),
    *("show_id", {}, "guild_id = ?", "1"),
)
# New, without a name, and called what another account, or one that was never seen, was called.
VIEWERS = (
    *(Viewer(1, "mia", "Mia"), Viewer(2, "waits", ""), Viewer(3, "", ""), Viewer(4, "h5", "")),
    Viewer(9_000_000, "waits too", ""),
)
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
    FollowRequest: FollowRequest(1, "creator", "Rita", NOW, NOW, 7),
    Iterable[Viewer]: VIEWERS,
    Collection[LiveEvent]: [Like(1, number, NOW, VIEWERS[0], 5) for number in (1, 2)],
    Iterable[RoomCount]: [RoomCount(1, 3, NOW, 10, 20)],
    Collection[int]: (1, 2),
    Collection[StreakKey]: [(1, 1, 1, 1)],
    Mapping[StreakKey, Streak]: {(1, 1, 1, 1): Streak(3, 15)},
    Mapping[WindowKey, Window]: {(1, Origin.LIKES): Window(0, 5)},
    Mapping[int, AccountActivity]: {1: AccountActivity(NOW)},
    Mapping[int, int]: {1: 100},
    Mapping[int, Mapping[Origin, int]]: {1: {Origin.LIKES: 5}},
    Iterable[tuple[int, int]]: [(1, 5)],
    Called: Called(1, frozenset({"Mia"}), frozenset({"mia"})),
    Sequence[Mention]: [Mention(FREE[0], 1, "Mia", "somebody")],
    ServerTable: AWAY,
    Sequence[ServerTable]: [AWAY, SHOWS],
    Staged: OneOfEach(Path()),
    Collection[str]: ("queue_channel",),
    SessionTotals: SessionTotals(1, 0, 5, 4.5, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    Rule: RULES[0],
    Sequence[Key]: [(1,)],
    Iterable[Holder]: (Holder(HolderKind.MEMBER, 1), Holder(HolderKind.ACCOUNT, 1)),
}


@dataclass(frozen=True)
class Statement:
    """One statement as a table ran it, and the method that did."""

    method: str
    sql: str
    values: Values


class _TakenBack(Exception):
    """Ends a transaction whose changes nobody needs."""


@dataclass
class Recorder:
    """Keeps every statement that any connection to SQLite is given, whoever opens it."""

    statements: dict[tuple[str, str], Statement] = field(default_factory=dict)
    method: str = ""
    is_over: bool = False

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Stands behind `sqlite3.connect` until the test ends; aiosqlite uses it too."""
        keep, connect = self._keep, sqlite3.connect

        class Watched(sqlite3.Connection):
            def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:  # noqa: ANN401 - as in sqlite3
                keep(sql, parameters)
                return super().execute(sql, parameters)

            def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
                kept = list(parameters)
                for one in kept[:1]:
                    keep(sql, one)
                return super().executemany(sql, kept)

        monkeypatch.setattr(sqlite3, "connect", partial(connect, factory=Watched))

    def _keep(self, sql: str, values: Values) -> None:
        if not self.is_over:
            self.statements.setdefault((self.method, sql), Statement(self.method, sql, values))

    async def run_all(self, database: Database, folder: Path) -> None:
        """Calls every public method of every table and all that reads aside, each over the same past."""
        async with database.transaction() as tables:
            found = {kind: type(table) for kind, table in vars(tables).items() if isinstance(table, Table)}
            names = [f"{kind}.{name}" for kind, table in found.items() for name in methods_of(table)]
        for name in (name for name in names if name != "removal.remove"):  # its keys are those of its table
            self.method = name
            with suppress(sqlite3.IntegrityError, _TakenBack):
                async with database.transaction() as tables:
                    await call(tables, name)
                    raise _TakenBack
        self.method = "removal.remove"
        async with database.transaction() as tables:
            await tables.removal.remove(AWAY, [(1, 2)])
        self.method = "retention.drop"
        async with database.transaction() as tables:
            for rule in RULES:
                await tables.retention.drop(rule, [("1",) * len(rule.key)], NOW)
            self.method = "retention.old"
            for rule in RULES:
                await tables.retention.old(rule, NOW, 1)
        self.method = "aside"
        await database.read_aside(partial(read_all_aside, folder=folder))
        self.is_over = True


def read_all_aside(connection: sqlite3.Connection, folder: Path) -> None:
    """What backups read, over a connection of their own."""
    all(server_lines(connection, 1, NOW))
    all(hourly_lines(connection, NOW))
    counts(connection, 1, [AWAY])
    files_of(connection, 1)
    for table in tables_to_empty(connection):
        keys_of(connection, table, 1)
    free_texts(connection, 1, known_as(connection, 1, 1))
    all_mentions(connection, 1, known_as(connection, 1, 1))
    copy_database(connection, folder / "copy.db")
    empty_log(folder / "copy.db")


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
