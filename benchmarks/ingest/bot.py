"""The bot's own rate, in a process alone: its supervisor, its services and a real SQLite file, without Discord.

Its two arguments are the sender's addresses as JSON and how many events will come; it prints what it measured as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.bench.drawing import open_services
from benchmarks.bench.table import percentile
from domain.follow import Room
from domain.live_events import Gift, LiveEvent
from services.container import Services
from services.live_recorder import GuildRecorder
from tiktok.ports import LiveSettings
from tiktok.supervisor import Supervisors

GUILD = 1
PATIENCE_SECONDS = 600
TICK_SECONDS = 0.01
WARM_UP = 0.2  # of the events; what the process holds then it may keep
MILLISECOND = timedelta(milliseconds=1)


class Stopwatch(GuildRecorder):
    """The bot's recorder, which notes what was committed when."""

    def __init__(self, services: Services, events: int) -> None:
        super().__init__(services.live, services.feed, GUILD)
        self.is_open = asyncio.Event()
        self.started_at = self.ended_at = 0.0
        self.counted = 0
        self.gift_delays_ms: list[float] = []
        self.memory_mib: list[float] = []
        self._warm_at = events * WARM_UP

    async def opened(self, room: Room, at: datetime) -> int:
        """The socket is open."""
        session_id = await super().opened(room, at)
        self.started_at = time.perf_counter()
        self.is_open.set()
        return session_id

    async def record(self, session_id: int, batch: Sequence[LiveEvent]) -> None:
        """Keeps the batch, and looks at the clock: an event's own time is when the sender made it."""
        await super().record(session_id, batch)
        committed_at, self.ended_at = datetime.now(UTC), time.perf_counter()
        self.gift_delays_ms += [(committed_at - one.at) / MILLISECOND for one in batch if isinstance(one, Gift)]
        self.counted += len(batch)
        if not self.memory_mib and self.counted >= self._warm_at:
            self.memory_mib.append(resident_mib())


def resident_mib() -> float:
    """What this process holds in memory now; raises OSError where the system does not tell."""
    return int(Path("/proc/self/status").read_text().partition("VmRSS:")[2].split()[0]) / 1024


async def tick_until_all_is_counted(stopwatch: Stopwatch, supervisors: Supervisors, events: int) -> list[float]:
    """Wakes up every 10 ms, and gives by how many ms each waking was late."""
    late_ms, deadline = [], time.perf_counter() + PATIENCE_SECONDS
    while stopwatch.counted + supervisors.status(GUILD).shed < events:
        due = time.perf_counter() + TICK_SECONDS
        await asyncio.sleep(TICK_SECONDS)
        late_ms.append((time.perf_counter() - due) * 1000)
        if due > deadline:
            raise TimeoutError(f"{stopwatch.counted} of {events} events were counted")
    return late_ms


async def listen(addresses: dict[str, str], events: int, folder: Path) -> dict[str, float]:
    """Counts the whole LIVE, and gives what was measured."""
    settings = LiveSettings(
        addresses["SIGN_API_KEY"],
        addresses["SIGN_API_URL"],
        addresses["TIKTOK_URL"],
        addresses["TIKTOK_WEBCAST_URL"],
    )
    async with open_services(folder / "music_queue.db") as services:
        stopwatch = Stopwatch(services, events)
        supervisors = Supervisors(settings, services.clock, lambda _: stopwatch)
        await supervisors.connect(GUILD, addresses["handle"], _stored)
        await asyncio.wait_for(stopwatch.is_open.wait(), PATIENCE_SECONDS)
        late_ms = await tick_until_all_is_counted(stopwatch, supervisors, events)
        memory_mib = resident_mib()
        await supervisors.disconnect(GUILD)
        status = supervisors.status(GUILD)
        [session] = await services.reports.newest(GUILD, 1)
    return {
        "events": stopwatch.counted,
        "seconds": stopwatch.ended_at - stopwatch.started_at,
        "shed": status.shed,
        "coins": session.coins,
        "late_ms_p99": percentile(late_ms, 0.99),
        "gift_ms_p99": percentile(stopwatch.gift_delays_ms, 0.99),
        "gift_ms_most": max(stopwatch.gift_delays_ms),
        "grown_mib": memory_mib - stopwatch.memory_mib[0],
    }


async def _stored(_: str) -> int:
    return 0


def main() -> None:
    """Listens once."""
    addresses, events = json.loads(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="ingest-") as folder:
        print(json.dumps(asyncio.run(listen(addresses, events, Path(folder)))))


if __name__ == "__main__":
    main()
