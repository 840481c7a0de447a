"""A member made nobody: ids and names by the columns that hold them, and free text wherever it names the member."""

# ruff: noqa: S608 - the names in the statements are those of the lists above and of personal_columns
from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.naming import NOBODY, Called, called, without
from tables.accounts import IDLE, UNSEEN
from tables.base import Table, stored
from tables.guards import unguarded
from tables.personal import ABOUT, GONE, OF_HOLDER, OF_MEMBER
from tables.personal_columns import PAIRS

# Before subjects had an id and a name of their own, the name stood at the end of the text.
ENDINGS = ("{}", "% for {}", "% to {}", "member {}")
ABOUT_PEOPLE = "kind IN ('adjust points', 'reset points', 'credit', 'link handle', 'block')"


@dataclass(frozen=True)
class Place:
    """Where free text is: `text` reads it from a row of `table`, `put` sets it."""

    table: str
    key: str
    text: str
    put: str
    owned: str = "guild_id = ?"


@dataclass(frozen=True)
class Mention:
    """A text that names a member."""

    place: Place
    key: int
    text: str


def _column(table: str, key: str, name: str, owned: str = "guild_id = ?") -> Place:
    return Place(table, key, name, f"{name} = ?", owned)


def _in_draft(name: str) -> Place:
    return Place("drafts", "draft_id", f"json_extract(body, '$.{name}')", f"body = json_set(body, '$.{name}', ?)")


CHANGED_HERE = "action_id IN (SELECT action_id FROM staff_actions WHERE guild_id = ?)"
PLACES = (
    _column("submissions", "submission_id", "note"),
    _column("submissions", "submission_id", "reason"),
    _column("staff_actions", "action_id", "reason"),
    _column(
        "song_changes",
        "change_id",
        "old_reason",
        "action_id IN (SELECT action_id FROM staff_actions WHERE guild_id = ?)",
    ),
    _column("ledger", "entry_id", "reason", "guild_id = ? AND action_id IS NOT NULL"),
    _column("blocks", "block_id", "reason"),
    _column("notices", "notice_id", "text"),
    _in_draft("note"),
    _in_draft("handle"),
)


def known_as(connection: sqlite3.Connection, guild_id: int, member_id: int) -> Called:
    """All that the server's rows call the member."""
    values = {"guild": guild_id, "member": member_id}
    names = {
        str(row[0])
        for table, pairs in PAIRS.items()
        for number, name in pairs
        for row in connection.execute(
            f"SELECT DISTINCT {name} FROM {table} WHERE guild_id = :guild AND {number} = :member",
            values,
        )
    }
    handles = connection.execute(
        f"SELECT handle FROM accounts WHERE {ABOUT['accounts']} "
        f"UNION SELECT handle FROM handle_codes WHERE {OF_MEMBER} "
        "UNION SELECT substr(subject, 2, length(subject) - 4) FROM staff_actions "
        "WHERE guild_id = :guild AND subject_member_id = :member AND kind = 'link handle' AND subject LIKE '@% to'",
        values,
    )
    return called(member_id, names, (row[0] for row in handles))


def mentions(connection: sqlite3.Connection, guild_id: int, who: Called) -> list[Mention]:
    """Every free text of the server that names the member; reads all of them, so never under the lock."""
    pattern = who.pattern()
    return [
        Mention(place, key, text)
        for place in PLACES
        for key, text in connection.execute(
            f"SELECT {place.key}, {place.text} FROM {place.table} WHERE {place.owned} AND {place.text} <> ''",
            (guild_id,),
        )
        if pattern.search(text)
    ]


