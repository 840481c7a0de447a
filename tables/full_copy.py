"""Full copies of the database file: made while the bot works, checked, and never taken for what they are not."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from tables.shape import table_names

SPARE_BYTES = 64 * 1024**2  # what a copy leaves on the disk for the bot itself
OURS = {"guilds", "ledger", "submissions"}


class CopyError(RuntimeError):
    """A file is no sound database of the bot; its text says why."""


def read_only(path: Path) -> sqlite3.Connection:
    """A connection that cannot change anything, in one moment of the database."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.execute("PRAGMA busy_timeout = 5000")
    return connection


def copy_database(reader: sqlite3.Connection, target: Path) -> None:
    """SQLite's online backup of what `reader` reads, checked; `target` is a single file then.

    In one step (pages=-1) it copies one moment of the database while writers go on: in several steps it would start
    anew whenever somebody writes. Blocks: use it in a thread. Raises OSError, sqlite3.Error and CopyError.
    """
    _check_room(reader, target.parent)
    with closing(sqlite3.connect(target, isolation_level=None)) as writer:
        writer.execute("PRAGMA synchronous = OFF")  # whoever asked for the copy flushes it as a whole
        reader.backup(writer, pages=-1)
        writer.execute("PRAGMA journal_mode = DELETE")  # else it would have to be kept with a -wal file beside it
    version_of(target)


def version_of(path: Path) -> int:
    """The data version of a sound database of the bot. Raises CopyError for any other file."""
    if not path.is_file():
        raise CopyError("there is no such file")
    try:
        with closing(read_only(path)) as connection:
            verdict = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            ours = set(table_names(connection)) >= OURS
    except sqlite3.DatabaseError as error:
        raise CopyError(str(error)) from error
    if verdict != "ok":
        raise CopyError(verdict)
    if not ours:
        raise CopyError("it is a database of something else")
    return version


def empty_log(path: Path) -> None:
    """Moves what SQLite still keeps beside the file into it. Raises sqlite3.DatabaseError for a damaged one."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _check_room(reader: sqlite3.Connection, folder: Path) -> None:
    """A copy that filled the disk would keep the bot itself from writing."""
    pages, size = (int(reader.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    if shutil.disk_usage(folder).free < pages * size + SPARE_BYTES:
        raise OSError(errno.ENOSPC, "there is no room for a copy of the database", str(folder))
