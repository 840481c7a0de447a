"""Reading beside the lock: one moment of the database, over a connection of one's own, in a thread of one's own."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TypeVar

from tables import Tables
from tables.base import Values

T = TypeVar("T")


class ReadingConnection:
    """What tables need of a connection, over one of this thread that only reads: SQLite itself refuses a write."""

    total_changes = 0

    def __init__(self, connection: sqlite3.Connection) -> None:
        connection.row_factory = sqlite3.Row
        self._connection = connection

    async def execute_fetchall(self, sql: str, parameters: Values = ()) -> Iterable[sqlite3.Row]:
        """Runs a statement and gives all its rows."""
        return self._connection.execute(sql, parameters).fetchall()

    async def executemany(self, sql: str, parameters: Iterable[Sequence[object]]) -> object:
        """Is there for writes, which SQLite refuses."""
        return self._connection.executemany(sql, parameters)


def read_tables(connection: sqlite3.Connection, read: Callable[[Tables], Awaitable[T]]) -> T:
    """What `read` returns of the tables. Blocks: use it in a thread, which has no event loop yet."""

    async def reading() -> T:
        return await read(Tables(ReadingConnection(connection)))

    return asyncio.run(reading())
