"""A backup that somebody hands in: read into a file of rows, and refused unless all of it can be brought back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TextIO

from domain import backup_refusals
from domain.backup_values import may_be, setting_can_be
from services.backup_files import FORMAT
from services.backup_points import read_points
from services.json_stream import BrokenJsonError, JsonStream
from tables.restore import references, replaced
from tables.shape import HOLDER, HOLDER_KIND, HOLDERS, Row, ServerTable
from tables.staging import Staging


@dataclass(frozen=True)
class Schema:
    """What a backup has to fit: the tables of servers, and the data version that they are of."""

    tables: Sequence[ServerTable]
    version: int


@dataclass(frozen=True)
class Contents:
    """What a file holds of one server: how many rows by table; None where it is points and TikTok names alone."""

    created_at: datetime
    rows: Mapping[str, int] | None


def read_backup(file: TextIO, guild_id: int, schema: Schema, staging: Staging) -> Contents:
    """Puts what the file holds of the server into `staging`. Refuses what cannot be brought back whole."""
    stream = JsonStream(file)
    try:
        contents = _read(stream, guild_id, schema, staging)
        stream.end()
    except BrokenJsonError as error:
        raise backup_refusals.backup_is_cut_short() from error
    if contents is None:
        raise backup_refusals.backup_is_no_backup()
    return contents


def _read(stream: JsonStream, guild_id: int, schema: Schema, staging: Staging) -> Contents | None:
    """None where nothing is in it that could be brought back."""
    if stream.next_char() != "{":
        stream.value()  # broken, or at least JSON
        return None
    head: dict[str, object] = {}
    contents: Contents | None = None
    for key in stream.members():
        if key not in {"servers", "tables"}:
            head[key] = stream.value()
        elif contents:
            raise backup_refusals.backup_is_wrong(f"two times {key}")
        elif key == "servers":
            contents = Contents(_checked_head(head), None)
            read_points(stream, guild_id, staging)
        else:
            created_at, older = _checked_head(head), _is_older(head, guild_id, schema)
            contents = Contents(created_at, _rows(stream, guild_id, schema.tables, staging, older=older))
    return contents


def _checked_head(head: Mapping[str, object]) -> datetime:
    """The time of the backup. What says so stands before what it is about, as /backup now writes it."""
    try:
        at = datetime.fromisoformat(str(head.get("created_at")))
    except ValueError as error:
        raise backup_refusals.backup_is_no_backup() from error
    if at.tzinfo is None:
        raise backup_refusals.backup_is_no_backup()
    _check_version(head.get("version"), FORMAT)
    return at


def _is_older(head: Mapping[str, object], guild_id: int, schema: Schema) -> bool:
    """Whether it is from before the newest table."""
    version = _check_version(head.get("data_version"), schema.version)
    if head.get("guild_id") != str(guild_id):
        raise backup_refusals.backup_of_another_server()
    return version < schema.version


def _check_version(version: object, known: int) -> int:
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise backup_refusals.backup_is_no_backup()
    if version > known:
        raise backup_refusals.backup_too_new(version, known)
    return version


def _rows(
    stream: JsonStream, guild_id: int, tables: Sequence[ServerTable], staging: Staging, *, older: bool
) -> dict[str, int]:
    """The number of rows by table; of a file from before a table there was, none."""
    known, counts = {table.name: table for table in tables}, dict[str, int]()
    for name in stream.members():
        if name not in known or name in counts:
            raise backup_refusals.backup_is_wrong(f"the table {name}")
        counts[name] = _fill(stream, known[name], guild_id, staging)
    if not older and (missing := sorted(known.keys() - counts.keys())):
        raise backup_refusals.backup_is_wrong(f"no table {missing[0]}")
    for table in replaced(tables):
        if not counts.get(table.name):
            staging.create(table.name, [table.key] if table.key else [table.columns[0].name], table.key)
    _check_references(replaced(tables), counts, staging)
    return dict.fromkeys(sorted(known), 0) | counts


def _fill(stream: JsonStream, table: ServerTable, guild_id: int, staging: Staging) -> int:
    """Puts the rows of one table into the staging file; of what a restore leaves alone, they are counted only."""
    rows = _objects(stream, table.name)
    first = next(rows, None)
    if first is None or not replaced([table]):
        return sum(1 for _ in rows) + (first is not None)
    names, check = list(first), _Check(table, first, guild_id)
    check.row(first)
    staging.create(table.name, names, table.key)

    def checked() -> Iterator[list[Any]]:
        for row in rows:
            check.row(row)
            yield [row[name] for name in names]

    try:
        one = staging.fill(table.name, len(names), [list(first.values())])
        return one + staging.fill(table.name, len(names), checked())
    except sqlite3.IntegrityError as error:
        raise backup_refusals.backup_is_wrong(f"the same twice in {table.name}") from error


def _objects(stream: JsonStream, where: str) -> Iterator[Row]:
    if stream.next_char() != "[":
        raise backup_refusals.backup_is_wrong(where)
    for row in stream.entries():
        if not isinstance(row, dict):
            raise backup_refusals.backup_is_wrong(where)
        yield row


class _Check:
    """Refuses rows that the bot would never have written."""

    def __init__(self, table: ServerTable, like: Row, guild_id: int) -> None:
        self._table = table
        self._guild_id = guild_id
        self._names = like.keys()
        self._columns = {column.name: column for column in table.columns}
        needed = {column.name for column in table.columns if not (column.nullable or column.has_default)}
        if not needed <= self._names <= self._columns.keys():
            raise backup_refusals.backup_is_wrong(f"other columns in {table.name}")

    def row(self, row: Row) -> None:
        table = self._table
        if row.keys() != self._names:
            raise backup_refusals.backup_is_wrong(f"other columns in {table.name}")
        if row.get("guild_id", self._guild_id) != self._guild_id:
            raise backup_refusals.backup_of_another_server()
        linked = references(table, row)
        for name, value in row.items():
            if not self._fits(name, value, is_reference=name in linked or name == table.key):
                raise backup_refusals.backup_is_wrong(f"{table.name}, {name}")
        if table.name == "settings" and not setting_can_be(row["name"], row["value"]):
            raise backup_refusals.backup_is_wrong(f"the setting {row['name']}")

    def _fits(self, name: str, value: object, *, is_reference: bool) -> bool:
        column = self._columns[name]
        if value is None:
            return column.nullable
        return may_be(self._table.name, name, column.kind, value, is_reference=is_reference)


def _check_references(tables: Sequence[ServerTable], counts: Mapping[str, int], staging: Staging) -> None:
    """Whatever a row refers to has to be in the file, or it could reach into another server."""
    keys = {table.name: table.key or "" for table in tables}
    for table in (one for one in tables if counts.get(one.name)):
        links = [(name, parent, "true") for name, parent in table.references.items()]
        if any(column.name == HOLDER_KIND for column in table.columns):
            links += [(HOLDER, parent, f"{HOLDER_KIND} = '{kind}'") for kind, parent in HOLDERS.items()]
        for name, parent, where in links:
            if not staging.has_all(table.name, name, where, (parent, keys[parent])):
                raise backup_refusals.backup_is_wrong(f"{table.name}, {name} refers to nothing")
