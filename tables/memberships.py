"""Which servers the bot is in, and since when it is not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

from domain.membership import Membership
from tables.base import Table, loaded_or_none, stored, unguarded
from tables.shape import ServerTable, server_tables


class Memberships(Table):
    """Rows of `memberships`."""

    async def known(self) -> list[Membership]:
        """Every server that was ever noted and still has its data."""
        rows = await self.rows("SELECT guild_id, application_id, left_at FROM memberships ORDER BY guild_id")
        return [Membership(row[0], row[1], loaded_or_none(row[2])) for row in rows]

    async def left_at(self, guild_id: int) -> datetime | None:
        """When the server was left; None where it was not."""
        row = await self.row("SELECT left_at FROM memberships WHERE guild_id = ?", guild_id)
        return loaded_or_none(row[0]) if row else None

    async def note(self, application_id: int, guild_ids: Iterable[int]) -> None:
        """The application is in these servers."""
        await self.many(
            "INSERT INTO memberships (guild_id, application_id) VALUES (?, ?) "
            "ON CONFLICT DO UPDATE SET application_id = excluded.application_id, left_at = NULL",
            [(guild_id, application_id) for guild_id in guild_ids],
        )

    async def note_left(self, guild_ids: Iterable[int], now: datetime) -> None:
        """It is in these no more."""
        await self.many(
            "UPDATE memberships SET left_at = ? WHERE guild_id = ?", [(stored(now), guild_id) for guild_id in guild_ids]
        )


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
