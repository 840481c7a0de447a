"""The folder of songs: what is there, how much it takes, and what goes first when it gets too much."""

from __future__ import annotations

import os
import re
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from media.kinds import FORMATS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

GRACE_SECONDS = 3600  # a file that just came may not be in the database yet
_HASH = re.compile(r"[0-9a-f]{64}")
_SONG = re.compile(rf"({_HASH.pattern})\.(?:{'|'.join(FORMATS)})")


class Shelf:
    """Files `<sha256>.<format>` and their previews in one `folder`. Blocks: use it in a thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()  # between "it is old" and its removal nobody may make it young

    def find(self, file_hash: str) -> Path | None:
        """The song with this hash; None if it is not here or is empty."""
        if not _HASH.fullmatch(file_hash):
            return None
        places = (self._folder / f"{file_hash}.{audio_format}" for audio_format in FORMATS)
        return next((place for place in places if holds_something(place)), None)

    def preview(self, file_hash: str, limit_bytes: int) -> Path:
        """Where the copy of at most `limit_bytes` is, or would be."""
        return self._folder / f"{file_hash}.preview-{limit_bytes}.mp3"

    def put(self, arrived: Path, file_hash: str, audio_format: str) -> None:
        """Moves the file `arrived` to its place; the same song again makes it young again."""
        with self._lock:
            arrived.replace(self._folder / f"{file_hash}.{audio_format}")
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)  # the new name, too, has to survive a power cut
        finally:
            os.close(folder)

    def hold(self, file_hash: str) -> bool:
        """Makes the song young again; False if it is gone."""
        with self._lock:
            place = self.find(file_hash)
            if place is not None:
                os.utime(place)
            return place is not None

    def usage_bytes(self) -> int:
        """What songs and previews take together."""
        return sum(found.st_size for _, found in self._files())

    def drop_oldest(self, quota_bytes: int, keep: Collection[str]) -> list[str]:
        """Removes the oldest songs, and their previews, until `quota_bytes` suffice; returns their hashes."""
        excess = self.usage_bytes() - quota_bytes
        dropped = []
        for _, file_hash in self._by_age():
            if excess <= 0:
                break
            freed = 0 if file_hash in keep else self._drop(file_hash)
            if freed:
                dropped.append(file_hash)
                excess -= freed
        return dropped

    def drop_older(self, seconds: float, keep: Collection[str]) -> list[str]:
        """Removes the songs that are older than `seconds`, and their previews; returns their hashes."""
        oldest = time.time() - seconds
        old = [file_hash for changed_at, file_hash in self._by_age() if changed_at < oldest and file_hash not in keep]
        return [file_hash for file_hash in old if self._drop(file_hash)]

    def remove(self, file_hashes: Collection[str]) -> None:
        """Removes these songs and their previews."""
        with self._lock:
            for file_hash in file_hashes:
                for place in self._folder.glob(f"{file_hash}.*"):
                    place.unlink()

    def _by_age(self) -> list[tuple[float, str]]:
        """When each song was last sent, and its hash; the oldest first."""
        named = ((_SONG.fullmatch(name), found.st_mtime) for name, found in self._files())
        return sorted((changed_at, song[1]) for song, changed_at in named if song)

    def _files(self) -> Iterator[tuple[str, os.stat_result]]:
        for place in self._folder.iterdir():
            with suppress(FileNotFoundError):  # a file on its way in was renamed or given up meanwhile
                yield place.name, place.stat()

    def _drop(self, file_hash: str) -> int:
        """The bytes freed; 0 if the song is too young to go."""
        with self._lock:
            places = list(self._folder.glob(f"{file_hash}.*"))
            if any(_is_song(place) and time.time() - place.stat().st_mtime < GRACE_SECONDS for place in places):
                return 0
            freed = sum(place.stat().st_size for place in places)
            for place in places:
                place.unlink()
            return freed


def holds_something(place: Path) -> bool:
    """Whether there is a file at `place` with at least one byte in it."""
    return place.is_file() and place.stat().st_size > 0


def _is_song(place: Path) -> bool:
    return _SONG.fullmatch(place.name) is not None
