"""A process that limited itself gets no more memory and no more time than that."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

if sys.platform != "linux":
    pytest.skip("all limits are to be had on Linux only", allow_module_level=True)

LIMITED = "from process.limits import limit_this_process; limit_this_process({memory}, {seconds})\n{code}"


def ended_with(code: str, *, memory: int = 2**28, seconds: int = 30) -> int:
    """How a process ends that limits itself and then runs `code`."""
    limited = LIMITED.format(memory=memory, seconds=seconds, code=code)
    return subprocess.run([sys.executable, "-c", limited], capture_output=True, timeout=60, check=False).returncode  # noqa: S603 - our own


def test_within_its_limits_a_process_does_its_work() -> None:
    assert ended_with("x = bytes(10**8)") == 0


def test_more_memory_is_an_error_that_the_process_can_catch() -> None:
    caught = "try: bytes(10**9)\nexcept MemoryError: raise SystemExit(7)"
    assert ended_with(caught) == 7


@pytest.mark.parametrize("first", ["pass", "import signal; signal.signal(signal.SIGXCPU, signal.SIG_IGN)"])
def test_more_processor_time_ends_the_process_whatever_it_does(first: str) -> None:
    assert ended_with(f"{first}\nwhile True: pass", seconds=1) == -signal.SIGKILL