class Erasure(Table):
    """Rows of every table that knows members."""

    async def forget(
        self, guild_id: int, who: Called, named_in: Sequence[Mention], stand_in: int, now: datetime
    ) -> None:
        """Puts `stand_in` in place of the member's id and nobody's name in place of theirs; sums stay."""
        unseen = await self._unseen_handles(guild_id, who)
        await self._run(
            f"DELETE FROM blocks WHERE {ABOUT['blocks']} AND kind = 'member' AND expires_at <= {stored(now)}",
            guild_id,
            who,
        )
        for name in GONE:
            await self._run(f"DELETE FROM {name} WHERE {ABOUT[name]}", guild_id, who)
        await self._drop_handles(unseen)
        async with unguarded(self):
            await self._blank_texts(guild_id, who, named_in)
            for name in ("ledger", "balances", "lots"):
                await self._run(f"UPDATE {name} SET holder_id = {stand_in} WHERE {OF_HOLDER}", guild_id, who)
        await self._run(f"UPDATE plays SET member_id = {stand_in} WHERE {OF_MEMBER}", guild_id, who)
        await self._blank_subjects(guild_id, who, stand_in)
        for table, pairs in PAIRS.items():
            for number, name in pairs:
                await self._blank_pair(guild_id, who, stand_in, table, number, name)

    async def _unseen_handles(self, guild_id: int, who: Called) -> list[int]:
        rows = await self.rows(
            "SELECT account_id FROM links JOIN accounts USING (account_id) "
            f"WHERE links.guild_id = ? AND member_id = ? AND {UNSEEN}",
            *(guild_id, who.member_id),
        )
        return [row[0] for row in rows]

    async def _drop_handles(self, unseen: Sequence[int]) -> None:
        """Those that no LIVE showed go; one with points keeps these under a name that no TikTok account can have."""
        for account_id in unseen:
            await self.rows(f"DELETE FROM accounts WHERE account_id = ? AND {IDLE}", account_id)
            await self.rows("UPDATE accounts SET handle = 'erased-' || account_id WHERE account_id = ?", account_id)

    async def _blank_texts(self, guild_id: int, who: Called, named_in: Sequence[Mention]) -> None:
        own = f"SELECT submission_id FROM submissions WHERE {OF_MEMBER}"
        await self._run(f"UPDATE song_changes SET old_reason = '' WHERE submission_id IN ({own})", guild_id, who)
        await self._run(f"UPDATE submissions SET note = '', reason = '' WHERE {OF_MEMBER}", guild_id, who)
        pattern = who.pattern()
        for one in named_in:
            place = one.place
            await self.rows(
                f"UPDATE {place.table} SET {place.put} WHERE {place.key} = ? AND {place.text} = ?",
                *(without(one.text, pattern), one.key, one.text),
            )

    async def _blank_subjects(self, guild_id: int, who: Called, stand_in: int) -> None:
        """What was done about the member; handles as well as names, and rows from before both stood apart."""
        await self.rows(
            "UPDATE staff_actions SET subject = 'a handle to' "
            "WHERE guild_id = ? AND subject_member_id = ? AND kind = 'link handle'",
            *(guild_id, who.member_id),
        )
        for handle in who.handles:
            await self.rows(
                "UPDATE staff_actions SET subject = iif(kind = 'block', 'account', ''), subject_name = ?2 "
                "WHERE guild_id = ?1 AND kind IN ('reset points', 'block') AND subject_member_id IS NULL "
                "AND (subject_name IN (?3, '@' || ?3) OR subject IN ('@' || ?3, 'account ' || ?3))",
                *(guild_id, NOBODY, handle),
            )
        for name in {*who.names, str(who.member_id)}:
            for ending in ENDINGS:
                await self._blank_ending(guild_id, stand_in, name, ending.format(_literal(name)))

    async def _blank_ending(self, guild_id: int, stand_in: int, name: str, like: str) -> None:
        await self.rows(
            "UPDATE staff_actions SET subject_member_id = ?1, subject_name = ?2, subject = iif(kind = 'link handle', "
            "'a handle to', rtrim(substr(subject, 1, length(subject) - length(?3)))) "
            f"WHERE guild_id = ?4 AND subject_name = '' AND {ABOUT_PEOPLE} AND subject LIKE ?5 ESCAPE '\\' "
            "AND substr(subject, -length(?3)) = ?3",
            *(stand_in, NOBODY, name, guild_id, like),
        )

    async def _blank_pair(self, guild_id: int, who: Called, stand_in: int, table: str, number: str, name: str) -> None:
        """By id; and by name where a row is from before the id stood beside it."""
        await self.rows(
            f"UPDATE {table} SET {number} = ?, {name} = ? WHERE guild_id = ? AND {number} = ?",
            *(stand_in, NOBODY, guild_id, who.member_id),
        )
        if (table, number) not in {("submissions", "member_id"), ("staff_actions", "subject_member_id")}:
            for old in who.names:
                await self.rows(
                    f"UPDATE {table} SET {number} = ?, {name} = ? "
                    f"WHERE guild_id = ? AND {number} IS NULL AND {name} = ?",
                    *(stand_in, NOBODY, guild_id, old),
                )

    async def _run(self, sql: str, guild_id: int, who: Called) -> None:
        await self._connection.execute_fetchall(sql, {"guild": guild_id, "member": who.member_id})


def _literal(name: str) -> str:
    """The name as LIKE takes it for itself."""
    return "".join(f"\\{char}" if char in "\\%_" else char for char in name)
