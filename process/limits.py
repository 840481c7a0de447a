"""What a worker process may take: it opens strangers' files, and must not take the bot or the computer along."""

from __future__ import annotations

import ctypes
import signal
import sys
from contextlib import suppress

if sys.platform != "win32":
    import resource

_PR_SET_PDEATHSIG = 1  # Linux: prctl(2)


def limit_this_process(memory_bytes: int, cpu_seconds: int) -> None:
    """Limits this process for good: its address space, its CPU time, and its life to that of the bot.

    Beyond its memory Python raises MemoryError; beyond its CPU time the kernel ends the process. Windows has none of
    these limits, and macOS does not keep to that of memory.
    """
    if sys.platform == "win32":
        return
    for limit, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(OSError, ValueError):  # macOS refuses some, and nobody may raise what is lower already
            resource.setrlimit(limit, (most, most))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
