"""A file of a chat, read piece by piece, so that a big one never lies in memory whole."""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import uuid
from collections.abc import AsyncGenerator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Self

import aiohttp
from yarl import URL

from domain import media_refusals, refusals

_PIECE_BYTES = 64 * 1024


async def download(url: str) -> AsyncGenerator[bytes, None]:
    """The bytes at `url` in pieces; raises aiohttp.ClientError or TimeoutError when they cannot be had.

    Discord: an attachment's address is signed, so it is asked for as it is written.
    """
    async with aiohttp.ClientSession() as session, session.get(URL(url, encoded=True)) as response:
        response.raise_for_status()
        async for piece in response.content.iter_chunked(_PIECE_BYTES):
            yield piece


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

log = logging.getLogger(__name__)

_SUFFIX = ".part"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}  # disk full, quota used up, over the process's file size limit

_NONE_LEFT = {errno.EMFILE, errno.ENFILE}  # the process, or the system, has as many files open as it may


class Incoming:
    """A temporary file in `folder` for at most `limit_bytes`; as a context manager it removes itself."""

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self.path = folder / temporary_name()
        self.size_bytes = 0
        self._limit_bytes = limit_bytes
        self._hash = hashlib.sha256()
        self._file = self.path.open("xb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.path.unlink(missing_ok=True)
        with suppress(OSError):  # a full disk cannot take what is still buffered, and nobody wants it any more
            self._file.close()

    def write(self, chunk: bytes) -> None:
        """Adds `chunk`; raises a Refusal, before anything more is stored, when the file grows over the limit."""
        self.size_bytes += len(chunk)
        if self.size_bytes > self._limit_bytes:
            raise media_refusals.file_too_big(self._limit_bytes)
        self._hash.update(chunk)
        self._file.write(chunk)

    def finish(self) -> str:
        """Puts all of it on the disk and returns its SHA-256 in hex."""
        self._file.flush()
        os.fsync(self._file.fileno())
        return self._hash.hexdigest()


def temporary_name() -> str:
    """A new name for a file that is still being written."""
    return f"{uuid.uuid4().hex}{_SUFFIX}"


@contextmanager
def refusing_without_disk() -> Iterator[None]:
    """Turns what the system says into a Refusal: no room, no folder, no right to write, too many open files."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise media_refusals.no_room_for_files() from error
        if error.errno in _NONE_LEFT:
            raise refusals.cannot_open_more() from error
        log.error("a song cannot be stored: %s", error)  # noqa: TRY400 - its cause needs no traceback
        raise media_refusals.files_cannot_be_stored() from error


def remove_leftovers(folder: Path) -> None:
    """Removes what a crash left half written in `folder`."""
    for leftover in folder.glob(f"*{_SUFFIX}"):
        leftover.unlink(missing_ok=True)
