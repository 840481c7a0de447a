"""How long each operation holds the one lock of a large database, the flush to the disk apart.

Run it with `python -m benchmarks.lock_hold`; TMPDIR has to have room for 1 GB. A million rows of the ledger and of
attendance, 100,000 songs played, 1,000 waiting, 50,000 TikTok accounts, three million messages seen.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bench.table import percentile
from benchmarks.lock_hold.fill import make_large
from benchmarks.lock_hold.operations import EVERYTHING, SINGLE, Operation, open_large
from database import Database

GOAL_MS = 20.0
ROUNDS = 7


class TimedLock(asyncio.Lock):
    """The lock, which notes for how many seconds it was held each time."""

    def __init__(self) -> None:
        super().__init__()
        self.held: list[float] = []
        self._since = 0.0

    async def acquire(self) -> bool:  # type: ignore[override] # the stub says Literal[True]
        """Takes the lock and starts the watch."""
        await super().acquire()
        self._since = time.perf_counter()
        return True

    def release(self) -> None:
        """Stops the watch."""
        self.held.append(time.perf_counter() - self._since)
        super().release()


@dataclass(frozen=True)
class Row:
    """What one operation took: its longest hold of the lock in each round, and the whole operation, in ms."""

    name: str
    holds: Sequence[float]
    whole: Sequence[float]

    @property
    def verdict(self) -> str:
        """By the median round: what else the machine does lengthens single ones."""
        return "" if percentile(self.holds, 0.5) <= GOAL_MS else f"over {GOAL_MS:.0f} ms"


async def measure(database: Database, name: str, act: Callable[[int], Awaitable[object]], rounds: int) -> Row:
    """Runs an operation a few times, each with its number."""
    lock = TimedLock()
    database._lock = lock  # noqa: SLF001
    holds, whole = [], []
    for number in range(rounds):
        lock.held.clear()
        began = time.perf_counter()
        await act(number)
        whole.append((time.perf_counter() - began) * 1000)
        holds.append(max(lock.held, default=0.0) * 1000)
    return Row(name, holds, whole)


async def bench(folder: Path, names: Sequence[str]) -> list[Row]:
    """All rows; `names` chooses some of them."""
    file = folder / "data" / "music_queue.db"
    await make_large(file)
    print(f"The database has {file.stat().st_size / 1024**2:,.0f} MiB.\n")
    rows = []
    async with open_large(file) as (database, services):
        for operations, rounds in ((SINGLE, ROUNDS), (EVERYTHING, 1)):
            chosen: Sequence[Operation] = [one for one in operations if not names or one.name in names]
            for one in chosen:
                rows.append(await measure(database, one.name, one.of(services), rounds))  # noqa: PERF401
    return rows


def main() -> None:
    """Prints the table; the exit code is 1 where something on one song or member is over the goal."""
    with tempfile.TemporaryDirectory(prefix="lock-hold-") as folder:
        rows = asyncio.run(bench(Path(folder), sys.argv[1:]))
    print(f"{'':<34}{'lock, median':>14}{'lock, longest':>15}{'whole, longest':>16}")
    for row in rows:
        held, longest, whole = percentile(row.holds, 0.5), max(row.holds), max(row.whole)
        print(f"{row.name:<34}{held:>11.1f} ms{longest:>12.1f} ms{whole:>13.1f} ms  {row.verdict}")
    single = {one.name for one in SINGLE}
    sys.exit(any(row.verdict for row in rows if row.name in single))


if __name__ == "__main__":
    main()
