"""The chart of a LIVE: what is on it, and the way to its picture."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from media import worker

LIMITS = worker.Limits(memory_bytes=768 * 2**20, cpu_seconds=60, seconds=60)


@dataclass(frozen=True)
class Chart:
    """What a LIVE of `seconds` looked like; every point begins with its seconds since the start, oldest first.

    `viewers` and `coins` (so far) are lines, `songs` are marks with a short label.
    """

    seconds: float
    viewers: Sequence[tuple[float, int]]
    coins: Sequence[tuple[float, int]]
    songs: Sequence[tuple[float, str]]


async def draw(chart: Chart) -> bytes | None:
    """The picture as PNG, or None if it could not be drawn. Takes some seconds.

    matplotlib lives in a process of its own: it takes 100 MB and a second to load, and a LIVE ends once an evening.
    """
    told = json.dumps(asdict(chart)).encode()
    try:
        drawn = await worker.run("media.plot", limits=LIMITS, stdin=told)
    except worker.WorkerFailedError:
        return None
    return base64.b64decode(drawn["png"])
