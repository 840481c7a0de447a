"""Whose file is checked next: members take turns, so that one with many files does not hold up the others."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import aiohttp

from domain import media_refusals
from domain.text import clean_line, safe_file_name
from media import worker
from media.file_checks import Sound, check
from media.folder import KeptSong, MediaFolder, holds_something
from media.receiving import Incoming, refusing_without_disk, remove_leftovers, temporary_name


class Turns:
    """One at a time, and of each member one in the line: who has more waits for the next round."""

    def __init__(self) -> None:
        self._line = asyncio.Lock()  # asyncio: first come, first served
        self._own: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()  # of those who have a file here

    @asynccontextmanager
    async def turn(self, member_id: int) -> AsyncIterator[None]:
        """Waits for the member's turn, and keeps it until the end."""
        own = self._own.setdefault(member_id, asyncio.Lock())
        async with own, self._line:
            yield


if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)

_LONGEST_ARRIVAL_SECONDS = 300
# Measured: 10 s for a song of five minutes, 160 MB of address space, of which 40 MB are in memory.
_PREVIEW_LIMITS = worker.Limits(memory_bytes=192 * 2**20, cpu_seconds=120, seconds=120)
_SMALLEST_PREVIEW_BYTES = 512 * 1024
_TAG_LENGTH = 100


@dataclass(frozen=True)
class Upload:
    """A file that is offered: its name and size as announced, and a function that starts the stream of its bytes.

    `sender_id` says in whose turn it is checked.
    """

    name: str
    size: int | None
    chunks: Callable[[], AsyncIterator[bytes]]
    sender_id: int = 0


@dataclass(frozen=True)
class Audio:
    """A song that is on disk: SHA-256 in hex, a name that is safe to post, its size, format, length and tags."""

    file_hash: str
    file_name: str
    size_bytes: int
    audio_format: str
    duration_seconds: float
    artist: str | None
    title: str | None


@dataclass(frozen=True)
class Playable:
    """A file that may be posted; `is_preview` says that it is the smaller copy."""

    path: Path
    is_preview: bool


class MediaStore:
    """All songs in `folder`, which it creates, and clears of what a crash left half written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._folder.mkdir(parents=True, exist_ok=True)
        remove_leftovers(self._folder)
        self._shelf = MediaFolder(self._folder)
        self._checks = Turns()
        self._previewing = asyncio.Lock()

    async def receive(self, upload: Upload, limit_bytes: int) -> Audio:
        """Takes in `upload`, at most `limit_bytes`, and returns what is now safely on disk.

        Raises a Refusal for anything but a whole song in one of the formats, and when the disk does not take it.
        """
        if upload.size is not None and upload.size > limit_bytes:
            raise media_refusals.file_too_big(limit_bytes)
        with refusing_without_disk(), self._incoming(limit_bytes) as incoming:
            await _arrive(upload, incoming)
            file_hash = await asyncio.to_thread(incoming.finish)
            async with self._checks.turn(upload.sender_id):
                sound = await check(incoming.path)
            await asyncio.to_thread(self._shelf.put, incoming.path, file_hash, sound.audio_format)
        return _audio(upload.name, file_hash, incoming.size_bytes, sound)

    def path(self, file_hash: str) -> Path | None:
        """Where the song with this SHA-256 lies; None if it is not here (any more)."""
        return self._shelf.find(file_hash)

    def hold(self, file_hash: str) -> bool:
        """Keeps this song for an hour at least, while it is being submitted; False if it is gone."""
        return self._shelf.hold(file_hash)

    async def playable(self, file_hash: str, limit_bytes: int) -> Playable | None:
        """The song itself if it has at most `limit_bytes`, else a smaller copy, made once; None if neither can be."""
        original = self._shelf.find(file_hash)
        if original is None:
            return None
        if original.stat().st_size <= limit_bytes:
            return Playable(original, is_preview=False)
        preview = self._shelf.preview(file_hash, limit_bytes)
        async with self._previewing:  # one at a time: the copies are work for a whole core
            if limit_bytes >= _SMALLEST_PREVIEW_BYTES and not holds_something(preview):
                await self._make_preview(original, preview, limit_bytes)
        return Playable(preview, is_preview=True) if holds_something(preview) else None

    async def droppable(self) -> list[KeptSong]:
        """The songs that were last sent or held more than an hour ago, the oldest first."""
        return await asyncio.to_thread(self._shelf.droppable)

    async def drop(self, file_hash: str) -> int:
        """Removes this song and its previews unless it was sent or held within the hour; returns the bytes freed."""
        return await asyncio.to_thread(self._shelf.drop, file_hash)

    def usage_bytes(self) -> int:
        """What the songs and their previews take on disk."""
        return self._shelf.usage_bytes()

    def _incoming(self, limit_bytes: int) -> Incoming:
        if not self._folder.is_dir():
            log.error("the folder of the songs was taken away, and is made anew: %s", self._folder)
            self._folder.mkdir(parents=True)
        return Incoming(self._folder, limit_bytes)

    async def _make_preview(self, original: Path, preview: Path, limit_bytes: int) -> None:
        target = self._folder / temporary_name()
        arguments = (str(original), original.suffix[1:], str(target), str(limit_bytes))
        try:
            with suppress(worker.WorkerFailedError):
                await worker.run("media.preview", *arguments, limits=_PREVIEW_LIMITS)
                if target.stat().st_size <= limit_bytes:
                    target.replace(preview)
        finally:
            target.unlink(missing_ok=True)


async def _arrive(upload: Upload, incoming: Incoming) -> None:
    """Writes all of `upload`; raises a Refusal when it breaks off."""
    try:
        async with asyncio.timeout(_LONGEST_ARRIVAL_SECONDS), _closing(upload.chunks()) as chunks:
            async for chunk in chunks:
                await asyncio.to_thread(incoming.write, chunk)
    except (aiohttp.ClientError, TimeoutError) as error:
        raise media_refusals.file_did_not_arrive() from error
    if upload.size is not None and incoming.size_bytes < upload.size:
        raise media_refusals.file_did_not_arrive()


@asynccontextmanager
async def _closing(chunks: AsyncIterator[bytes]) -> AsyncIterator[AsyncIterator[bytes]]:
    """Ends the stream at once, and with it the download, when the rest of it is not wanted."""
    try:
        yield chunks
    finally:
        if isinstance(chunks, AsyncGenerator):
            await chunks.aclose()


def _audio(name: str, file_hash: str, size_bytes: int, sound: Sound) -> Audio:
    return Audio(
        file_hash=file_hash,
        file_name=safe_file_name(name, sound.audio_format),
        size_bytes=size_bytes,
        audio_format=sound.audio_format,
        duration_seconds=sound.duration_seconds,
        artist=clean_line(sound.artist or "", _TAG_LENGTH) or None,
        title=clean_line(sound.title or "", _TAG_LENGTH) or None,
    )
