"""One process per data folder: two bots over one database would answer everything twice."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

NAME = "lock"


class AlreadyRunningError(RuntimeError):
    """Another process works on the folder; its text is the sentence for the owner."""


class FolderError(RuntimeError):
    """The folder cannot be used; its text is the sentence for the owner."""


@contextmanager
def alone_in(data_dir: Path) -> Iterator[None]:
    """Keeps every other process out of `data_dir`, which is made when it is not there.

    The system itself gives the lock back when the process ends, also after kill -9. Raises AlreadyRunningError
    and FolderError.
    """
    with _opened(data_dir) as file:
        try:
            _lock(file)
        except OSError as error:
            raise AlreadyRunningError(
                f"Another process of the bot works on {data_dir} already. Nothing was changed. "
                "Stop that one first, or give this one another DATA_DIR."
            ) from error
        yield


def _opened(data_dir: Path) -> IO[bytes]:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        return (data_dir / NAME).open("ab")
    except OSError as error:
        raise folder_error(data_dir, error, "DATA_DIR") from error


def folder_error(folder: Path, error: OSError, setting: str) -> FolderError:
    """The sentence about a folder that cannot be made or written, and the setting that names another one."""
    if folder.exists() and not folder.is_dir():
        return FolderError(f"{folder} is a file, but a folder is needed there. Move it away, or set another {setting}.")
    return FolderError(
        f"The bot cannot write in the folder {folder}: {error.strerror}. "
        f"Give its user the right to write there, or set another {setting}."
    )


def _lock(file: IO[bytes]) -> None:
    """Raises OSError where somebody else has it."""
    if sys.platform == "win32":
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
