"""All rows of one server, taken out some at a time: a server can have millions, and nobody waits for all of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from tables.base import Table
from tables.guards import unguarded
from tables.shape import ServerTable, server_tables

MARK = "memberships"  # goes last: as long as it is there, what a crash interrupted is begun again
READ_AT_ONCE = 20_000

Key = tuple[int | str, ...]


def tables_to_empty(connection: sqlite3.Connection) -> list[ServerTable]:
    """Every table that belongs to servers, each before those that it refers to."""
    found = server_tables(connection)[::-1]
    return [table for table in found if table.name != MARK] + [table for table in found if table.name == MARK]


def keys_of(connection: sqlite3.Connection, table: ServerTable, guild_id: int) -> list[Key]:
    """The primary keys of some of the server's rows; none once all are gone."""
    sql = f"SELECT {table.ordered} FROM {table.name} WHERE {table.owned} LIMIT {READ_AT_ONCE}"  # noqa: S608
    return connection.execute(sql, (guild_id,)).fetchall()


def files_of(connection: sqlite3.Connection, guild_id: int) -> list[str]:
    """The hashes of the files that songs of this server have, and songs of no other one."""
    rows = connection.execute(
        "SELECT file_hash FROM submissions WHERE file_hash IS NOT NULL GROUP BY file_hash "
        "HAVING min(guild_id) = ?1 AND max(guild_id) = ?1",
        (guild_id,),
    )
    return [row[0] for row in rows]


class Removal(Table):
    """Rows of all tables that belong to servers."""

    async def remove(self, table: ServerTable, keys: Sequence[Key]) -> None:
        """Takes out the rows with these keys; of what is only ever added to, too."""
        where = " AND ".join(f"{column} = ?" for column in table.ordered.split(", "))
        async with unguarded(self):
            await self.many(f"DELETE FROM {table.name} WHERE {where}", keys)  # noqa: S608
