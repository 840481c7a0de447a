"""One server's rows replaced by those of a backup; ids of Discord's channels and messages never come from it.

Whoever writes such an id into a file could have the bot edit or delete a stranger's message, so none is ever taken from
one: what the database knows of the same play, song or report stays, and what it knows nothing of counts as posted
somewhere out of reach, but for the song that plays, which is posted anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from tables.base import Table, stored, unguarded
from tables.shape import HOLDER, HOLDER_KIND, HOLDERS, Row, ServerTable
from tables.staging import Staged

PLACES: Mapping[str, tuple[str, ...]] = {
    "bookmarks": ("message_id",),
    "cleanups": ("channel_id", "message_id"),
    "displays": ("channel_id", "message_id"),
    "plays": ("channel_id", "message_id"),
    "report_parts": ("message_id",),
}
# Instead of an id in a file; what had none there has none.
NO_ID = "CASE WHEN {value} IS NOT NULL THEN 0 END"

# By keys that a server's things keep, whatever numbers their rows get.
_KEPT = {
    "kept_plays": "SELECT s.number, p.started_at, p.shown, p.channel_id, p.message_id FROM plays p "
    "JOIN submissions s USING (submission_id) WHERE p.guild_id = ? AND p.message_id > 0",
    "kept_bookmarks": "SELECT s.number, b.message_id FROM bookmarks b JOIN submissions s USING (submission_id) "
    "WHERE b.guild_id = ?",
    "kept_report_parts": "SELECT l.room_id, l.opened_at, r.part, r.message_id FROM report_parts r "
    "JOIN live_sessions l USING (session_id) WHERE l.guild_id = ?",
}
_PUT_BACK = (
    "UPDATE plays SET channel_id = NULL, message_id = NULL, shown = CASE state WHEN 'playing' THEN NULL ELSE state END "
    "WHERE guild_id = ?",
    "UPDATE plays SET shown = k.shown, channel_id = k.channel_id, message_id = k.message_id "
    "FROM kept_plays k JOIN submissions s ON s.guild_id = ? AND s.number = k.number "
    "WHERE plays.submission_id = s.submission_id AND plays.started_at = k.started_at",
    "UPDATE bookmarks SET message_id = k.message_id "
    "FROM kept_bookmarks k JOIN submissions s ON s.guild_id = ? AND s.number = k.number "
    "WHERE bookmarks.submission_id = s.submission_id",
    "UPDATE report_parts SET message_id = k.message_id FROM kept_report_parts k "
    "JOIN live_sessions l ON l.guild_id = ? AND l.room_id = k.room_id AND l.opened_at = k.opened_at "
    "WHERE report_parts.session_id = l.session_id AND report_parts.part = k.part",
)


class DiscordIds(Table):
    """What a restore does with the places of a server's messages, inside its transaction."""

    async def keep(self, guild_id: int) -> None:
        """Sets aside what the database knows, before the rows go."""
        for name, select in _KEPT.items():
            await self.rows(f"CREATE TEMP TABLE {name} AS {select}", guild_id)

    async def put_back(self, guild_id: int, now: datetime) -> None:
        """Gives it to the rows that have come; a message that says a song plays goes where that play is no more."""
        for statement in _PUT_BACK:
            await self.rows(statement, guild_id)
        await self.rows(
            "INSERT INTO cleanups SELECT message_id, ?1, channel_id, ?2 FROM kept_plays k WHERE shown = 'playing' "
            "AND NOT EXISTS (SELECT 1 FROM plays p WHERE p.guild_id = ?1 AND p.message_id = k.message_id) "
            "ON CONFLICT DO NOTHING",
            *(guild_id, stored(now)),
        )
        for name in _KEPT:
            await self.rows(f"DROP TABLE temp.{name}")


# What the bot and Discord have open with each other right now; a restore leaves it as it is.
OF_THE_MOMENT = {"cleanups", "displays", "drafts", "live_wishes", "memberships", "notices"}
MADE_BY_TRIGGERS = {"balances"}  # from the ledger, so that they cannot but agree with it
LARGEST_KEPT = 2**40  # a forged number beyond leaves no room for those to come

Firsts = Mapping[str, int]  # the first new number, by the tables whose numbers are given anew


def replaced(tables: Sequence[ServerTable]) -> list[ServerTable]:
    """The tables whose rows come from the backup."""
    return [table for table in tables if table.name not in OF_THE_MOMENT]


