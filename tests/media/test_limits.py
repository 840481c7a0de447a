"""A worker ends where its limits are, and with the process that started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
MIB = 1024**2
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux keeps all of these limits")


def limited(code: str, memory_mib: int = 256, cpu_seconds: int = 20) -> subprocess.CompletedProcess[str]:
    """Runs the code in a process that limits itself first."""
    limits = f"{memory_mib * MIB}, {cpu_seconds}, {os.getpid()}"
    limit = f"from media.limits import limit_this_process as limit; limit({limits})\n"
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", limit + code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def test_beyond_its_memory_python_says_so_in_an_error() -> None:
    assert limited(f"x = bytearray({100 * MIB}); print('fine')").stdout == "fine\n"
    assert "MemoryError" in limited(f"x = bytearray({300 * MIB})").stderr


@pytest.mark.parametrize("first", ["pass", "import signal; signal.signal(signal.SIGXCPU, signal.SIG_IGN)"])
def test_beyond_its_time_the_kernel_ends_it_whatever_it_does(first: str) -> None:
    done = limited(f"{first}\nwhile True: pass", cpu_seconds=1)
    assert done.returncode in {-signal.SIGXCPU, -signal.SIGKILL}


def test_it_ends_at_once_where_the_process_that_started_it_is_gone_already() -> None:
    late = "from media.limits import limit_this_process as limit; limit(2**28, 20, 1); print('goes on')"
    done = subprocess.run([sys.executable, "-c", late], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert (done.returncode, done.stdout) == (1, "")


def test_it_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    worker = (
        "import os, pathlib, time\nfrom media.limits import limit_this_process as limit\n"
        f"limit({256 * MIB}, 20, os.getppid()); pathlib.Path({str(pid)!r}).write_text(str(os.getpid())); time.sleep(50)"
    )
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {worker!r}])"
    with subprocess.Popen([sys.executable, "-c", parent], cwd=ROOT) as process:  # noqa: S603
        while not (pid.exists() and pid.read_text()):
            time.sleep(0.05)
        process.kill()
    number = int(pid.read_text())
    for _ in range(200):
        if _is_gone(number):
            return
        time.sleep(0.05)
    pytest.fail("the worker lives on")


def _is_gone(number: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        os.kill(number, 0)
        return "\nState:\tZ" in Path(f"/proc/{number}/status").read_text(encoding="utf-8")
    return True
