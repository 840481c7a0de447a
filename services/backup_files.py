"""The folder of backups: every file in it is whole, because it was on disk before it got its name."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from domain.backups import BackupKind, CopiedAccount, of_server, uploaded
from tables.point_copies import points_copy, servers_with_points
from tables.shape import data_version, rows_of, server_tables

PART = ".part"
PART_SECONDS = 24 * 3600  # what a killed process left half written goes after this


class BackupFolder:
    """The files in `path`, which is made when it is first needed. Blocks: use it in a thread."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def names(self) -> list[str]:
        """The names of all whole files."""
        if not self.path.is_dir():
            return []
        return [one.name for one in self.path.iterdir() if one.is_file() and not one.name.endswith(PART)]

    def file(self, name: str) -> Path:
        """Where the backup of that name lies."""
        return self.path / name

    def free_name(self, kind: BackupKind, at: datetime) -> str:
        """The name of a backup of `at`, or of a second later where that one is taken."""
        while self.file(kind.name(at)).exists():
            at += timedelta(seconds=1)
        return kind.name(at)

    @contextmanager
    def writing(self, name: str) -> Iterator[Path]:
        """A file to write to, which gets its name once it is on disk, or is removed when anything is raised."""
        with self.scratch(name) as part:
            yield part
            self.keep(part, name)

    @contextmanager
    def scratch(self, name: str) -> Iterator[Path]:
        """Where a file may be written that is gone afterwards, unless it was kept."""
        self.path.mkdir(parents=True, exist_ok=True)
        part = self.file(f".{name}.{os.getpid()}{PART}")
        try:
            yield part
        finally:
            part.unlink(missing_ok=True)

    def keep(self, part: Path, name: str) -> None:
        """Has the file put on the disk, and gives it its name."""
        flush(part)
        part.replace(self.file(name))
        flush(self.path)

    def write_lines(self, name: str, lines: Iterable[str]) -> None:
        """Writes a text."""
        with self.writing(name) as part, part.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)

    def drop_of_server(self, guild_id: int) -> None:
        """Drops what was made for one server, and what was handed in there; the files of all servers stay."""
        for kind in (of_server(guild_id), uploaded(guild_id)):
            for name in kind.among(self.names()):
                self.file(name).unlink(missing_ok=True)

    def prune(self, kind: BackupKind, now: datetime) -> None:
        """Drops what is beyond the number that is kept, and what a kill left half written."""
        for name in kind.expired(self.names(), now):
            self.file(name).unlink(missing_ok=True)
        for part in self.path.glob(f".*{PART}"):
            if time.time() - part.stat().st_mtime > PART_SECONDS:
                part.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Has a file, or the names in a folder, put on the disk itself."""
    if path.is_dir() and sys.platform == "win32":
        return  # Windows has no such thing for folders
    number = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)


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