class RestoreTable(Table):
    """Rows of all tables that belong to servers."""

    async def replace(
        self,
        guild_id: int,
        tables: Sequence[ServerTable],
        staged: Staged,
        settings_kept: Collection[str],
        now: datetime,
    ) -> None:
        """Puts the rows of the backup in place of the server's own; what they refer to has to be among them.

        Ids of Discord, and the settings in `settings_kept`, stay as they are now.
        """
        ids = DiscordIds(self._connection)
        await ids.keep(guild_id)
        await self.rows("PRAGMA defer_foreign_keys = ON")
        await self.rows("CREATE TEMP TABLE numbers (name, old INTEGER, place INTEGER, PRIMARY KEY (name, old))")
        async with unguarded(self):
            for table in reversed(replaced(tables)):
                await self._delete(table, guild_id, settings_kept)
            firsts: dict[str, int] = {}
            for table in replaced(tables):
                await self._number(table, staged, firsts)
                if table.name not in MADE_BY_TRIGGERS:
                    await self._insert(table, staged, firsts, settings_kept)
        await self.rows("DROP TABLE temp.numbers")
        await ids.put_back(guild_id, now)

    async def settle(self, guild_id: int, next_number: int) -> None:
        """Makes what was restored fit the present.

        No number of a song is given twice, no LIVE counts as going on, and no report is posted again.
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

    async def next_number(self, guild_id: int) -> int:
        """The number that the server's next song would get."""
        return await self.number("SELECT next_number FROM guilds WHERE guild_id = ?", guild_id)

    async def _number(self, table: ServerTable, staged: Staged, firsts: dict[str, int]) -> None:
        """Rows keep their numbers; where another server has one of these, all get new ones in order."""
        if table.key is None:
            return
        old = ((table.name, row[0], place) for place, row in enumerate(staged.rows(table.name, [table.key])))
        await self.stream("INSERT INTO temp.numbers VALUES (?, ?, ?)", old)
        of_table = "FROM temp.numbers WHERE name = ?"
        first = await self.number(f"SELECT min(old) {of_table}", table.name)
        last = await self.number(f"SELECT max(old) {of_table}", table.name)
        taken = await self.number(
            f"SELECT count(*) FROM temp.numbers JOIN {table.name} ON {table.key} = old WHERE temp.numbers.name = ?",  # noqa: S608
            table.name,
        )
        if taken or not 0 < first <= last < LARGEST_KEPT:
            given = await self.number("SELECT seq FROM sqlite_sequence WHERE name = ?", table.name)
            firsts[table.name] = 1 + max(given, await self.number(f"SELECT max({table.key}) FROM {table.name}"))  # noqa: S608

    async def _delete(self, table: ServerTable, guild_id: int, settings_kept: Collection[str]) -> None:
        kept = settings_kept if table.name == "settings" else ()
        but = f" AND name NOT IN ({', '.join('?' * len(kept))})" if kept else ""
        await self.rows(f"DELETE FROM {table.name} WHERE {table.owned}{but}", guild_id, *kept)  # noqa: S608

    async def _insert(self, table: ServerTable, staged: Staged, firsts: Firsts, settings_kept: Collection[str]) -> None:
        names = staged.columns(table.name)
        values = ", ".join(_value(table, names, name, firsts) for name in names)
        rows = staged.rows(table.name, names)
        if table.name == "settings" and "name" in names:
            rows = (row for row in rows if row[names.index("name")] not in settings_kept)
        await self.stream(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({values})", rows)  # noqa: S608


def _value(table: ServerTable, names: Sequence[str], name: str, firsts: Firsts) -> str:
    """What is written into a column: the value of the backup, the new number for it, or no id of Discord."""
    value = f"?{names.index(name) + 1}"
    if name in PLACES.get(table.name, ()):
        return NO_ID.format(value=value)
    parent = table.name if name == table.key else table.references.get(name)
    if parent is not None and parent in firsts:
        return _renumbered(parent, value, firsts)
    if name == HOLDER and HOLDER_KIND in names:
        kind = f"?{names.index(HOLDER_KIND) + 1}"
        cases = [f"WHEN '{one}' THEN {_renumbered(of, value, firsts)}" for one, of in HOLDERS.items() if of in firsts]
        return f"CASE {kind} {' '.join(cases)} ELSE {value} END" if cases else value
    return value


def _renumbered(parent: str, value: str, firsts: Firsts) -> str:
    return f"(SELECT place + {firsts[parent]} FROM temp.numbers WHERE name = '{parent}' AND old = {value})"  # noqa: S608


def references(table: ServerTable, row: Row) -> dict[str, str]:
    """The columns of `row` that hold a number of another table, and that table."""
    found = {name: parent for name, parent in table.references.items() if row.get(name) is not None}
    if HOLDER in row and row.get(HOLDER_KIND) in HOLDERS:
        found[HOLDER] = HOLDERS[str(row[HOLDER_KIND])]
    return found
