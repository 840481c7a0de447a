"""Measures the bot with 1,000 songs waiting and 100,000 in the archive, beside one with an empty database.

Run it with `make bench`. Both sides run at the same time and take turns, so that a busy machine slows both. Afterwards
a LIVE is counted, beside what the library does with the same LIVE (benchmarks/ingest).
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from benchmarks.bench.drawing import draw_seconds, open_services
from benchmarks.bench.fill import ARCHIVED, WAITING
from benchmarks.bench.side import Side, open_side
from benchmarks.bench.table import GOAL, Row, latency_rows, table
from benchmarks.ingest.verdicts import verdicts

ROUNDS, WARM_UP_ROUNDS = 200, 20
BOARD_ROUNDS, DRAWINGS, STARTS = 6, 60, 6
MIB = 1024 * 1024


async def bench(folder: Path) -> list[Row]:
    """All rows of the table."""
    async with open_side(folder / "small", large=False) as small, open_side(folder / "large", large=True) as large:
        sides = (small, large)
        await _rounds(sides, STARTS, Side.restart)
        await _rounds(sides, WARM_UP_ROUNDS, Side.empty_command, Side.submit)
        await _rounds(sides, BOARD_ROUNDS, Side.boards_follow)
        for side in sides:
            side.forget("empty", "submitlink", "receipt")
        # Last, because so many songs keep the bot posting for minutes.
        await _rounds(sides, ROUNDS, Side.empty_command, Side.submit, Side.next)
        memory = [side.memory_mib() for side in sides]
        print(f"The large database has {large.database.stat().st_size / MIB:.0f} MiB.\n")
    await _draw(sides)
    return [*_rows(small, large), Row("memory after the commands", "MiB", *memory)]


async def _rounds(sides: Sequence[Side], rounds: int, *acts: Callable[[Side], Awaitable[None]]) -> None:
    for number in range(rounds):
        for act in acts:
            for side in sides if number % 2 else reversed(sides):
                await act(side)


async def _draw(sides: Sequence[Side]) -> None:
    small, large = sides
    async with open_services(small.database) as few, open_services(large.database) as many:
        for _ in range(DRAWINGS):
            small.samples["draw"].append(await draw_seconds(few, small.guild_id))
            large.samples["draw"].append(await draw_seconds(many, large.guild_id))


def _rows(small: Side, large: Side) -> list[Row]:
    names = {
        "empty": "/help (the empty command)",
        "next": "/next to its answer",
        "submitlink": "/submitlink to its first response",
        "receipt": "/submitlink to its receipt",
        "boards follow": "boards follow a change, pauses included",
        "draw": "all boards drawn, without pauses",
        "start": "start-up to ready",
    }
    rows: list[Row] = []
    for sample, name in names.items():
        empty = large.samples["empty"] if sample in {"next", "submitlink", "receipt"} else None
        rows += latency_rows(name, small.samples[sample], large.samples[sample], empty)
    return rows


def main() -> None:
    """Prints the table; a missed goal is said and does not fail."""
    print(f"small: an empty database; large: {WAITING:,} songs waiting, {ARCHIVED:,} in the archive")
    print(f"goal: large takes at most {GOAL} times as long; {ROUNDS} runs of each command, in turns")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        rows = asyncio.run(bench(Path(folder)))
    print(*table(rows), sep="\n", end="\n\n", flush=True)
    for line in verdicts():
        print(line, flush=True)


if __name__ == "__main__":
    main()
