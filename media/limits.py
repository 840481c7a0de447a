"""Limits for a worker: `python -m media.limits MEMORY_BYTES CPU_SECONDS PARENT MODULE ARGS…` runs a module under them.

It ends with OUT_OF_MEMORY where the memory did not suffice.
"""

from __future__ import annotations

import ctypes
import os
import runpy
import signal
import sys
from contextlib import suppress

if sys.platform != "win32":
    import resource

OUT_OF_MEMORY = 71
_PR_SET_PDEATHSIG = 1  # Linux, prctl(2): the signal that a process gets when the one that started it ends


def limit_this_process(memory_bytes: int, cpu_seconds: int, parent: int) -> None:
    """From now on this process has so much memory and processor time, and ends with `parent`, which started it.

    More memory is refused as a MemoryError; beyond its time, or without its parent, the system kills the process.
    macOS knows no limit of memory and no end with the parent, Windows none of the three.
    """
    if sys.platform == "win32":
        return
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before this process asked for the signal
            os._exit(1)
    limits = {
        resource.RLIMIT_CORE: 0,  # a crash is expected here, and its picture of the memory would fill the disk
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_AS: memory_bytes,
    }
    for limit, most in limits.items():
        with suppress(ValueError, OSError):  # it is lower already, or this system does not know it
            resource.setrlimit(limit, (most, most))


if __name__ == "__main__":
    limit_this_process(*map(int, sys.argv[1:4]))
    sys.argv = sys.argv[4:]
    try:
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
