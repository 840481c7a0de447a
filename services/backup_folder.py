"""The folder of backups: every file in it is whole, because it was on disk before it got its name."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from domain.backups import BackupKind, of_server, uploaded

PART = ".part"
PART_SECONDS = 24 * 3600  # what a killed process left half written goes after this


class BackupFolder:
    """The files in `path`, which is made when it is first needed. Blocks: use it in a thread."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def names(self) -> list[str]:
        """The names of all whole files."""
        if not self.path.is_dir():
            return []
        return [one.name for one in self.path.iterdir() if one.is_file() and not one.name.endswith(PART)]

    def file(self, name: str) -> Path:
        """Where the backup of that name lies."""
        return self.path / name

    def free_name(self, kind: BackupKind, at: datetime) -> str:
        """The name of a backup of `at`, or of a second later where that one is taken."""
        while self.file(kind.name(at)).exists():
            at += timedelta(seconds=1)
        return kind.name(at)

    @contextmanager
    def writing(self, name: str) -> Iterator[Path]:
        """A file to write to, which gets its name once it is on disk, or is removed when anything is raised."""
        with self.scratch(name) as part:
            yield part
            self.keep(part, name)

    @contextmanager
    def scratch(self, name: str) -> Iterator[Path]:
        """Where a file may be written that is gone afterwards, unless it was kept."""
        self.path.mkdir(parents=True, exist_ok=True)
        part = self.file(f".{name}.{os.getpid()}{PART}")
        try:
            yield part
        finally:
            part.unlink(missing_ok=True)

    def keep(self, part: Path, name: str) -> None:
        """Has the file put on the disk, and gives it its name."""
        flush(part)
        part.replace(self.file(name))
        flush(self.path)

    def write_lines(self, name: str, lines: Iterable[str]) -> None:
        """Writes a text."""
        with self.writing(name) as part, part.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)

    def drop_of_server(self, guild_id: int) -> None:
        """Drops what was made for one server, and what was handed in there; the files of all servers stay."""
        for kind in (of_server(guild_id), uploaded(guild_id)):
            for name in kind.among(self.names()):
                self.file(name).unlink(missing_ok=True)

    def prune(self, kind: BackupKind, now: datetime) -> None:
        """Drops what is beyond the number that is kept, and what a kill left half written."""
        for name in kind.expired(self.names(), now):
            self.file(name).unlink(missing_ok=True)
        for part in self.path.glob(f".*{PART}"):
            if time.time() - part.stat().st_mtime > PART_SECONDS:
                part.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Has a file, or the names in a folder, put on the disk itself."""
    if path.is_dir() and sys.platform == "win32":
        return  # Windows has no such thing for folders
    number = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)
