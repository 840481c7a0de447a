"""Every column is accounted for: what holds an id of Discord's, and what SQLite has to look through when rows go."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from database import open_database
from domain.settings import FIELDS, OF_DISCORD
from tables.personal_columns import PERSONS, Holds
from tables.restore import PLACES
from tables.shape import server_tables

# Columns that hold a number which is no number of ours, by what it means. One that a migration adds belongs here, or in
# PLACES if it leads to a channel or a message: then no restore may take it from a file.
PEOPLE = {column for held in PERSONS.values() for column, kind in held.items() if kind is Holds.MEMBER}
ACTIONS = {"wish_id"}  # the action by which somebody asked
APPLICATIONS = {"application_id"}
OF_TIKTOK = {"tiktok_user_id", "room_id", "user_id", "gift_id", "group_id", "seen_messages.message_id"}
SERVERS = {"guild_id"}
_LEADS_SOMEWHERE = re.compile(r"_id$|channel|message|thread|webhook|role|emoji")


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """A new database."""
    async with open_database(tmp_path / "show.db"):
        return tmp_path / "show.db"


def unaccounted(path: Path) -> Iterator[str]:
    """The columns that nobody has said of what they hold."""
    with closing(sqlite3.connect(path)) as connection:
        for table in server_tables(connection):
            known = (
                {*table.references, table.key, *PLACES.get(table.name, ())}
                | PEOPLE
                | OF_TIKTOK
                | SERVERS
                | ACTIONS
                | APPLICATIONS
            )
            for column in table.columns:
                full = f"{table.name}.{column.name}"
                if _LEADS_SOMEWHERE.search(column.name) and not {column.name, full} & known:
                    yield full


async def test_every_column_that_may_hold_an_id_of_discord_is_listed(file: Path) -> None:
    assert list(unaccounted(file)) == []


@pytest.mark.parametrize("column", ["message_id INTEGER", "thread_id INTEGER", "log_channel INTEGER", "webhook TEXT"])
async def test_a_column_that_a_migration_adds_and_nobody_lists_is_found(file: Path, column: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"ALTER TABLE notices ADD COLUMN {column}")
    assert list(unaccounted(file)) == [f"notices.{column.split()[0]}"]


async def test_every_column_in_the_list_is_there(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        there = {(table.name, column.name) for table in server_tables(connection) for column in table.columns}
    assert {(table, column) for table, columns in PLACES.items() for column in columns} <= there


def test_every_setting_whose_value_is_an_id_is_known_as_one() -> None:
    assert {name for name, field in FIELDS.items() if field.type == "int | None"} == OF_DISCORD


async def test_rows_that_go_are_looked_for_by_an_index_in_every_table_that_may_refer_to_them(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        for (child,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            for (column,) in connection.execute("SELECT [from] FROM pragma_foreign_key_list(?)", (child,)).fetchall():
                [(*_, plan)] = connection.execute(f"EXPLAIN QUERY PLAN SELECT 1 FROM {child} WHERE {column} = 1")  # noqa: S608
                assert plan.startswith("SEARCH"), f"{child}.{column}: {plan}"
