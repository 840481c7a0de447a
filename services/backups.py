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
from domain.settings import OF_DISCORD, read_setting
from domain.submissions import Person
from services.backup_files import BackupFolder, hourly_lines, server_lines
from services.backup_intake import Backup, BackupIntake, receive, why, written
from services.base import Dependencies, Service
from tables.full_copy import CopyError, copy_database
from tables.shape import counts

DUE = ("hourly backup", "nightly backup")
IsHere = Callable[[str, object], bool]  # whether a channel or role setting may have that value in the server


@dataclass(frozen=True)
class BackupName:
    """A backup that a server can be brought back from."""

    name: str
    made_at: datetime


@dataclass(frozen=True)
class Preview:
    """What a restore from `name` would bring: rows by table, there now and in the backup; None for points alone."""

    name: str
    created_at: datetime
    rows: Mapping[str, tuple[int, int]] | None


@dataclass(frozen=True)
class Restored:
    """Where what was there before is, and the settings that were left as they are: they name nothing of the server."""

    safety: str
    left_out: list[str]


class Backups(Service):
    """All backups, in one folder; one is made or brought back at a time."""

    def __init__(self, parts: Dependencies, folder: Path) -> None:
        super().__init__(parts)
        self._folder = BackupFolder(folder)
        self._intake = BackupIntake(parts.database, self._folder)
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

    async def submit_upload(self, guild_id: int, pieces: AsyncIterator[bytes]) -> Preview:
        """Keeps a file that was handed in, and says what is in it. Refuses one that cannot be brought back."""
        now, kind = self._clock(), uploaded(guild_id)
        with self._intake.alone(guild_id), self._folder.scratch(kind.name(now)) as part:
            await receive(pieces, part)
            name = self._folder.free_name(kind, now)
            async with self._intake.read(guild_id, part) as backup:
                preview = await self._preview(guild_id, name, backup)
            await written(asyncio.to_thread(self._folder.keep, part, name))
            await asyncio.to_thread(self._folder.prune, kind, now)
        return preview

    async def preview(self, guild_id: int, name: str) -> Preview:
        """What a restore from `name` would bring. Refuses a file that cannot be brought back."""
        with self._intake.alone(guild_id):
            async with self._intake.read(guild_id, self._stored(guild_id, name)) as backup:
                return await self._preview(guild_id, name, backup)

    async def restore(self, guild_id: int, doer: Person, name: str, is_here: IsHere) -> Restored:
        """Brings the server back to `name`, all or nothing, after a backup of what is there.

        Channels and roles for which `is_here` does not hold stay as they are now. Refuses a file that cannot be brought
        back, and while a LIVE is followed: it would be counted into what is gone.
        """
        with self._intake.alone(guild_id):
            async with self._intake.read(guild_id, self._stored(guild_id, name)) as backup, self._busy:
                left_out = await asyncio.to_thread(_settings_of_others, backup, is_here)
                safety = await self._make_for(guild_id)
                try:
                    await self._bring_back(guild_id, doer, backup, name, left_out)
                except sqlite3.IntegrityError as error:
                    raise backup_refusals.backup_is_wrong(str(error)) from error
        self._feed.announce(ServerRestored(guild_id))
        return Restored(safety, left_out)

    async def _bring_back(self, guild_id: int, doer: Person, backup: Backup, name: str, left_out: list[str]) -> None:
        now = self._clock()
        async with self._database.transaction() as tables:
            if request := await tables.sessions.request(guild_id):
                raise backup_refusals.live_is_followed(request.creator)
            if backup.contents.rows is not None:
                next_number = await tables.restore.next_number(guild_id)
                await tables.restore.replace(guild_id, backup.tables, backup.staged, left_out, now)
                await tables.restore.settle(guild_id, next_number)
            action = await tables.actions.add(guild_id, ActionKind.RESTORE, doer, now, name)
            if backup.contents.rows is None:
                await tables.point_copies.bring_back(guild_id, backup.staged, action, now)

    async def _preview(self, guild_id: int, name: str, backup: Backup) -> Preview:
        then = backup.contents.rows
        if then is None:
            return Preview(name, backup.created_at, None)
        now = await self._database.read_aside(lambda it: counts(it, guild_id, backup.tables))
        return Preview(name, backup.created_at, {one: (now[one], rows) for one, rows in then.items()})

    def _stored(self, guild_id: int, name: str) -> Path:
        """A backup that the server may use; its name alone decides, so that none leads out of the folder."""
        path = self._folder.file(name)
        if not any(kind.made_at(name) for kind in restorable(guild_id)) or not path.is_file():
            raise backup_refusals.backup_is_gone(name)
        return path

    async def _make_for(self, guild_id: int) -> str:
        now, kind = self._clock(), of_server(guild_id)
        name = self._folder.free_name(kind, now)

        def write(connection: sqlite3.Connection) -> None:
            self._folder.write_lines(name, server_lines(connection, guild_id, now))

        await written(self._database.read_aside(write))
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
            return why(error)
        self._newest[kind] = name
        return None


def _settings_of_others(backup: Backup, is_here: IsHere) -> list[str]:
    """The settings of a backup that name a channel or a role that the server does not have."""
    if backup.contents.rows is None or not backup.contents.rows["settings"]:
        return []
    found = backup.staged.rows("settings", ("name", "value"))
    named = {str(name): read_setting(str(name), str(value)) for name, value in found if name in OF_DISCORD}
    return sorted(name for name, value in named.items() if not is_here(name, value))
