"""The limit of open files: raised where it may be, told where it is too low."""

from __future__ import annotations

import subprocess
import sys

import pytest

from config import HOME

if sys.platform == "win32":
    pytest.skip("Windows has no such limit", allow_module_level=True)

START = """
import resource, sys
from doctor.host import _open_files_lines
from process.folders import raise_limit
from process.logs import set_up_log
set_up_log()
resource.setrlimit(resource.RLIMIT_NOFILE, (int(sys.argv[1]), int(sys.argv[2])))
raise_limit()
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0], *_open_files_lines())
"""


def started(soft: int, hard: int) -> str:
    """What a process says of its limit that was started with these two."""
    command = [sys.executable, "-c", START, str(soft), str(hard)]
    return subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=True).stdout  # noqa: S603


@pytest.mark.parametrize(("soft", "hard", "now"), [(128, 1000, 1000), (1000, 1000, 1000), (300, 900, 900)])
def test_the_limit_is_raised_as_far_as_it_may_be_and_is_green(soft: int, hard: int, now: int) -> None:
    assert started(soft, hard) == f"{now} ✅ open files: at most {now:,} at once.\n"


def test_a_limit_that_is_too_low_and_cannot_be_raised_is_in_the_log_and_red() -> None:
    said = started(64, 100)
    assert "WARNING process.folders: the bot may have only 100 files open at once; allow it 256" in said
    assert "100 ❌ open files: at most 100 at once. Let the bot's user have 256 or more" in said
