"""What the tests of a restore compare: every row of a server, and what damage does to them."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.show import GUILD, Show

# What the bot and Discord have open with each other at the moment; a restore leaves it alone.
OF_THE_MOMENT = {"cleanups", "displays", "drafts", "live_wishes", "notices"}
# Tables without a guild_id of their own, and the table whose rows they belong to.
BELOW = {
    "song_changes": ("action_id", "staff_actions"),
    "attendance": ("session_id", "live_sessions"),
    "viewer_counts": ("session_id", "live_sessions"),
    "report_parts": ("session_id", "live_sessions"),
    "session_totals": ("session_id", "live_sessions"),
}
Rows = dict[str, list[dict[str, Any]]]


def all_tables(path: Path) -> list[str]:
    """Every table of the file."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return sorted(row[0] for row in rows)


def rows_of(path: Path, guild_id: int = GUILD) -> Rows:
    """All rows of a server, as another program reads them, without those of the moment."""
    found: Rows = {}
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        for name in all_tables(path):
            where = "guild_id = ?"
            if name in BELOW:
                column, parent = BELOW[name]
                where = f"{column} IN (SELECT {column} FROM {parent} WHERE guild_id = ?)"  # noqa: S608
            rows = connection.execute(f"SELECT * FROM {name} WHERE {where}", (guild_id,))  # noqa: S608
            found[name] = sorted((dict(row) for row in rows), key=repr)
    return {name: rows for name, rows in found.items() if name not in OF_THE_MOMENT}


def damage(path: Path, guild_id: int = GUILD) -> None:
    """What a mad program does: some rows are gone, some changed, triggers or not."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for trigger in ("ledger_is_kept", "ledger_stays", "song_changes_are_kept"):
            (sql,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (trigger,)).fetchone()
            connection.execute(f"DROP TRIGGER {trigger}")
            if trigger == "song_changes_are_kept":
                mine = "SELECT action_id FROM staff_actions WHERE guild_id = ?"
                connection.execute(f"DELETE FROM song_changes WHERE action_id IN ({mine})", (guild_id,))  # noqa: S608
            elif trigger == "ledger_is_kept":
                connection.execute("DELETE FROM ledger WHERE guild_id = ? AND entry_id % 2", (guild_id,))
            else:
                connection.execute("UPDATE ledger SET amount = amount + 1000 WHERE guild_id = ?", (guild_id,))
            connection.execute(sql)
        for wreck in (
            "UPDATE submissions SET title = 'gone' WHERE guild_id = ?",
            "DELETE FROM settings WHERE guild_id = ?",
            "DELETE FROM links WHERE guild_id = ?",
            "DELETE FROM blocks WHERE guild_id = ?",
            "DELETE FROM away WHERE guild_id = ?",
            "UPDATE balances SET points = 7777 WHERE guild_id = ?",
            "DELETE FROM bookmarks WHERE guild_id = ?",
        ):
            connection.execute(wreck, (guild_id,))


OF_EVERY_TABLE = (
    "INSERT INTO lots SELECT 1, 100, 'account', min(account_id), 500, 200, 's', 0, 0 FROM accounts "
    "WHERE guild_id = 100",
    "INSERT INTO lots VALUES (2, 100, 'member', 1, 5, 5, '', 0, 0)",
    "INSERT INTO spendings SELECT 1, 100, max(submission_id), 1, 300, max(started_by), NULL, 0 FROM plays "
    "WHERE guild_id = 100",
    "INSERT INTO handle_codes VALUES (100, 'ABC234', 1, 'mia', 0)",
    "INSERT INTO viewer_counts SELECT session_id, 1000000, 7, 9, 0 FROM live_sessions",
    "INSERT INTO report_parts SELECT session_id, 1, 900 + session_id FROM live_sessions",
    "INSERT INTO session_totals SELECT session_id, 2, 1, 9, 7.5, 9, 1, 1, 1, 1, 1, 1, 1, 5, 0 FROM live_sessions",
    "UPDATE live_sessions SET report_due = 0, closed_at = last_event_at, end_reason = 'live_end'",
)


async def complete(show: Show) -> None:
    """A row in the tables that are still empty; nobody is followed and reports are posted, as a restore leaves it."""
    async with show.database.transaction() as tables:
        await tables.guilds.rows("DELETE FROM lots")
        for statement in OF_EVERY_TABLE:
            await tables.guilds.rows(statement)
    await show.services.live.unfollow(show.guild_id)


def anywhere(_name: str, _value: object) -> bool:
    """A server that has every channel and role that a setting may name."""
    return True


async def backed_up(show: Show, guild_id: int = GUILD) -> tuple[str, dict[str, Any]]:
    """A new backup of the server: its name, and what is in it."""
    path = await show.services.backups.make_for(guild_id)
    return path.name, json.loads(await asyncio.to_thread(path.read_bytes))


async def pieces(content: bytes) -> AsyncIterator[bytes]:
    """A file that is handed in."""
    for start in range(0, len(content), 1000):
        yield content[start : start + 1000]
