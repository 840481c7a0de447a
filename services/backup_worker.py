"""The process that reads a backup: what it may take, and what becomes of it."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from domain import backup_refusals
from domain.refusals import Refusal
from services.backup_reader import as_text
from services.backup_reading import Contents, Schema

log = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parent.parent
MEMORY_BYTES = 256 * 1024**2  # of addresses; Python and its libraries take the half of it
CPU_SECONDS_AT_LEAST = 10
CPU_BYTES_A_SECOND = 1024**2  # a slow computer reads this much in a second
LONGEST_SECONDS = 10 * 60  # Discord: an answer can be given for 15 minutes


async def read_in_worker(source: Path, guild_id: int, schema: Schema, target: Path) -> Contents:
    """Puts what `source` holds of the server into the file `target`. Refuses what cannot be brought back whole.

    The process is in the bot's way by neither its memory nor its time, knows no secret, and ends with the bot.
    """
    size = (await asyncio.to_thread(source.stat)).st_size
    seconds = CPU_SECONDS_AT_LEAST + size // CPU_BYTES_A_SECOND
    places = (str(source), str(guild_id), str(target))
    process = subprocess.Popen(  # noqa: S603, ASYNC220 - our own module, without a shell; it starts in milliseconds
        [sys.executable, "-m", "services.backup_reader", *places, str(MEMORY_BYTES), str(seconds)],
        cwd=_ROOT,
        env={},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        told, said = await asyncio.to_thread(process.communicate, as_text(schema), LONGEST_SECONDS)
    except subprocess.TimeoutExpired:
        told, said = b"", b"it took too long"
    finally:
        process.kill()  # also where nobody waits for the answer any more
        process.wait()
    if process.returncode != 0:
        log.warning("a backup was not read (%s): %s", process.returncode, said[-500:].decode(errors="replace"))
        raise backup_refusals.backup_is_too_much()
    return _contents(told)


def _contents(told: bytes) -> Contents:
    found = json.loads(told)
    if "refused" in found:
        raise Refusal.repeated(found["refused"])
    return Contents(datetime.fromisoformat(found["created_at"]), found["rows"])
