"""The one shared SQLite connection: its lock, its transactions, and the migrations that bring a file up to date."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import aiosqlite
from prometheus_client import Histogram

from domain import refusals
from tables import Tables
from tables.aside import read_tables
from tables.base import DAMAGED, FAULTS, kind_of, refusal_of
from tables.full_copy import read_only
from tables.read_cache import ReadCache

MIGRATIONS = Path(__file__).parent / "tables" / "migrations"
TRANSACTION_SECONDS = Histogram(
    "musicbot_transaction_seconds",
    "How long a transaction held the database, from BEGIN to the end of its COMMIT.",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
)
BUSY_SECONDS = 2.0  # how long another program is waited for; Discord: an answer has to come within 3 s
BUSY_TURN_MS = 50  # in turns as short as this, so that whoever gives up meanwhile is let go at once
log = logging.getLogger(__name__)
T = TypeVar("T")
_HAS_CHANGED: ContextVar[bool] = ContextVar("has_changed", default=False)


def has_changed() -> bool:
    """Whether this task, say the handler of a command, has committed a change since it was `unchanged`."""
    return _HAS_CHANGED.get()


def unchanged() -> None:
    """From here on this task has changed nothing; a new task begins with what the one that made it has changed."""
    _HAS_CHANGED.set(False)


class DatabaseUnusableError(RuntimeError):
    """The bot cannot work with the file; its text is the sentence for the owner."""


class DatabaseTooNewError(DatabaseUnusableError):
    """The file was written by a newer version of the bot."""


class DatabaseDamagedError(DatabaseUnusableError):
    """The file is no sound database; the bot never puts a backup in its place unasked."""

    def __init__(self, path: Path, damage: str) -> None:
        super().__init__(
            f"{path} is damaged ({damage}). Nothing was changed. Bring a backup back with `python bot.py restore FILE`."
        )


class Database:
    """One connection and one lock around whole transactions, reads included.

    With one connection, the commit of one task would commit the half-done work of another; the lock prevents
    that. Tables exist only as attributes of a transaction, so the lock cannot be forgotten.
    """

    def __init__(self, connection: aiosqlite.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._lock = asyncio.Lock()
        self._cache = ReadCache()
        self._found_busy_at = 0.0

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Tables]:
        """All that is done inside is committed together, or not at all when anything is raised.

        BEGIN and COMMIT are inside the `try` because a task can be cancelled while either is on its way to
        aiosqlite's thread; the rollback does nothing where nothing is open. The lock is not re-entrant: code
        that holds a transaction calls private functions that take the tables, never another service.

        Raises DataUnusable where the file cannot be worked with now: a full disk, another program that holds it.
        """
        asked = perf_counter()
        async with self._lock:
            self._refuse_who_waited(asked)
            started = perf_counter()
            try:
                await self._begin()
                before = self._connection.total_changes
                yield Tables(self._connection, self._cache)
                await self._connection.commit()
                _HAS_CHANGED.set(_HAS_CHANGED.get() or self._connection.total_changes > before)
            except BaseException as error:
                self._cache.forget()
                await self._connection.rollback()
                if refusal := refusal_of(error):
                    log.error("the database cannot be used: %s", error)  # noqa: TRY400 - its cause needs no traceback
                    raise refusal from error
                raise
            finally:
                TRANSACTION_SECONDS.observe(perf_counter() - started)

    def _refuse_who_waited(self, asked: float) -> None:
        """Whoever stood behind one who waited for another program in vain has waited for it as well."""
        if asked < self._found_busy_at:
            raise refusals.data_in_use()

    async def _begin(self) -> None:
        """Takes the one lock that SQLite has for writing, and waits a moment where another program has it."""
        until = perf_counter() + BUSY_SECONDS
        while True:
            try:
                await self._connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if kind_of(error) != sqlite3.SQLITE_BUSY:
                    raise
                if perf_counter() >= until:
                    self._found_busy_at = perf_counter()
                    raise
            else:
                return

    async def quick_check(self) -> str:
        """What SQLite's own check says of the file: `ok`, or the first damage it found; nobody waits for it."""
        return await self.read_aside(lambda it: str(it.execute("PRAGMA quick_check(1)").fetchone()[0]))

    async def read_tables(self, read: Callable[[Tables], Awaitable[T]]) -> T:
        """What `read` returns of one moment of the tables; for whatever takes long, because nobody waits for it.

        Raises a Refusal where the file cannot be worked with now, as a transaction does.
        """
        try:
            return await self.read_aside(partial(read_tables, read=read))
        except sqlite3.Error as error:
            if refusal := refusal_of(error):
                log.error("the database cannot be read: %s", error)  # noqa: TRY400 - its cause needs no traceback
                raise refusal from error
            raise

    async def read_aside(self, read: Callable[[sqlite3.Connection], T]) -> T:
        """What `read` returns, called in a thread with a connection that sees one moment; nobody waits for it."""
        return await asyncio.to_thread(_read_one_moment, self._path, read)


