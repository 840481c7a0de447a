"""Backups on their way in: one is read at a time, by a process that cannot hurt the bot."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from database import Database
from domain import backup_refusals
from services.backup_folder import BackupFolder
from services.backup_reading import Contents, Schema
from services.backup_worker import read_in_worker
from tables.dump import data_version
from tables.shape import ServerTable, server_tables
from tables.staging import Staged

MIB = 1024**2
MOST_MIB = 64  # of a file that is handed in; docs/running.md says what a server needs
_STAGED = "staged"


@dataclass(frozen=True)
class Backup:
    """A backup that can be brought back: what is in it, its rows, and the tables that they are of."""

    contents: Contents
    staged: Staged
    tables: Sequence[ServerTable]

    @property
    def created_at(self) -> datetime:
        """When it was made."""
        return self.contents.created_at


class BackupIntake:
    """The way in for all servers: each has one backup on it at a time, and one after another is read."""

    def __init__(self, database: Database, folder: BackupFolder) -> None:
        self._database = database
        self._folder = folder
        self._servers: set[int] = set()
        self._reading = asyncio.Lock()

    @contextmanager
    def alone(self, guild_id: int) -> Iterator[None]:
        """Refuses a second backup of the server; nobody can fill the line that others wait in."""
        if guild_id in self._servers:
            raise backup_refusals.restore_is_under_way()
        self._servers.add(guild_id)
        try:
            yield
        finally:
            self._servers.remove(guild_id)

    @asynccontextmanager
    async def read(self, guild_id: int, path: Path) -> AsyncIterator[Backup]:
        """What the file holds of the server, as long as the context lasts. Refuses what cannot be brought back."""
        schema = await self._database.read_aside(lambda it: Schema(server_tables(it), data_version(it)))
        async with self._reading:
            with self._folder.scratch(_STAGED) as target:
                contents = await read_in_worker(path, guild_id, schema, target)
                yield Backup(contents, Staged(target), schema.tables)


async def receive(pieces: AsyncIterator[bytes], target: Path) -> None:
    """Writes a file that is handed in, piece by piece; refuses one that is bigger than a server needs."""
    taken = 0
    with target.open("wb") as file:
        async for piece in pieces:
            taken += len(piece)
            if taken > MOST_MIB * MIB:
                raise backup_refusals.backup_too_big(MOST_MIB)
            await written(asyncio.to_thread(file.write, piece))


async def written(work: Awaitable[object]) -> None:
    """For people who wait for it: says in a sentence why it cannot be written."""
    try:
        await work
    except (OSError, sqlite3.Error) as error:
        raise backup_refusals.backup_could_not_be_written(why(error)) from error


def why(error: Exception) -> str:
    """What the system says of the error."""
    return getattr(error, "strerror", None) or str(error)
