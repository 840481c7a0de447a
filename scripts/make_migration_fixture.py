"""Writes a small database as it was after one of the migrations, as SQL text that a test brings up to date.

`python -m scripts.make_migration_fixture 2` is run once, when migration 3 is added, and its file is kept for ever: a
migration that was handed out does not change any more.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from database import MIGRATIONS

FIXTURES = Path(__file__).resolve().parent.parent / "tests" / "fixtures" / "migrations"
GUILD, OTHER_GUILD = 100, 200
TEXTS = {
    "status": "played",
    "state": "played",
    "shown": "played",
    "line": "free",
    "old_line": "free",
    "new_line": "free",
    "kind": "next",
    "blocks.kind": "member",
    "holder_kind": "account",
    "settled": "dm",
    "end_reason": "live_end",
    "origin": "likes",
    "old_status": "waiting",
    "new_status": "playing",
    "settings.name": "ladder",
    "value": "tiers",
    "blocks.value": "7",
    "file_hash": "ab" * 32,
    "artwork_url": "https://mia.bandcamp.com/one.jpg",
    "link": "https://mia.bandcamp.com/track/one",
}
NUMBERS = {"free_open": 1, "played_recently": 0, "hidden": 0, "report_due": 0, "next_number": 99}


def fill(connection: sqlite3.Connection) -> None:
    """Two rows in every table, one for each of two servers; equal ids belong together."""
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    for (name,) in sorted(names.fetchall()):
        if name == "balances":
            continue  # the ledger's trigger fills it
        columns = connection.execute("SELECT name, type FROM pragma_table_info(?)", (name,)).fetchall()
        for number, guild_id in enumerate((GUILD, OTHER_GUILD), start=1):
            values = [_value(name, column, kind, number, guild_id) for column, kind in columns]
            marks = ", ".join("?" * len(values))
            connection.execute(f"INSERT INTO {name} VALUES ({marks})", values)  # noqa: S608  # names of the schema


def _value(table: str, column: str, kind: str, number: int, guild_id: int) -> object:
    if column == "guild_id":
        return guild_id
    if kind == "TEXT":
        return TEXTS.get(f"{table}.{column}") or TEXTS.get(column) or f"{column} {number}"
    if column.endswith("_at") or column == "at":
        return 1_700_000_000_000_000 + number
    if column.endswith(("_id", "_by")):
        return number
    return NUMBERS.get(column, number * 10)


def dump(version: int) -> Iterator[str]:
    """A database of that version as SQL text, the version included."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for script in sorted(MIGRATIONS.glob("[0-9]*.sql"))[:version]:
            connection.executescript(script.read_text(encoding="utf-8"))
        fill(connection)
        yield from (f"{line}\n" for line in connection.iterdump())
        yield f"PRAGMA user_version = {version};\n"


def main() -> None:
    """Writes the one that is asked for; never over one that is there."""
    version = int(sys.argv[1])
    path = FIXTURES / f"version_{version:04}.sql"
    if path.exists():
        sys.exit(f"{path.name} is there already, and stays as it is.")
    path.write_text("".join(dump(version)), encoding="utf-8")
    print(f"{path.name} is written.")


if __name__ == "__main__":
    main()
