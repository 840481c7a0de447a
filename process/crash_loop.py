"""Recent starts, and the pause that a crash loop has to make."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

NAME = "starts.json"
FREE_STARTS = 10  # in an hour; an owner who tries things out shall not have to wait
FIRST_PAUSE_SECONDS = 15
LONGEST_PAUSE_SECONDS = 300
HOUR = timedelta(hours=1)


def pause_seconds(earlier: Sequence[datetime], now: datetime) -> int:
    """How long to wait before this start, by the `earlier` ones of the last hour.

    Discord: after 1,000 IDENTIFYs in a day the bot's token is reset; a loop at this pace makes fewer than 600.
    """
    too_many = sum(now - HOUR < at <= now for at in earlier) - FREE_STARTS
    if too_many < 0:
        return 0
    return min(FIRST_PAUSE_SECONDS << min(too_many, 10), LONGEST_PAUSE_SECONDS)


def note_start(data_dir: Path, now: datetime) -> int:
    """Adds this start to the notes in `data_dir`, and returns how many seconds it has to wait.

    Notes that cannot be read or written never keep the bot from starting.
    """
    file = data_dir / NAME
    earlier = _read(file)
    kept = [at for at in earlier if now - HOUR < at <= now]  # a start in the future: the clock was set back
    with suppress(OSError):  # such as a full disk, which the bot can live with
        file.write_text(json.dumps([at.isoformat() for at in [*kept, now]]), encoding="utf-8")
    return pause_seconds(earlier, now)


def _read(file: Path) -> list[datetime]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return [datetime.fromisoformat(at).astimezone(UTC) for at in found]
    except (OSError, ValueError, TypeError):
        return []
