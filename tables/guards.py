"""The triggers that keep the ledger and the log of changes append-only, away for the length of one task."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tables.base import Table

GUARDS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%append-only%'"


@asynccontextmanager
async def unguarded(table: Table) -> AsyncIterator[None]:
    """Inside, rows may be changed and removed.

    SQLite takes back a DROP like everything else, and nobody but this connection sees it before the commit.
    """
    guards = await table.rows(GUARDS)
    for guard in guards:
        await table.rows(f"DROP TRIGGER {guard['name']}")
    yield
    for guard in guards:
        await table.rows(guard["sql"])
