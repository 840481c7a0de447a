"""Where texts of a server name a member. All of them are read, so never under the lock, but over `read_aside`."""

# ruff: noqa: S608 - the names in the statements are those of the lists here and in personal_columns
from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from domain.naming import NOBODY, Called, called, subject_without, without
from tables.personal import ABOUT, OF_MEMBER
from tables.personal_columns import PAIRS

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
