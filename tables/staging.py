"""The rows of a backup in a file of their own, between its reading and its writing: no memory has to hold them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

Value = int | float | str | None


class Staging:
    """Writes the file. The names of tables and columns come from the schema, never from a backup."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -8000"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("BEGIN")

    def close(self) -> None:
        """Finishes the file."""
        self._connection.execute("COMMIT")
        self._connection.close()

    def create(self, table: str, columns: Sequence[str], key: str | None = None) -> None:
        """Makes a table without rows; `key` is the column with its numbers."""
        named = [f"{name} INTEGER PRIMARY KEY" if name == key else name for name in columns]
        self._connection.execute(f"CREATE TABLE {table} ({', '.join(named)})")

    def fill(self, table: str, width: int, rows: Iterable[Sequence[Value]]) -> int:
        """Adds rows of `width` values and returns how many. Raises sqlite3.IntegrityError for a key that is twice."""
        cursor = self._connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", rows)  # noqa: S608
        return max(cursor.rowcount, 0)

    def has_all(self, table: str, column: str, of: str, parent: tuple[str, str]) -> bool:
        """Whether each number in `column`, for the rows where the condition `of` holds, is a key of the parent."""
        found = self._connection.execute(
            f"SELECT 1 FROM {table} WHERE {of} AND {column} IS NOT NULL "  # noqa: S608
            f"AND {column} NOT IN (SELECT {parent[1]} FROM {parent[0]}) LIMIT 1"
        )
        return found.fetchone() is None


class Staged:
    """Reads the file; an iterator works in whatever thread asks it for its first row."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def columns(self, table: str) -> list[str]:
        """The columns that the backup has of a table; none where it has no rows of it."""
        with closing(self._open()) as connection:
            found = connection.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
        return [row[0] for row in found]

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[tuple[Value, ...]]:
        """These columns of all rows, in their order in the file."""
        with closing(self._open()) as connection:
            yield from connection.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY rowid")  # noqa: S608

    def _open(self) -> sqlite3.Connection:
        """Closed by whichever thread is the last one to hold a half-read iterator."""
        uri = f"{self._path.resolve().as_uri()}?mode=ro"
        return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
