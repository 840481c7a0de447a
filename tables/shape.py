"""What belongs to one server, read from the schema itself, so that a new table cannot be forgotten in a backup."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

# Primary keys that Discord gives; every other one is a number of ours, and may be another one after a restore.
DISCORD_IDS = {"guild_id", "channel_id", "message_id", "member_id"}
# Whose points or coins a row is about; the number means an account or a Discord member, as the kind says.
HOLDER, HOLDER_KIND, HOLDERS = "holder_id", "holder_kind", {"account": "accounts"}


@dataclass(frozen=True)
class ColumnInfo:
    """A column: its name, its type as STRICT tables have them, and what an absent value means."""

    name: str
    kind: str
    nullable: bool
    has_default: bool


@dataclass(frozen=True)
class ServerTable:
    """A table whose rows each belong to one server.

    `owned` is the condition for the rows of a server, with one ? for its id. `key` is the column with numbers of
    ours, if there is one. `references` are the columns that hold such numbers of other tables.
    """

    name: str
    columns: tuple[ColumnInfo, ...]
    key: str | None
    references: Mapping[str, str]
    owned: str
    ordered: str


def server_tables(connection: sqlite3.Connection) -> list[ServerTable]:
    """Every table that belongs to servers, each after those that it refers to."""
    raw = {name: _Raw(connection, name) for name in table_names(connection)}
    keys = {one.key: name for name, one in raw.items() if one.key}
    found: dict[str, ServerTable] = {}
    while ready := [name for name in raw if name not in found and raw[name].parents <= found.keys() | {name}]:
        for name in ready:
            found[name] = raw[name].table(keys, found)
    return [table for table in found.values() if table.owned]


def table_names(connection: sqlite3.Connection) -> list[str]:
    """All tables, by name."""
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return sorted(row[0] for row in rows)


class _Raw:
    """A table as SQLite describes it."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        info = connection.execute("SELECT name, type, [notnull], dflt_value, pk FROM pragma_table_info(?)", (name,))
        rows = info.fetchall()
        self.name = name
        self.columns = tuple(ColumnInfo(row[0], row[1], not (row[2] or row[4]), row[3] is not None) for row in rows)
        self.primary = [row[0] for row in rows if row[4]]
        foreign = connection.execute("SELECT [from], [table] FROM pragma_foreign_key_list(?)", (name,))
        self.foreign: dict[str, str] = dict(foreign.fetchall())
        self.parents = set(self.foreign.values())

    @property
    def key(self) -> str | None:
        own = len(self.primary) == 1 and self.primary[0] not in DISCORD_IDS | self.foreign.keys()
        return self.primary[0] if own else None

    def table(self, keys: Mapping[str, str], above: Mapping[str, ServerTable]) -> ServerTable:
        names = [column.name for column in self.columns]
        # A column that is named like the key of a table means it, also where no foreign key says so.
        named = {name: keys[name] for name in names if name in keys and name != self.key}
        return ServerTable(
            self.name,
            self.columns,
            self.key,
            named | self.foreign,
            self._owned(names, above),
            ", ".join(self.primary) or "rowid",
        )

    def _owned(self, names: Iterable[str], above: Mapping[str, ServerTable]) -> str:
        """A server's rows carry its id, or refer to a row that does."""
        if "guild_id" in names:
            return "guild_id = ?"
        for column, parent in self.foreign.items():
            if parent in above and above[parent].owned:
                inner = f"SELECT {above[parent].key} FROM {parent} WHERE {above[parent].owned}"  # noqa: S608
                return f"{column} IN ({inner})"
        return ""


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
