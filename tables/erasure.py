"""Where texts of a server name a member. All of them are read, so never under the lock, but over `read_aside`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.naming import NOBODY, Called, called, subject_without, without
from tables.accounts import IDLE, UNSEEN
from tables.base import Table, stored, unguarded
from tables.personal import ABOUT, GONE, OF_HOLDER, OF_MEMBER
from tables.personal_columns import PAIRS

# ruff: noqa: S608 - the names in the statements are those of the lists here and in personal_columns


OF_SERVER = "guild_id = ?"
OF_ITS_ACTIONS = "action_id IN (SELECT action_id FROM staff_actions WHERE guild_id = ?)"
ABOUT_PEOPLE = "kind IN ('adjust points', 'reset points', 'credit', 'link handle', 'block')"
KEYS = {"blocks": "block_id", "bookmarks": "submission_id", "live_wishes": "guild_id", "staff_actions": "action_id"}


@dataclass(frozen=True)
class Place:
    """Where a text is: `text` reads it from a row of `table`, `put` sets it."""

    table: str
    key: str
    text: str
    put: str
    owned: str = OF_SERVER


@dataclass(frozen=True)
class Mention:
    """A text that names a member, and what is left of it without them."""

    place: Place
    key: int
    text: str
    left: str


def _column(table: str, key: str, name: str, owned: str = OF_SERVER) -> Place:
    return Place(table, key, name, f"{name} = ?", owned)


def _in_draft(name: str) -> Place:
    return Place("drafts", "draft_id", f"json_extract(body, '$.{name}')", f"body = json_set(body, '$.{name}', ?)")


# What people wrote.
FREE = (
    _column("submissions", "submission_id", "note"),
    _column("submissions", "submission_id", "reason"),
    _column("staff_actions", "action_id", "reason"),
    _column("song_changes", "change_id", "old_reason", OF_ITS_ACTIONS),
    _column("ledger", "entry_id", "reason", f"{OF_SERVER} AND action_id IS NOT NULL"),
    _column("blocks", "block_id", "reason"),
    _column("notices", "notice_id", "text"),
    _in_draft("note"),
    _in_draft("handle"),
)
# What the bot wrote: of whom staff did something, from before that stood in columns of its own; and TikTok names.
SUBJECTS = (
    _column("staff_actions", "action_id", "subject", f"{OF_SERVER} AND subject_name = '' AND {ABOUT_PEOPLE}"),
    _column("staff_actions", "action_id", "subject_name", f"{OF_SERVER} AND subject_member_id IS NULL"),
)
# Names from before an id stood beside them.
NAMES = tuple(
    _column(table, KEYS[table], name, f"{OF_SERVER} AND {number} IS NULL")
    for table, pairs in PAIRS.items()
    for number, name in pairs
    if table in KEYS and name != "subject_name"
)


def known_as(connection: sqlite3.Connection, guild_id: int, member_id: int) -> Called:
    """All that the server's rows call the member."""
    values = {"guild": guild_id, "member": member_id}
    names = {
        str(row[0])
        for table, pairs in PAIRS.items()
        for number, name in pairs
        for row in connection.execute(
            f"SELECT DISTINCT {name} FROM {table} WHERE guild_id = :guild AND {number} = :member", values
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


def free_texts(connection: sqlite3.Connection, guild_id: int, who: Called) -> list[Mention]:
    """What people wrote that names the member."""
    pattern = who.pattern()
    return [one for place in FREE for one in _found(connection, guild_id, place, lambda text: without(text, pattern))]


def all_mentions(connection: sqlite3.Connection, guild_id: int, who: Called) -> list[Mention]:
    """That, and the names that the bot wrote down without an id beside them."""
    subjects = [
        one
        for place in SUBJECTS
        for one in _found(connection, guild_id, place, lambda text: subject_without(text, who))
    ]
    names = [
        one
        for place in NAMES
        for one in _found(connection, guild_id, place, lambda text: NOBODY if text in who.names else text)
    ]
    return free_texts(connection, guild_id, who) + subjects + names


def _found(
    connection: sqlite3.Connection, guild_id: int, place: Place, shorten: Callable[[str], str]
) -> Iterator[Mention]:
    rows = connection.execute(
        f"SELECT {place.key}, {place.text} FROM {place.table} WHERE {place.owned} AND {place.text} <> ''", (guild_id,)
    )
    return (Mention(place, key, text, left) for key, text in rows if (left := shorten(text)) != text)


# ruff: noqa: S608 - the names in the statements are those of the lists here and in personal_columns


class Erasure(Table):
    """Rows of every table that knows members."""

    async def forget(
        self, guild_id: int, who: Called, mentions: Sequence[Mention], stand_in: int, now: datetime
    ) -> None:
        """Puts `stand_in` in place of the member's id and nobody's name in place of theirs; sums stay."""
        unseen = await self._unseen_handles(guild_id, who)
        await self.rows(
            "DELETE FROM blocks WHERE guild_id = ? AND kind = 'member' AND value = ? AND expires_at <= ?",
            *(guild_id, str(who.member_id), stored(now)),
        )
        for name in GONE:
            await self._run(f"DELETE FROM {name} WHERE {ABOUT[name]}", guild_id, who)
        await self._drop_handles(unseen)
        async with unguarded(self):
            await self._blank_texts(guild_id, who, mentions)
            for name in ("ledger", "balances", "lots"):
                await self._run(f"UPDATE {name} SET holder_id = {stand_in} WHERE {OF_HOLDER}", guild_id, who)
        await self._run(f"UPDATE plays SET member_id = {stand_in} WHERE {OF_MEMBER}", guild_id, who)
        await self._blank_names(guild_id, who, stand_in)

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

    async def _blank_texts(self, guild_id: int, who: Called, mentions: Sequence[Mention]) -> None:
        own = f"SELECT submission_id FROM submissions WHERE {OF_MEMBER}"
        await self._run(f"UPDATE song_changes SET old_reason = '' WHERE submission_id IN ({own})", guild_id, who)
        await self._run(f"UPDATE submissions SET note = '', reason = '' WHERE {OF_MEMBER}", guild_id, who)
        for one in mentions:
            place = one.place
            await self.rows(
                f"UPDATE {place.table} SET {place.put} WHERE {place.key} = ? AND {place.text} = ?",
                *(one.left, one.key, one.text),
            )

    async def _blank_names(self, guild_id: int, who: Called, stand_in: int) -> None:
        await self.rows(
            "UPDATE staff_actions SET subject = 'a handle to' "
            "WHERE guild_id = ? AND subject_member_id = ? AND kind = 'link handle'",
            *(guild_id, who.member_id),
        )
        for table, pairs in PAIRS.items():
            for number, name in pairs:
                await self.rows(
                    f"UPDATE {table} SET {number} = ?, {name} = ? WHERE guild_id = ? AND {number} = ?",
                    *(stand_in, NOBODY, guild_id, who.member_id),
                )

    async def _run(self, sql: str, guild_id: int, who: Called) -> None:
        await self._connection.execute_fetchall(sql, {"guild": guild_id, "member": who.member_id})
