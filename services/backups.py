"""Backups: made by the hour, by night and by hand; a server's rows brought back from one."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from domain import backup_refusals
from domain.actions import ActionKind
from domain.backups import HOURLY, NIGHTLY, BackupKind, hour_of, night_of, of_server, restorable, uploaded
from domain.changes import ServerRestored
from domain.points_copy import PointsCopy
from domain.submissions import Person
from services.backup_files import hourly_lines, server_lines
from services.backup_folder import BackupFolder
from services.backup_reading import Backup, Schema, read_backup
from services.base import Parts, Service
from tables.dump import data_version
from tables.full_copy import CopyError, copy_database
from tables.shape import server_tables

MIB = 1024**2
DUE = ("hourly backup", "nightly backup")
MOST_MIB = 64  # of a file that is handed in


@dataclass(frozen=True)
class BackupName:
    """A backup that a server can be brought back from."""

    name: str
    made_at: datetime


@dataclass(frozen=True)
class Preview:
    """What a restore would bring: rows by table, there now and in the backup; None for points and names alone."""

    created_at: datetime
    rows: Mapping[str, tuple[int, int]] | None


class Backups(Service):
    """All backups, in one folder; one is made or brought back at a time."""

    def __init__(self, parts: Parts, folder: Path) -> None:
        super().__init__(parts)
        self._folder = BackupFolder(folder)
        self._busy = asyncio.Lock()
        self._newest: dict[BackupKind, str] = {}  # so that nobody has to look at the disk every minute

    async def make_due(self) -> dict[str, str]:
        """Makes the hourly and the nightly backup where they are missing; returns what kept one from being made."""
        now = self._clock()
        async with self._busy:
            hourly = await self._make_missing(HOURLY, HOURLY.name(hour_of(now)), self._make_hourly)
            nightly = await self._make_missing(NIGHTLY, NIGHTLY.name(night_of(now)), self._make_full)
        return {word: failure for word, failure in zip(DUE, (hourly, nightly), strict=True) if failure}

    async def make_for(self, guild_id: int) -> Path:
        """Writes everything that belongs to the server; returns the file. Refuses when it cannot be written."""
        async with self._busy:
            return self._folder.file(await self._make_for(guild_id))

    async def names(self, guild_id: int) -> list[BackupName]:
        """What the server can be brought back from: its own, then the hourly ones, each newest first."""
        there = await asyncio.to_thread(self._folder.names)
        found = of_server(guild_id).among(there) | HOURLY.among(there)
        return [BackupName(*one) for one in found.items()]

    async def take_in(self, guild_id: int, pieces: AsyncIterator[bytes]) -> str:
        """Keeps a file that was handed in, and returns its name. Refuses one that cannot be brought back."""
        raw = bytearray()
        async for piece in pieces:
            raw += piece
            if len(raw) > MOST_MIB * MIB:
                raise backup_refusals.backup_too_big(MOST_MIB)
        await self._read(guild_id, bytes(raw))
        now, kind = self._clock(), uploaded(guild_id)
        async with self._busy:
            name = self._folder.free_name(kind, now)
            await _written(asyncio.to_thread(self._folder.write_bytes, name, bytes(raw)))
            await asyncio.to_thread(self._folder.prune, kind, now)
        return name

    async def preview(self, guild_id: int, name: str) -> Preview:
        """What a restore from `name` would bring. Refuses a file that cannot be brought back."""
        backup, schema = await self._stored(guild_id, name)
        if isinstance(backup.content, PointsCopy):
            return Preview(backup.created_at, None)
        now = await self._database.read_tables(lambda tables: tables.restore.counts(guild_id, schema.tables))
        return Preview(backup.created_at, {one: (now[one], len(rows)) for one, rows in backup.content.items()})

    async def restore(self, guild_id: int, doer: Person, name: str) -> str:
        """Brings the server back to `name`, all or nothing, after a backup of what is there; returns that one's name.

        Refuses a file that cannot be brought back, and while a LIVE is followed: it would be counted into what is gone.
        """
        async with self._busy:
            backup, schema = await self._stored(guild_id, name)
            safety = await self._make_for(guild_id)
            try:
                await self._bring_back(guild_id, doer, backup, schema, name)
            except sqlite3.IntegrityError as error:
                raise backup_refusals.backup_is_wrong(str(error)) from error
        self._feed.announce(ServerRestored(guild_id))
        return safety

    async def _bring_back(self, guild_id: int, doer: Person, backup: Backup, schema: Schema, name: str) -> None:
        now = self._clock()
        async with self._database.transaction() as tables:
            if wish := await tables.sessions.wish(guild_id):
                raise backup_refusals.live_is_followed(wish.creator)
            if not isinstance(backup.content, PointsCopy):
                next_number = await tables.restore.next_number(guild_id)
                await tables.restore.take_down_now_playing(guild_id, now)
                await tables.restore.replace(guild_id, schema.tables, backup.content)
                await tables.restore.settle(guild_id, next_number)
            action = await tables.actions.add(guild_id, ActionKind.RESTORE, doer, now, name)
            if isinstance(backup.content, PointsCopy):
                await tables.point_copies.bring_back(guild_id, backup.content, action, now)

    async def _stored(self, guild_id: int, name: str) -> tuple[Backup, Schema]:
        """A backup that the server may use; its name alone decides, so that none leads out of the folder."""
        if not any(kind.made_at(name) for kind in restorable(guild_id)):
            raise backup_refusals.backup_is_gone(name)
        try:
            raw = await asyncio.to_thread(self._folder.file(name).read_bytes)
        except FileNotFoundError as error:
            raise backup_refusals.backup_is_gone(name) from error
        return await self._read(guild_id, raw)

    async def _read(self, guild_id: int, raw: bytes) -> tuple[Backup, Schema]:
        schema = await self._database.read_aside(lambda it: Schema(server_tables(it), data_version(it)))
        return await asyncio.to_thread(read_backup, raw, guild_id, schema), schema

    async def _make_for(self, guild_id: int) -> str:
        now, kind = self._clock(), of_server(guild_id)
        name = self._folder.free_name(kind, now)

        def write(connection: sqlite3.Connection) -> None:
            self._folder.write_lines(name, server_lines(connection, guild_id, now))

        await _written(self._database.read_aside(write))
        await asyncio.to_thread(self._folder.prune, kind, now)
        return name

    async def _make_hourly(self, name: str) -> None:
        def write(connection: sqlite3.Connection) -> None:
            self._folder.write_lines(name, hourly_lines(connection, self._clock()))

        await self._database.read_aside(write)

    async def _make_full(self, name: str) -> None:
        def write(connection: sqlite3.Connection) -> None:
            with self._folder.writing(name) as part:
                copy_database(connection, part)

        await self._database.read_aside(write)

    async def _make_missing(self, kind: BackupKind, name: str, make: Callable[[str], Awaitable[None]]) -> str | None:
        """Makes it and drops the oldest; what kept it from being made, if anything did."""
        if self._newest.get(kind) == name:
            return None
        try:
            if not await asyncio.to_thread(self._folder.file(name).exists):
                await make(name)
                await asyncio.to_thread(self._folder.prune, kind, self._clock())
        except (OSError, sqlite3.Error, CopyError) as error:
            return _why(error)
        self._newest[kind] = name
        return None


async def _written(work: Awaitable[None]) -> None:
    """For people who wait for it: says in a sentence why it cannot be written."""
    try:
        await work
    except (OSError, sqlite3.Error) as error:
        raise backup_refusals.backup_could_not_be_written(_why(error)) from error


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
