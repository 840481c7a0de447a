"""A server's rows as they leave the database: over a connection of one's own that only reads."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from tables.shape import ServerTable

Row = dict[str, int | float | str | None]


def rows_of(connection: sqlite3.Connection, table: ServerTable, guild_id: int) -> Iterator[Row]:
    """The server's rows of one table, by their keys."""
    names = [column.name for column in table.columns]
    # The names come from the schema, never from a file.
    found = connection.execute(
        f"SELECT {', '.join(names)} FROM {table.name} WHERE {table.owned} ORDER BY {table.ordered}",  # noqa: S608
        (guild_id,),
    )
    return (dict(zip(names, row, strict=True)) for row in found)


def counts(connection: sqlite3.Connection, guild_id: int, tables: Sequence[ServerTable]) -> dict[str, int]:
    """How many rows the server has, by table."""
    found = {
        table.name: connection.execute(f"SELECT count(*) FROM {table.name} WHERE {table.owned}", (guild_id,))  # noqa: S608
        for table in tables
    }
    return {name: int(cursor.fetchone()[0]) for name, cursor in found.items()}


def data_version(connection: sqlite3.Connection) -> int:
    """The number of the newest migration that the file has."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
