"""How long the bot works under the one lock of a large database, by operation, the flush to the disk apart.

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
from benchmarks.lock_hold.operations import EVERYTHING, SINGLE, open_large
from database import Database

GOAL_MS = 20.0
ROUNDS = 7


class TimedLock(asyncio.Lock):
    """The lock, which notes how many seconds this process worked each time while it was held.

    That is what an idle machine with the file in memory takes: what else a machine does would only blur it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.held: list[float] = []
        self._since = 0.0

    async def acquire(self) -> bool:  # type: ignore[override] # the stub says Literal[True]
        """Takes the lock and starts the watch."""
        await super().acquire()
        self._since = time.process_time()
        return True

    def release(self) -> None:
        """Stops the watch."""
        self.held.append(time.process_time() - self._since)
        super().release()


@dataclass(frozen=True)
class Row:
    """What one operation took: its longest hold of the lock in each round, and the whole by the clock; in ms."""

    name: str
    holds: Sequence[float]
    whole: Sequence[float]

    @property
    def is_over(self) -> bool:
        """By the median round: the first one finds everything cold."""
        return percentile(self.holds, 0.5) > GOAL_MS

    @property
    def line(self) -> str:
        """The row of the table."""
        held, longest, whole = percentile(self.holds, 0.5), max(self.holds), max(self.whole)
        verdict = f"over {GOAL_MS:.0f} ms" if self.is_over else ""
        return f"{self.name:<34}{held:>11.1f} ms{longest:>12.1f} ms{whole:>13.1f} ms  {verdict}".rstrip()


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


async def bench(folder: Path, names: Sequence[str]) -> bool:
    """Prints a line for each operation, or for those in `names`; True where nothing on one song or member is over."""
    file = folder / "data" / "music_queue.db"
    await make_large(file)
    print(f"The database has {file.stat().st_size / 1024**2:,.0f} MiB.\n")
    print(f"{'':<34}{'lock, median':>14}{'lock, longest':>15}{'whole, longest':>16}")
    is_well = True
    async with open_large(file) as (database, services):
        for operations, rounds in ((SINGLE, ROUNDS), (EVERYTHING, 1)):
            for one in operations:
                if not names or one.name in names:
                    row = await measure(database, one.name, one.of(services), rounds)
                    print(row.line, flush=True)
                    is_well = is_well and (operations is EVERYTHING or not row.is_over)
    return is_well


def main() -> None:
    """The exit code is 1 where something on one song or member is over the goal."""
    with tempfile.TemporaryDirectory(prefix="lock-hold-") as folder:
        sys.exit(not asyncio.run(bench(Path(folder), sys.argv[1:])))


if __name__ == "__main__":
    main()
