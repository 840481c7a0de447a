"""One round: a sender in its own process, and the library or the bot, in another, that listens to it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

PATIENCE_SECONDS = 900


class WrongCountError(Exception):
    """The bot counted other coins than were sent."""


@contextmanager
def sender(events: int, per_frame: int, rate: float) -> Iterator[subprocess.Popen[str]]:
    """A LIVE; `rate` is in events a second, 0 is as fast as the listener takes them."""
    options = ("--events", events, "--per-frame", per_frame, "--rate", rate)
    command = [sys.executable, "-m", "standins.tiktok.sender", *map(str, options)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def listened(listener: str, events: int, per_frame: int, *, rate: float = 0) -> Mapping[str, float]:
    """What `listener`, a module here, measured; raises WrongCountError, and CalledProcessError where it failed."""
    with sender(events, per_frame, rate) as live:
        addresses = _line(live)
        command = [sys.executable, "-m", f"benchmarks.ingest.{listener}", json.dumps(addresses), str(events)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=PATIENCE_SECONDS, check=True)
        measured: dict[str, float] = json.loads(done.stdout)
        sent = _line(live)["sent"]["gift"]
    if measured.get("coins", sent) != sent:
        raise WrongCountError(f"{sent} coins were sent, and {measured['coins']} were counted")
    return measured


def _line(process: subprocess.Popen[str]) -> dict[str, Any]:
    if process.stdout is None:
        raise LookupError("the sender has no output")
    line: dict[str, Any] = json.loads(process.stdout.readline())
    return line
