"""How long a writer waits while the nightly copy of a large database is made: `python -m benchmarks.backup_stall`.

Measured with 1 GB: about 4 times the longest wait in calm, and a 40th of what a copy on the bot's own connection takes.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Coroutine
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.bench.table import percentile
from database import Database, open_database
from domain.points import Holder, HolderKind, Origin
from services.backups import Backups
from services.base import Dependencies, Feed
from tables.full_copy import copy_database

MIB = 1024**2
GUILD, MEMBER = 1, 1
PAUSE_SECONDS = 0.02  # fifty changes a second
CALM_SECONDS = 10.0
PADDING = 1_000  # bytes of a row that only takes up room
FILL = "INSERT INTO notices (guild_id, member_id, text, queued_at, settled) VALUES (1, 1, ?, 0, 'dm')"


async def make_large(path: Path, mib: int) -> None:
    """A database of about that size."""
    async with open_database(path):
        pass
    with closing(sqlite3.connect(path)) as connection, connection:
        rows = mib * MIB // (PADDING + 30)
        connection.executemany(FILL, ((f"{number:0{PADDING}}",) for number in range(rows)))


async def writes_until(database: Database, over: asyncio.Event) -> list[float]:
    """Fifty changes a second, one after another; how long each took, in seconds."""
    taken: list[float] = []
    while not over.is_set():
        began = time.perf_counter()
        async with database.transaction() as tables:
            now = datetime.now(UTC)
            await tables.ledger.add(GUILD, Holder(HolderKind.MEMBER, MEMBER), Origin.STAFF, 1, "bench", now)
        taken.append(time.perf_counter() - began)
        await asyncio.sleep(PAUSE_SECONDS)
    return taken


async def copy_aside(database: Database, folder: Path) -> None:
    """As the bot does it at night: read, copied, checked, flushed, by a connection of its own in a thread."""
    backups = Backups(Dependencies(database, Feed(), lambda: datetime.now(UTC)), folder)
    failures = await backups.make_due()
    if failures:
        raise SystemExit(f"the copy could not be made: {failures}")


async def copy_on_the_shared_connection(database: Database, folder: Path) -> None:
    """What the bot does not do: the copy is made by the connection that everybody waits for."""
    async with database.transaction() as tables:
        await tables.guilds.number("SELECT count(*) FROM guilds")
        await asyncio.to_thread(_copy_in_the_way, database._path, folder / "shared.db")  # noqa: SLF001


def _copy_in_the_way(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as reader:
        copy_database(reader, target)


async def measure(folder: Path, mib: int) -> None:
    """Prints how long writers wait: in calm, beside a copy, and behind one."""
    path = folder / "music_queue.db"
    await make_large(path, mib)
    print(f"The database has {path.stat().st_size / MIB:,.0f} MiB; {1 / PAUSE_SECONDS:.0f} changes a second.")
    async with open_database(path) as database:
        calm = await _meanwhile(database, asyncio.sleep(CALM_SECONDS))
        aside = await _meanwhile(database, copy_aside(database, folder / "aside"))
        behind = await _meanwhile(database, copy_on_the_shared_connection(database, folder))
    print("waits of a writer    median      p99  longest   longest beside calm")
    for name, taken in (("in calm", calm), ("beside the copy", aside), ("behind the copy", behind)):
        shown = (percentile(taken, 0.5), percentile(taken, 0.99), max(taken))
        print(f"{name:16}", *(f"{one * 1000:6.1f} ms" for one in shown), f"{max(taken) / max(calm):8.1f} times")


async def _meanwhile(database: Database, work: Coroutine[object, object, None]) -> list[float]:
    over = asyncio.Event()
    writer = asyncio.create_task(writes_until(database, over))
    await asyncio.sleep(0.2)
    await work
    over.set()
    return await writer


def main() -> None:
    """Takes the size in MiB; TMPDIR has to have room for three times of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mib", nargs="?", type=int, default=1024, help="size of the database in MiB; 1024 if left out")
    with tempfile.TemporaryDirectory(prefix="backup-stall-") as folder:
        asyncio.run(measure(Path(folder), parser.parse_args().mib))


if __name__ == "__main__":
    main()
