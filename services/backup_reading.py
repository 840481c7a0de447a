"""A backup that somebody hands in: read, and refused with a sentence unless all of it can be brought back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain import backup_refusals
from domain.backup_rows import may_be, setting_can_be
from domain.points_copy import CopiedAccount, PointsCopy
from services.backup_files import FORMAT
from tables.dump import Row
from tables.restore import references, replaced
from tables.shape import ServerTable

Rows = Mapping[str, Sequence[Row]]


@dataclass(frozen=True)
class Schema:
    """What a backup has to fit: the tables of servers, and the data version that they are of."""

    tables: Sequence[ServerTable]
    version: int


@dataclass(frozen=True)
class Backup:
    """What a file holds of one server: all its rows, or its points and TikTok names."""

    created_at: datetime
    content: Rows | PointsCopy


def read_backup(raw: bytes, guild_id: int, schema: Schema) -> Backup:
    """What `raw` holds of the server. Raises a Refusal for anything that cannot be brought back whole."""
    document = _document(raw)
    created_at = _time(document.get("created_at"))
    _check_version(document.get("version"), FORMAT)
    if "servers" in document:
        return Backup(created_at, _points(_object(document["servers"], "servers"), guild_id))
    if "tables" not in document:
        raise backup_refusals.backup_is_no_backup()
    _check_version(document.get("data_version"), schema.version)
    if document.get("guild_id") != str(guild_id):
        raise backup_refusals.backup_of_another_server()
    older = document["data_version"] < schema.version
    return Backup(created_at, _rows(_object(document["tables"], "tables"), guild_id, schema.tables, older=older))


def _document(raw: bytes) -> dict[str, Any]:
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError) as error:  # also what is not UTF-8, and numbers of thousands of digits
        raise backup_refusals.backup_is_cut_short() from error
    if not isinstance(document, dict):
        raise backup_refusals.backup_is_no_backup()
    return document


def _time(text: object) -> datetime:
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError as error:
        raise backup_refusals.backup_is_no_backup() from error
    if at.tzinfo is None:
        raise backup_refusals.backup_is_no_backup()
    return at


def _check_version(version: object, known: int) -> None:
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise backup_refusals.backup_is_no_backup()
    if version > known:
        raise backup_refusals.backup_too_new(version, known)


def _rows(found: Mapping[str, Any], guild_id: int, tables: Sequence[ServerTable], *, older: bool) -> Rows:
    """The rows by table; of a file from before a table there was, none."""
    known = {table.name for table in tables}
    if wrong := [name for name in found if name not in known]:
        raise backup_refusals.backup_is_wrong(f"the table {wrong[0]}")
    if not older and (missing := sorted(known - found.keys())):
        raise backup_refusals.backup_is_wrong(f"no table {missing[0]}")
    rows = {name: [_object(one, name) for one in _list(found.get(name, []), name)] for name in sorted(known)}
    for table in replaced(tables):
        for row in rows[table.name]:
            _check_row(table, row, guild_id, like=rows[table.name][0])
    _check_references(replaced(tables), rows)
    return rows


def _check_row(table: ServerTable, row: Row, guild_id: int, like: Row) -> None:
    columns = {column.name: column for column in table.columns}
    needed = {column.name for column in table.columns if not (column.nullable or column.has_default)}
    if row.keys() != like.keys() or not needed <= row.keys() <= columns.keys():
        raise backup_refusals.backup_is_wrong(f"other columns in {table.name}")
    if row.get("guild_id", guild_id) != guild_id:
        raise backup_refusals.backup_of_another_server()
    linked = references(table, row)
    for name, value in row.items():
        column = columns[name]
        fine = (
            column.nullable
            if value is None
            else may_be(table.name, name, column.kind, value, is_reference=name in linked or name == table.key)
        )
        if not fine:
            raise backup_refusals.backup_is_wrong(f"{table.name}, {name}")
    if table.name == "settings" and not setting_can_be(row["name"], row["value"]):
        raise backup_refusals.backup_is_wrong(f"the setting {row['name']}")


def _check_references(tables: Iterable[ServerTable], rows: Rows) -> None:
    """Whatever a row refers to has to be in the file, or it could reach into another server."""
    numbers: dict[str, set[object]] = {}
    for table in tables:
        numbers[table.name] = {row[table.key] for row in rows[table.name]} if table.key else set()
        for row in rows[table.name]:
            for name, parent in references(table, row).items():
                if row[name] not in numbers[parent]:
                    raise backup_refusals.backup_is_wrong(f"{table.name}, {name} refers to nothing")


def _points(servers: Mapping[str, Any], guild_id: int) -> PointsCopy:
    if str(guild_id) not in servers:
        raise backup_refusals.backup_of_another_server()
    server = _object(servers[str(guild_id)], "server")
    members = _object(server.get("user_points"), "user_points")
    accounts = _list(server.get("tiktok_accounts"), "tiktok_accounts")
    return PointsCopy(
        {_member(one): _amounts(points) for one, points in members.items()},
        tuple(_account(_object(one, "tiktok_accounts")) for one in accounts),
    )


def _member(text: str) -> int:
    """Discord: an id has at most 20 digits, and what SQLite cannot keep is none."""
    digits = text.removeprefix("-")  # below zero: the stand-in of somebody who was erased
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 20):
        raise backup_refusals.backup_is_wrong("a member in user_points")
    return _whole("user_points", "member_id", int(text))


def _account(found: Mapping[str, Any]) -> CopiedAccount:
    handle = found.get("handle")
    if not isinstance(handle, str) or not may_be("accounts", "handle", "TEXT", handle, is_reference=False):
        raise backup_refusals.backup_is_wrong("tiktok_accounts, handle")
    user_id, member_id, linked_at = (
        None if found.get(name) is None else _whole("tiktok_accounts", name, found[name])
        for name in ("tiktok_user_id", "member_id", "linked_at")
    )
    return CopiedAccount(handle, user_id, member_id, linked_at, _amounts(found.get("points")))


def _amounts(found: object) -> dict[str, int]:
    points = _object(found, "points")
    for origin in points:
        if not may_be("ledger", "origin", "TEXT", origin, is_reference=False):
            raise backup_refusals.backup_is_wrong("where points come from")
    return {origin: _whole("points", "amount", amount) for origin, amount in points.items()}


def _whole(where: str, column: str, value: object) -> int:
    if not isinstance(value, int) or not may_be(where, column, "INTEGER", value, is_reference=False):
        raise backup_refusals.backup_is_wrong(f"{where}, {column}")
    return value


def _object(found: object, where: str) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise backup_refusals.backup_is_wrong(where)
    return found


def _list(found: object, where: str) -> list[Any]:
    if not isinstance(found, list):
        raise backup_refusals.backup_is_wrong(where)
    return found
