"""Runs heavy code, and code that opens strangers' files, in a process of its own, so that it cannot hurt the bot."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parent.parent


def run(module: str, *args: str, timeout_seconds: float, stdin: bytes = b"") -> dict[str, Any] | None:
    """What `python -m module args` printed as JSON; None if it failed or took too long. Blocks: call it in a thread.

    The process gets an empty environment: the code that meets hostile bytes never holds the bot's token.
    """
    command = [sys.executable, "-m", module, *args]
    try:
        done = subprocess.run(  # noqa: S603 - our own module; paths are made from hashes, and no shell is used
            command, cwd=_ROOT, env={}, input=stdin, capture_output=True, timeout=timeout_seconds, check=False
        )
    except subprocess.TimeoutExpired:
        log.warning("%s took longer than %s s and was stopped", module, timeout_seconds)
        return None
    if done.returncode != 0:
        log.warning("%s ended with %s: %s", module, done.returncode, done.stderr[-500:].decode(errors="replace"))
        return None
    answer = json.loads(done.stdout)
    return answer if isinstance(answer, dict) else None
