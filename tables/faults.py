"""What SQLite cannot do now, told from what is a bug: a full or broken disk, another program's lock, a damaged file."""

from __future__ import annotations

import sqlite3

from domain import refusals
from domain.refusals import DataUnusable

DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
FAULTS = {
    sqlite3.SQLITE_FULL: refusals.disk_full,
    sqlite3.SQLITE_IOERR: refusals.disk_full,
    sqlite3.SQLITE_READONLY: refusals.disk_full,
    sqlite3.SQLITE_CANTOPEN: refusals.cannot_open_more,
    sqlite3.SQLITE_BUSY: refusals.data_in_use,
    **dict.fromkeys(DAMAGED, refusals.data_damaged),
}


def kind_of(error: BaseException) -> int:
    """SQLite: the low byte of an error's code is its kind; 0 for errors that are not SQLite's own."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def refusal_of(error: BaseException) -> DataUnusable | None:
    """The sentence for whoever asked; None where the error is a bug."""
    make = FAULTS.get(kind_of(error))
    return make() if make else None
