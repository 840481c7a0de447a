"""Backups as text: JSON that a person can read and that is written row by row, so that its size does not matter."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime

from domain.points_copy import CopiedAccount
from tables.dump import data_version, rows_of
from tables.point_copies import points_copy, servers_with_points
from tables.shape import server_tables

FORMAT = 1


def server_lines(connection: sqlite3.Connection, guild_id: int, at: datetime) -> Iterator[str]:
    """Everything that belongs to one server, table by table."""
    yield f'{{\n"version": {FORMAT},\n"data_version": {data_version(connection)},\n'
    yield f'"created_at": {_text(at)},\n"guild_id": "{guild_id}",\n"tables": {{\n'
    for place, table in enumerate(server_tables(connection)):
        yield f'{"," if place else ""}"{table.name}": '
        yield from _listed("[", map(_json, rows_of(connection, table, guild_id)), "]\n")
    yield "}\n}\n"


def hourly_lines(connection: sqlite3.Connection, at: datetime) -> Iterator[str]:
    """The points and TikTok names of every server."""
    yield f'{{\n"version": {FORMAT},\n"created_at": {_text(at)},\n"servers": {{\n'
    for place, guild_id in enumerate(servers_with_points(connection)):
        copy = points_copy(connection, guild_id)
        yield f'{"," if place else ""}"{guild_id}": {{\n"user_points": '
        members = (f'"{member}": {_json(points)}' for member, points in sorted(copy.members.items()))
        yield from _listed("{", members, '},\n"tiktok_accounts": ')
        yield from _listed("[", (_json(_account(one)) for one in copy.accounts), "]}\n")
    yield "}\n}\n"


def _account(account: CopiedAccount) -> dict[str, object]:
    return {**vars(account), "points": dict(account.points)}


def _listed(opening: str, entries: Iterable[str], closing: str) -> Iterator[str]:
    yield opening
    for place, entry in enumerate(entries):
        yield f"{',' if place else ''}\n{entry}"
    yield f"\n{closing}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _text(at: datetime) -> str:
    return _json(at.isoformat(timespec="seconds").replace("+00:00", "Z"))
