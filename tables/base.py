"""What every table class shares: one hop to SQLite's thread per statement, and times as UTC microseconds."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Protocol

from domain import refusals
from domain.refusals import DataUnusable

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


Values = Sequence[object] | Mapping[str, object]


class Connection(Protocol):
    """What tables need of a connection: aiosqlite's has it, and one that reads beside the lock."""

    def execute_fetchall(self, sql: str, parameters: Values = ..., /) -> Awaitable[Iterable[sqlite3.Row]]:
        """Runs a statement and gives all its rows."""

    def executemany(self, sql: str, parameters: Iterable[Sequence[object]], /) -> Awaitable[object]:
        """Runs a write once for each row of values."""

    @property
    def total_changes(self) -> int:
        """How many rows the connection has changed so far."""


class Table:
    """Base of the table classes; `rows`, `many` and `stream` are the only ways to SQLite."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def rows(self, sql: str, *values: object) -> Sequence[sqlite3.Row]:
        """All rows that the statement gives; writes ask for theirs by RETURNING."""
        return list(await self._connection.execute_fetchall(sql, values))

    async def row(self, sql: str, *values: object) -> sqlite3.Row | None:
        """The first row, or None."""
        found = await self.rows(sql, *values)
        return found[0] if found else None

    async def number(self, sql: str, *values: object) -> int:
        """The first column of the first row as a number; 0 where there is none."""
        found = await self.row(sql, *values)
        return int(found[0] or 0) if found else 0

    async def many(self, sql: str, values: Iterable[Sequence[object]]) -> None:
        """Runs a write once for each row of values, in one hop; none where there are no values."""
        if rows := list(values):
            await self._connection.executemany(sql, rows)

    async def stream(self, sql: str, values: Iterator[Sequence[object]]) -> None:
        """The same for any number of rows, which SQLite's thread takes one by one: no memory holds them all."""
        await self._connection.executemany(sql, values)


def stored(at: datetime) -> int:
    """An aware time as UTC microseconds."""
    return (at - EPOCH) // timedelta(microseconds=1)


def loaded(micros: int) -> datetime:
    """UTC microseconds as an aware time."""
    return EPOCH + timedelta(microseconds=micros)


def loaded_or_none(micros: int | None) -> datetime | None:
    """The same where the column may be empty."""
    return None if micros is None else loaded(micros)


def stored_or_none(at: datetime | None) -> int | None:
    """The same where there may be no time."""
    return None if at is None else stored(at)


GUARDS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%append-only%'"


@asynccontextmanager
async def unguarded(table: Table) -> AsyncIterator[None]:
    """Inside, rows may be changed and removed.

    SQLite takes back a DROP like everything else, and nobody but this connection sees it before the commit.
    """
    guards = await table.rows(GUARDS)
    for guard in guards:
        await table.rows(f"DROP TRIGGER {guard['name']}")
    yield
    for guard in guards:
        await table.rows(guard["sql"])


DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
FAULTS = {
    sqlite3.SQLITE_FULL: refusals.disk_full,
    sqlite3.SQLITE_IOERR: refusals.disk_full,
    sqlite3.SQLITE_READONLY: refusals.disk_full,
    sqlite3.SQLITE_CANTOPEN: refusals.cannot_open_more,
    sqlite3.SQLITE_BUSY: refusals.data_in_use,
    **dict.fromkeys(DAMAGED, refusals.data_damaged),
}


def kind_of(error: BaseException) -> int:
    """SQLite: the low byte of an error's code is its kind; 0 for errors that are not SQLite's own."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def refusal_of(error: BaseException) -> DataUnusable | None:
    """The sentence for whoever asked; None where the error is a bug."""
    make = FAULTS.get(kind_of(error))
    return make() if make else None
