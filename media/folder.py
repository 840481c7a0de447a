"""The folder of songs: what is there, how much it takes, and what goes first when it gets too much."""

from __future__ import annotations

import os
import re
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from media.file_checks import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GRACE_SECONDS = 3600  # a file that just came, or was asked for, may not be in the database yet
_HASH = re.compile(r"[0-9a-f]{64}")
_SONG = re.compile(rf"({_HASH.pattern})\.(?:{'|'.join(FORMATS)})")


@dataclass(frozen=True)
class KeptSong:
    """A song on disk, and how long ago it was last sent or held."""

    file_hash: str
    age_seconds: float


class MediaFolder:
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

    def droppable(self) -> list[KeptSong]:
        """The songs that are old enough to go, the oldest first."""
        now = time.time()
        named = ((_SONG.fullmatch(name), now - found.st_mtime) for name, found in self._files())
        old = (KeptSong(song[1], age) for song, age in named if song and age >= GRACE_SECONDS)
        return sorted(old, key=lambda song: song.age_seconds, reverse=True)

    def drop(self, file_hash: str) -> int:
        """Removes the song and its previews and returns the bytes freed; 0 if it is too young to go, or not here."""
        with self._lock:
            places = list(self._folder.glob(f"{file_hash}.*"))
            if any(_is_song(place) and time.time() - place.stat().st_mtime < GRACE_SECONDS for place in places):
                return 0
            freed = sum(place.stat().st_size for place in places)
            for place in places:
                place.unlink()
            return freed

    def _files(self) -> Iterator[tuple[str, os.stat_result]]:
        with suppress(FileNotFoundError, NotADirectoryError):  # the folder was taken away
            for place in self._folder.iterdir():
                with suppress(FileNotFoundError):  # a file on its way in was renamed or given up meanwhile
                    yield place.name, place.stat()


def holds_something(place: Path) -> bool:
    """Whether there is a file at `place` with at least one byte in it."""
    return place.is_file() and place.stat().st_size > 0


def _is_song(place: Path) -> bool:
    return _SONG.fullmatch(place.name) is not None
