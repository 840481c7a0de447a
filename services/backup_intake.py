"""The process that reads a backup: what it may take, and what becomes of it."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from database import Database
from domain import backup_refusals
from domain.refusals import Refusal
from services.backup_files import BackupFolder
from services.backup_reader import as_text
from services.backup_reading import Contents, Schema
from tables.shape import ServerTable, data_version, server_tables
from tables.staging import Staged

log = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parent.parent
MEMORY_BYTES = 256 * 1024**2  # of addresses; Python and its libraries take the half of it
CPU_SECONDS_AT_LEAST = 10
CPU_BYTES_A_SECOND = 1024**2  # a slow computer reads this much in a second
LONGEST_SECONDS = 10 * 60  # Discord: an answer can be given for 15 minutes


async def read_in_worker(source: Path, guild_id: int, schema: Schema, target: Path) -> Contents:
    """Puts what `source` holds of the server into the file `target`. Refuses what cannot be brought back whole.

    The process is in the bot's way by neither its memory nor its time, knows no secret, and ends with the bot.
    """
    size = (await asyncio.to_thread(source.stat)).st_size
    seconds = CPU_SECONDS_AT_LEAST + size // CPU_BYTES_A_SECOND
    places = (str(source), str(guild_id), str(target))
    process = subprocess.Popen(  # noqa: S603, ASYNC220 - our own module, without a shell; it starts in milliseconds
        [sys.executable, "-m", "services.backup_reader", *places, str(MEMORY_BYTES), str(seconds), str(os.getpid())],
        cwd=_ROOT,
        env={},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        told, said = await asyncio.to_thread(process.communicate, as_text(schema), LONGEST_SECONDS)
    except subprocess.TimeoutExpired:
        told, said = b"", b"it took too long"
    finally:
        process.kill()  # also where nobody waits for the answer any more
        process.wait()
    if process.returncode != 0:
        log.warning("a backup was not read (%s): %s", process.returncode, said[-500:].decode(errors="replace"))
        raise backup_refusals.backup_is_too_much()
    return _contents(told)


def _contents(told: bytes) -> Contents:
    found = json.loads(told)
    if "refused" in found:
        raise Refusal.repeated(found["refused"])
    return Contents(datetime.fromisoformat(found["created_at"]), found["rows"])


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
