"""One process per data folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from config import HOME
from process.folder_lock import AlreadyRunningError, FolderError, alone_in

HOLD = """
import sys, pathlib, process.folder_lock as lock
with lock.alone_in(pathlib.Path(sys.argv[1])):
    print(1, flush=True)
    input()
"""


def test_a_second_process_is_refused_with_a_sentence_until_the_first_is_killed(tmp_path: Path) -> None:
    first = subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=HOME
    )
    assert first.stdout
    assert first.stdin
    assert first.stdout.readline() == b"1\n"
    with pytest.raises(AlreadyRunningError, match=r"works on .* already\. Nothing was changed\."), alone_in(tmp_path):
        pass
    first.kill()
    first.wait()
    first.stdin.close()
    first.stdout.close()
    with alone_in(tmp_path):
        pass


def test_two_folders_can_be_worked_on_and_one_again_after_its_end(tmp_path: Path) -> None:
    with alone_in(tmp_path / "one"), alone_in(tmp_path / "two"):
        pass
    with alone_in(tmp_path / "one"):
        pass


def test_a_folder_that_cannot_be_made_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with (
        pytest.raises(FolderError, match=r"cannot write in the folder .*DATA_DIR"),
        alone_in(tmp_path / "file" / "data"),
    ):
        pass
