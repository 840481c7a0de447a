"""The computer that the bot runs on: its database, its disk, its backups, its songs."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta

from database import MIGRATIONS
from doctor.checks import CheckResult
from domain.backups import HOURLY, NIGHTLY, BackupKind
from domain.installation import LEAST_OPEN_FILES, VERSION, Installation
from media.folder import MediaFolder
from services.backup_files import BackupFolder
from tables.full_copy import CopyError, version_of

if sys.platform != "win32":
    import resource

GIB = 1024**3
LEAST_FREE_BYTES = GIB
# A name says the hour, or the night, that the backup belongs to; the next one comes an hour, or a day, later.
BACKUPS: dict[str, tuple[BackupKind, timedelta]] = {
    "hourly backup": (HOURLY, timedelta(hours=2, minutes=30)),
    "nightly backup": (NIGHTLY, timedelta(hours=30)),
}


def host_lines(home: Installation, now: datetime) -> list[CheckResult]:
    """A line for each thing. Blocks, and reads all of the database: call it in a thread."""
    return [
        _version_line(),
        *_data_lines(home),
        _disk_line(home),
        *_open_files_lines(),
        *_backup_lines(home, now),
        _songs_line(home),
    ]


def _version_line() -> CheckResult:
    return CheckResult("version", f"{VERSION}.")


def _data_lines(home: Installation) -> Iterator[CheckResult]:
    if not home.database.exists():
        yield CheckResult("database", "there is none yet; the first start makes it.")
        return
    try:
        version = version_of(home.database)
    except CopyError as error:
        mend = "Stop the bot, and bring a backup back: `python bot.py restore FILE`."
        yield CheckResult("database", f"damaged ({error}).", mend)
        return
    yield CheckResult("database", f"sound, {_gib(home.database.stat().st_size)}.")
    newest = len(list(MIGRATIONS.glob("[0-9]*.sql")))
    mends = {-1: "Start the bot: it brings the data up to date by itself.", 1: "Install the newer version of the bot."}
    mend = mends.get((version > newest) - (version < newest), "")
    yield CheckResult("migrations", f"the data has version {version}, this bot knows {newest}.", mend)


def _disk_line(home: Installation) -> CheckResult:
    folder = next(one for one in (home.data_dir, *home.data_dir.parents) if one.exists())
    free = shutil.disk_usage(folder).free
    if not os.access(folder, os.W_OK):
        return CheckResult("disk", f"the bot may not write in {folder}.", "Give its user the right to write there.")
    return CheckResult(
        "disk", f"{_gib(free)} free.", "Make room, or lower MEDIA_QUOTA_GB." if free < LEAST_FREE_BYTES else ""
    )


def _open_files_lines() -> Iterator[CheckResult]:
    """How many files and connections the process may have open; Windows has no such limit."""
    if sys.platform == "win32":
        return
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    few = 0 <= most < LEAST_OPEN_FILES  # below zero: no limit
    mend = f"Let the bot's user have {LEAST_OPEN_FILES} or more (ulimit -n, LimitNOFILE), then start it again."
    yield CheckResult("open files", f"at most {most:,} at once." if most >= 0 else "no limit.", mend if few else "")


def _backup_lines(home: Installation, now: datetime) -> Iterator[CheckResult]:
    names = BackupFolder(home.backup_dir).names()
    for word, (kind, longest) in BACKUPS.items():
        newest = next(iter(kind.among(names).values()), None)
        if newest is None and not home.database.exists():
            yield CheckResult(word, "none yet, and there is nothing to back up.")
        elif newest is None:
            yield CheckResult(
                word, "there is none.", f"Start the bot, and look whether it may write in {home.backup_dir}."
            )
        else:
            mend = f"Start the bot, and look at its log and at the room in {home.backup_dir}."
            yield CheckResult(
                word, f"the newest is of {newest:%d %B %Y %H:%M} UTC.", mend if now - newest > longest else ""
            )


def _songs_line(home: Installation) -> CheckResult:
    used = MediaFolder(home.media).usage_bytes() if home.media.is_dir() else 0
    mend = "Nothing more can go: the songs in the queue alone are too big. Raise MEDIA_QUOTA_GB."
    of = f"{_gib(used)} of {_gib(home.media_quota_bytes)}."
    return CheckResult("songs", of, mend if used > home.media_quota_bytes else "")


def _gib(count: int) -> str:
    return f"{count / GIB:,.1f} GiB" if count >= GIB // 10 else f"{count / 1024**2:,.1f} MiB"