def _read_one_moment(path: Path, read: Callable[[sqlite3.Connection], T]) -> T:
    with closing(read_only(path)) as connection:
        connection.execute("BEGIN")
        return read(connection)


@asynccontextmanager
async def open_database(path: Path) -> AsyncIterator[Database]:
    """The database at `path`, made when it is not there and migrated when it is old; closed at the end.

    Raises DatabaseUnusableError for a file from a newer version of the bot, and for a damaged or locked one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        with _refusing_to_start(path):
            await _prepare(connection, path)
        await connection.execute(f"PRAGMA busy_timeout = {BUSY_TURN_MS}")
        yield Database(connection, path)


async def _prepare(connection: aiosqlite.Connection, path: Path) -> None:
    connection.row_factory = sqlite3.Row
    # FULL: what a member was told is stored must survive a power cut (SQLite: WAL with NORMAL may lose it).
    for pragma in (
        "busy_timeout = 2000",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        # A LIVE changes the same pages again and again: 8 MB of them stay at hand, 16 MB are moved over at once.
        "cache_size = -8000",
        "wal_autocheckpoint = 4000",
    ):
        await connection.execute(f"PRAGMA {pragma}")
    async with connection.execute("PRAGMA quick_check(1)") as cursor:
        verdict = await cursor.fetchone()
    if verdict is None or verdict[0] != "ok":
        raise DatabaseDamagedError(path, str(verdict and verdict[0]).splitlines()[-1])
    await _migrate(connection, path)


@contextmanager
def _refusing_to_start(path: Path) -> Iterator[None]:
    """Says in a sentence what SQLite met when it opened the file."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if kind_of(error) in DAMAGED:
            raise DatabaseDamagedError(path, str(error)) from error
        if kind_of(error) in FAULTS:
            raise DatabaseUnusableError(
                f"{path} cannot be used now: {error}. Nothing was changed. Make sure that no other program has it "
                "open, that the disk has room, and that the bot may write there. Then start again."
            ) from error
        raise


async def _migrate(connection: aiosqlite.Connection, path: Path) -> None:
    scripts = sorted(MIGRATIONS.glob("[0-9]*.sql"))
    version = await _version(connection)
    if version > len(scripts):
        raise DatabaseTooNewError(
            f"{path} was written by a newer version of the bot (data version {version}, this bot knows "
            f"{len(scripts)}). Nothing was changed. Start the newer version, or use another DATA_DIR."
        )
    for number, script in enumerate(scripts[version:], start=version + 1):
        if version > 0:
            await _copy(connection, path.with_name(f"{path.stem}.before_{number:04}.db"))
        # executescript commits an open transaction first, so each script has its own BEGIN, version and COMMIT.
        await connection.executescript(script.read_text(encoding="utf-8"))
        log.info("migrated %s to version %d", path.name, number)


async def _copy(connection: aiosqlite.Connection, target: Path) -> None:
    await asyncio.to_thread(target.unlink, missing_ok=True)
    await connection.execute("VACUUM INTO ?", (str(target),))


async def _version(connection: aiosqlite.Connection) -> int:
    async with connection.execute("PRAGMA user_version") as cursor:
        row = await cursor.fetchone()
        return int(row[0]) if row else 0
