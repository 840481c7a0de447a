"""Runs heavy code, and code that opens strangers' files, in a process of its own, so that it cannot hurt the bot."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parent.parent
_LONGEST_DEATH_SECONDS = 1
_OVER_LIMIT = {71, -9, -24}  # out of memory, as media.limits says it; out of time: SIGKILL, or SIGXCPU on macOS


class WorkerFailedError(RuntimeError):
    """A worker crashed, so there is no answer."""


class OverLimitError(WorkerFailedError):
    """A worker came to one of its limits."""


@dataclass(frozen=True)
class Limits:
    """What a worker may take: address space, processor time, and time on the clock."""

    memory_bytes: int
    cpu_seconds: int
    seconds: float


async def run(module: str, *args: str, limits: Limits, stdin: bytes = b"") -> dict[str, Any]:
    """What `python -m module args` printed as JSON. Raises WorkerFailedError, and OverLimitError at a limit.

    The process never outlives the call: however that ends, it is killed, also while it is stopped or ignores signals.
    It gets an empty environment: the code that meets hostile bytes never holds the bot's token.
    """
    limited = ("-m", "media.limits", str(limits.memory_bytes), str(limits.cpu_seconds), str(os.getpid()), module, *args)
    process = await asyncio.create_subprocess_exec(
        sys.executable, *limited, cwd=_ROOT, env={}, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    try:
        async with asyncio.timeout(limits.seconds):
            printed, complaints = await process.communicate(stdin)
    except TimeoutError as error:
        log.warning("%s took longer than %s s and was stopped", module, limits.seconds)
        raise OverLimitError from error
    finally:
        await _end(process)
    if process.returncode in _OVER_LIMIT:
        log.warning("%s came to its limit: it ended with %s", module, process.returncode)
        raise OverLimitError
    if process.returncode != 0:
        log.warning("%s ended with %s: %s", module, process.returncode, complaints[-500:].decode(errors="replace"))
        raise WorkerFailedError
    return dict(json.loads(printed))


async def _end(process: Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), _LONGEST_DEATH_SECONDS)
