"""What the process is asked to do at the command line; full copies of the database, made and brought back by hand."""

from __future__ import annotations

import argparse
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from database import MIGRATIONS
from domain.backups import BEFORE_RESTORE, BY_HAND
from domain.installation import VERSION, Installation
from process.folder_lock import alone_in
from services.backup_files import BackupFolder, flush
from tables.full_copy import CopyError, copy_database, empty_log, read_only, version_of


def read_arguments(words: Sequence[str]) -> argparse.Namespace:
    """`command` is None to run the bot; wrong words end the process with 2 and a usage line, as everywhere."""
    parser = argparse.ArgumentParser(prog="python bot.py", description="Runs the bot, until it is told to stop.")
    parser.add_argument("--version", action="version", version=VERSION)
    commands = parser.add_subparsers(dest="command", title="or one of these")
    commands.add_parser("doctor", help="look at everything; a line each, and exit code 1 when one is red")
    commands.add_parser("backup", help="make a full copy of the database, also while the bot runs")
    restore = commands.add_parser("restore", help="put a full copy in place of the database; stop the bot first")
    restore.add_argument("file", type=Path, metavar="FILE", help="a .db file, or the name of one among the backups")
    return parser.parse_args(words)


NO_SONGS = "Songs' audio files are not in it."


class NoCopyError(RuntimeError):
    """A copy could not be made or brought back; its text is the sentence for the owner."""


def back_up(home: Installation, now: datetime) -> str:
    """Makes a checked copy, also while the bot runs; says where. Raises NoCopyError."""
    folder = BackupFolder(home.backup_dir)
    name = folder.free_name(BY_HAND, now)
    with _failing_with(f"{home.database} could not be backed up"), folder.writing(name) as part:
        _copy(home.database, part)
    return f"The backup is {folder.file(name)}. {NO_SONGS} They are in {home.media}."


def bring_back(home: Installation, file: Path, now: datetime) -> str:
    """Puts the copy in place of the database, all or nothing; says what was done.

    A name without a folder is looked for among the backups too. Raises NoCopyError, and AlreadyRunningError while
    a bot runs on the data.
    """
    found = file if file.exists() else home.backup_dir / file
    with _failing_with(f"{file} cannot be brought back"), alone_in(home.data_dir):
        _check_version(found)
        kept = _keep_what_is_there(home, now)
        part = home.database.with_name(f"{home.database.name}.part")
        try:
            _copy(found, part)
            flush(part)
            _put_in_place(part, home.database)
        finally:
            part.unlink(missing_ok=True)
    return (
        f"{found} is brought back. {f'What was there before is {kept}. ' if kept else ''}"
        f"{NO_SONGS} Those in {home.media} are as they were. Start the bot now."
    )


def _copy(source: Path, target: Path) -> None:
    if not source.is_file():
        raise CopyError("there is no such file")
    with closing(read_only(source)) as reader:
        copy_database(reader, target)


def _check_version(file: Path) -> None:
    version, known = version_of(file), len(list(MIGRATIONS.glob("[0-9]*.sql")))
    if not 0 < version <= known:
        raise CopyError(f"it is of a newer version of the bot: it has data version {version}, this bot knows {known}")


def _keep_what_is_there(home: Installation, now: datetime) -> Path | None:
    """A copy of the files as they are, sound or not; a damaged database cannot be copied in any other way."""
    if not home.database.exists():
        return None
    folder = BackupFolder(home.backup_dir)
    name = folder.free_name(BEFORE_RESTORE, now)
    for ending in ("-wal", ""):
        beside = home.database.with_name(home.database.name + ending)
        if beside.exists():
            with folder.writing(name + ending) as part:
                shutil.copyfile(beside, part)
    return folder.file(name)


def _put_in_place(new: Path, database: Path) -> None:
    """SQLite would replay what it finds in a -wal file into any database of that name, so that goes first.

    Of a sound database nothing is in it any more, so that a kill between the two steps loses nothing.
    """
    if database.exists():
        with suppress(sqlite3.DatabaseError):  # it is damaged: that is why another one is to take its place
            empty_log(database)
    for ending in ("-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    new.replace(database)
    flush(database.parent)


@contextmanager
def _failing_with(what: str) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error, CopyError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise NoCopyError(f"{what}: {why}. Nothing was changed.") from error
