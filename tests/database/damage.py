"""Damage to a database file, as a failing disk does it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

PAGE_BYTES = 4096


def damage(path: Path, page: int) -> None:
    """Overwrites one page of the file with nonsense; pages count from 1."""
    with path.open("r+b") as file:
        file.seek(PAGE_BYTES * (page - 1))
        file.write(b"\xff" * PAGE_BYTES)


def damage_while_open(path: Path, page: int) -> None:
    """The same in a file that is open: a change by another program makes whoever has it open read again."""
    damage(path, page)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA application_id = 1")
    connection.close()


def damage_table(path: Path, table: str) -> None:
    """Overwrites the first page of a table, in a file that nobody has open."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    [(page,)] = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchall()
    connection.close()
    damage(path, page)
