"""The chart of a LIVE: what is on it, and the way to its picture."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from media import worker

LONGEST_DRAWING_SECONDS = 60


@dataclass(frozen=True)
class Chart:
    """What a LIVE of `seconds` looked like; every point begins with its seconds since the start, oldest first.

    `viewers` and `coins` (so far) are lines, `songs` are marks with a short label.
    """

    seconds: float
    viewers: Sequence[tuple[float, int]]
    coins: Sequence[tuple[float, int]]
    songs: Sequence[tuple[float, str]]


def draw(chart: Chart) -> bytes | None:
    """The picture as PNG, or None if it could not be drawn. Blocks for some seconds: call it in a thread.

    matplotlib lives in a process of its own: it takes 100 MB and a second to load, and a LIVE ends once an evening.
    """
    told = json.dumps(asdict(chart)).encode()
    drawn = worker.run("media.plot", timeout_seconds=LONGEST_DRAWING_SECONDS, stdin=told)
    return base64.b64decode(drawn["png"]) if drawn else None
