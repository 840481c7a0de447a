"""One server's rows replaced by those of a backup, inside the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from tables.base import Table, stored
from tables.dump import Row
from tables.guards import unguarded
from tables.shape import HOLDER, HOLDER_KIND, HOLDERS, ServerTable

# What the bot and Discord have open with each other right now; a restore leaves it as it is.
OF_THE_MOMENT = {"cleanups", "displays", "drafts", "live_wishes", "memberships", "notices"}
MADE_BY_TRIGGERS = {"balances"}  # from the ledger, so that they cannot but agree with it
LARGEST_KEPT = 2**40  # a forged number beyond leaves no room for those to come

Numbers = Mapping[str, Mapping[int, int]]


def replaced(tables: Sequence[ServerTable]) -> list[ServerTable]:
    """The tables whose rows come from the backup."""
    return [table for table in tables if table.name not in OF_THE_MOMENT]


class Restore(Table):
    """Rows of all tables that belong to servers."""

    async def replace(self, guild_id: int, tables: Sequence[ServerTable], rows: Mapping[str, Sequence[Row]]) -> None:
        """Puts `rows` in place of the server's own; what they refer to has to be among them."""
        await self.rows("PRAGMA defer_foreign_keys = ON")
        async with unguarded(self):
            for table in reversed(replaced(tables)):
                await self.rows(f"DELETE FROM {table.name} WHERE {table.owned}", guild_id)  # noqa: S608
            numbers: dict[str, Mapping[int, int]] = {}
            for table in replaced(tables):
                numbers[table.name] = await self._numbers(table, rows[table.name])
                if table.name not in MADE_BY_TRIGGERS:
                    await self._insert(table, [renumbered(table, row, numbers) for row in rows[table.name]])

    async def settle(self, guild_id: int, next_number: int) -> None:
        """Makes what was restored fit the present.

        No number of a song is given twice, no LIVE counts as going on, no report is posted again, and the song that
        plays is looked for, or posted, in its channel.
        """
        await self.rows(
            "UPDATE guilds SET next_number = max(next_number, ?1, "
            "(SELECT coalesce(max(number), 0) + 1 FROM submissions WHERE guild_id = ?2)) WHERE guild_id = ?2",
            *(next_number, guild_id),
        )
        await self.rows(
            "UPDATE live_sessions SET closed_at = last_event_at, end_reason = 'unexpected' "
            "WHERE guild_id = ? AND closed_at IS NULL",
            guild_id,
        )
        await self.rows("UPDATE live_sessions SET report_due = 0 WHERE guild_id = ? AND report_due <> 0", guild_id)
        await self.rows(
            "UPDATE plays SET shown = NULL, channel_id = NULL, message_id = NULL "
            "WHERE guild_id = ? AND state = 'playing'",
            guild_id,
        )

    async def next_number(self, guild_id: int) -> int:
        """The number that the server's next song would get."""
        return await self.number("SELECT next_number FROM guilds WHERE guild_id = ?", guild_id)

    async def take_down_now_playing(self, guild_id: int, now: datetime) -> None:
        """Has the message of the song that plays removed; the feed of what plays starts anew."""
        await self.rows(
            "INSERT INTO cleanups SELECT message_id, guild_id, channel_id, ? FROM plays "
            "WHERE guild_id = ? AND state = 'playing' AND message_id > 0 ON CONFLICT DO NOTHING",
            *(stored(now), guild_id),
        )

    async def counts(self, guild_id: int, tables: Sequence[ServerTable]) -> dict[str, int]:
        """How many rows the server has, by table."""
        return {
            table.name: await self.number(f"SELECT count(*) FROM {table.name} WHERE {table.owned}", guild_id)  # noqa: S608
            for table in tables
        }

    async def _numbers(self, table: ServerTable, rows: Sequence[Row]) -> dict[int, int]:
        """The numbers that the rows get: their own, or, where another server has one of these, new ones in order."""
        if table.key is None:
            return {}
        old = sorted(_whole(row[table.key]) for row in rows)
        taken = await self.number(
            f"SELECT count(*) FROM {table.name} WHERE {table.key} IN (SELECT value FROM json_each(?))",  # noqa: S608
            json.dumps(old),
        )
        if not taken and (not old or 0 < old[0] <= old[-1] < LARGEST_KEPT):
            return {number: number for number in old}
        given = await self.number("SELECT seq FROM sqlite_sequence WHERE name = ?", table.name)
        first = max(given, await self.number(f"SELECT max({table.key}) FROM {table.name}")) + 1  # noqa: S608
        return {number: first + place for place, number in enumerate(old)}

    async def _insert(self, table: ServerTable, rows: Sequence[Row]) -> None:
        if rows:
            names = list(rows[0])
            sql = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608
            await self.many(sql, [[row[name] for name in names] for row in rows])


def references(table: ServerTable, row: Row) -> dict[str, str]:
    """The columns of `row` that hold a number of another table, and that table."""
    found = {name: parent for name, parent in table.references.items() if row.get(name) is not None}
    if HOLDER in row and row.get(HOLDER_KIND) in HOLDERS:
        found[HOLDER] = HOLDERS[str(row[HOLDER_KIND])]
    return found


def renumbered(table: ServerTable, row: Row, numbers: Numbers) -> Row:
    """The row with the numbers that it and those it refers to have got."""
    new = {name: numbers[parent][_whole(row[name])] for name, parent in references(table, row).items()}
    if table.key:
        new[table.key] = numbers[table.name][_whole(row[table.key])]
    return row | new


def _whole(value: float | str | None) -> int:
    return int(value or 0)
