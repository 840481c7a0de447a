"""How much memory a process and all that it started take together: the sum of their shares (PSS), sampled."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

KIB, MIB = 2**10, 2**20
SAMPLE_SECONDS = 0.02
PROC = Path("/proc")


class Sampler:
    """Looks again and again; whatever grows over `guard_bytes` is killed, so that the computer stays usable."""

    def __init__(self, guard_bytes: int) -> None:
        self.pid = 0
        self.peak_bytes = 0
        self.killed = False
        self._guard_bytes = guard_bytes
        self._known: set[int] = set()

    def sample(self) -> int:
        """The bytes that all of them take now. Who was started by one of them stays one of them for good."""
        self._known = {pid for pid in {self.pid, *self._known} if (PROC / str(pid)).exists()}
        self._known |= set(_descendants(self._known))
        total = sum(_share_bytes(pid) for pid in self._known)
        self.peak_bytes = max(self.peak_bytes, total)
        if total > self._guard_bytes:
            self.kill()
        return total

    def kill(self) -> None:
        """Kills all of them."""
        self.killed = True
        for pid in self._known:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    async def go_on(self) -> None:
        """Samples until it is cancelled."""
        while True:
            if self.pid:
                await asyncio.to_thread(self.sample)
            await asyncio.sleep(SAMPLE_SECONDS)


def _descendants(pids: set[int]) -> Iterator[int]:
    """All processes below these; in /proc a process tells its parent as the second field behind its name."""
    parents: dict[int, int] = {}
    for entry in PROC.iterdir():
        if entry.name.isdecimal():
            with contextlib.suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    found = set(pids)
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    yield from found


def _share_bytes(pid: int) -> int:
    try:
        text = (PROC / str(pid) / "smaps_rollup").read_text()
    except OSError:  # it has just ended
        return 0
    _, found, rest = text.partition("\nPss:")
    return int(rest.split()[0]) * KIB if found else 0


@asynccontextmanager
async def sampled(guard_bytes: int) -> AsyncIterator[Sampler]:
    """A sampler at work; give it the `pid` to watch."""
    sampler = Sampler(guard_bytes)
    task = asyncio.create_task(sampler.go_on())
    try:
        yield sampler
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
