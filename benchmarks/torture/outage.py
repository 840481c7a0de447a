"""An outage: another program holds the database for a while, up to minutes, while a LIVE goes on."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from benchmarks.torture.coins import LiveOfTheRun
from benchmarks.torture.lives import Lives
from benchmarks.torture.operations import Operation
from benchmarks.torture.schedule import Trouble
from benchmarks.torture.script import Script

BETWEEN_SECONDS = 1.0
DROPPED = "a dropped link"


class Outage:
    """Somebody else holds the file; members go on asking, and viewers go on giving."""

    def __init__(self, database: Path, script: Script, live: LiveOfTheRun) -> None:
        self._database, self._script, self._live = database, script, live

    async def happen(self, lives: Lives, trouble: Trouble) -> None:
        """Takes the database away, and gives it back; what waited is waited for by the operations that follow."""
        until = time.monotonic() + trouble.seconds
        with held(self._database):
            while time.monotonic() < until:
                await self._live.viewers_give()
                await lives.attempt(self._drawn(lives))
                await asyncio.sleep(BETWEEN_SECONDS)
        lives.tally.troubles["seconds without the database"] += round(trouble.seconds)
        await lives.attempt(self._script.draw(lives.model))
        try:
            await self._live.followed()
        except TimeoutError as error:
            lives.tally.coins.append(f"after {trouble.seconds:.0f} s without the database, {error}")

    def _drawn(self, lives: Lives) -> Operation:
        """What somebody does meanwhile. What is dropped in the channel waits for the database, however long."""
        drawn = iter(partial(self._script.draw, lives.model), None)
        return next(one for one in drawn if one.name != DROPPED)


@contextmanager
def held(database: Path) -> Iterator[None]:
    """Holds the one place of a writer; waits for it as long as the bot may need it."""
    with closing(sqlite3.connect(database, isolation_level=None, timeout=30)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
