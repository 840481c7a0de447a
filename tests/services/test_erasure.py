"""After /my-data delete nothing in any row of any table, nor in the next hourly backup, says who it was."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from database import MIGRATIONS
from domain.blocks import BlockKind
from domain.live_events import Viewer
from domain.naming import NOBODY
from domain.submissions import Person
from services.drafts import Draft
from tables.personal import ABOUT
from tables.personal_columns import PAIRS, PERSONS, THINGS, Holds
from tests.live_env import CREATOR, LiveEnv
from tests.restore_checks import all_tables, anywhere
from tests.show import GUILD, MAX, MIA, RITA, SAM, Show

MARK = Person(777_000_111_222_333, "Marker")
OLD, HANDLE, SEEN, CODED = "Earliername", "marker.typed", "marker.seen", "marker.coded"
MARKS = (str(MARK.member_id), MARK.name, OLD, "marker.")
NAMING = f"copied <@{MARK.member_id}>, who is {MARK.name.upper()}, once {OLD}, on TikTok @{HANDLE}"


def schema_columns() -> dict[str, set[str]]:
    """Every column that could hold a person by its type or its name, by table."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for script in sorted(MIGRATIONS.glob("[0-9]*.sql")):
            connection.executescript(script.read_text(encoding="utf-8"))
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return {
            name: {
                column
                for column, kind in connection.execute("SELECT name, type FROM pragma_table_info(?)", (name,))
                if (kind == "TEXT" or column.endswith(("_id", "_by"))) and column != "guild_id"
            }
            for (name,) in tables.fetchall()
        }


def listed(table: str) -> list[str]:
    return [*PERSONS.get(table, {}), *THINGS.get(table, "").split()]


def test_every_column_that_could_hold_a_person_is_listed_as_a_person_or_a_thing() -> None:
    found = schema_columns()
    assert {name: sorted(columns) for name, columns in found.items() if columns} == {
        name: sorted(listed(name)) for name in PERSONS.keys() | THINGS.keys()
    }


def test_every_id_of_a_person_beside_a_name_is_a_pair() -> None:
    for table, pairs in PAIRS.items():
        kinds = [(PERSONS[table][number], PERSONS[table][name]) for number, name in pairs]
        assert kinds == [(Holds.MEMBER, Holds.NAME)] * len(pairs)
    names = {
        (table, column) for table, kinds in PERSONS.items() for column, kind in kinds.items() if kind is Holds.NAME
    }
    assert names == {(table, name) for table, pairs in PAIRS.items() for _, name in pairs}


def test_the_export_looks_into_every_table_that_can_hold_a_person() -> None:
    assert PERSONS.keys() == ABOUT.keys()


async def rows_with(show: Show, marks: tuple[str, ...]) -> dict[str, list[str]]:
    """The columns that have one of the marks in some row, by table."""
    found: dict[str, list[str]] = {}
    async with show.database.transaction() as tables:
        for name in all_tables(show.folder / "music_queue.db"):
            for row in await tables.guilds.rows(f"SELECT * FROM {name}"):  # noqa: S608
                for column in row.keys():  # noqa: SIM118  # of a sqlite3.Row
                    if any(mark.casefold() in str(row[column]).casefold() for mark in marks):
                        found.setdefault(name, []).append(column)
    return {name: sorted(set(columns)) for name, columns in found.items()}


async def everywhere(show: Show) -> None:
    """The member, once called otherwise, is put into every column that can hold one."""
    services, earlier = show.services, replace(MARK, name=OLD)
    await services.settings.change(GUILD, earlier, {"bookmarks_channel": "5", "limit_free": "5"})
    for member, skip in ((earlier, False), (MARK, False), (MARK, True), (MAX, False), (MAX, True)):
        draft = replace(show.draft(member, skip=skip), artist="An artist", note=NAMING)
        await services.submissions.submit(draft)
    assert await show.next() == 1
    await services.review.reject(GUILD, RITA, 5, NAMING)
    await services.review.remove(GUILD, RITA, 4, NAMING)
    await show.undo(MARK)
    await services.review.remove(GUILD, MARK, 4, NAMING)
    await services.review.bookmark(GUILD, MARK, 1)
    await services.review.approve(GUILD, RITA, 3)
    async with show.database.transaction() as tables:  # a reason that a song had before; today nothing gives it one
        song = await tables.submissions.get(4)
        assert song
        await tables.actions.note_change(1, song, song)
    await services.points.adjust(GUILD, RITA, MARK, 9, NAMING)
    await services.points.adjust(GUILD, RITA, MAX, 9, NAMING)
    await services.credits.give(GUILD, RITA, MARK, 9, NAMING)
    await services.linking.link(GUILD, MARK, HANDLE)
    await services.linking.unlink(GUILD, MARK.member_id, HANDLE)
    await services.linking.move(GUILD, RITA, MARK, HANDLE)
    await tiktok(show)
    await services.points.reset_member(GUILD, RITA, earlier)
    await services.queue.switch_away(GUILD, MARK.member_id)
    await services.blocks.add(GUILD, MARK, BlockKind.PATTERN, "kazoo", NAMING)
    await services.blocks.add(GUILD, RITA, BlockKind.MEMBER, str(MARK.member_id), NAMING, 1, MARK.name)
    await services.blocks.add(GUILD, RITA, BlockKind.ACCOUNT, SEEN, "noise", 1)
    await services.drafts.keep(show.draft(MARK), MARK.member_id)
    await services.drafts.keep(show.draft(MARK), RITA.member_id)
    await services.drafts.keep(Draft(GUILD, MAX, note=NAMING, handle=HANDLE), MAX.member_id)


async def tiktok(show: Show) -> None:
    """A LIVE that the member asked for, in which their account does everything; and a code that was never typed."""
    services, viewer = show.services, Viewer(5_005, SEEN, "")
    await services.live.follow(GUILD, MARK, CREATOR)
    live = LiveEnv(show)
    await live.open()
    await live.send(live.like(3, viewer), live.follow(viewer), live.gift(5, viewer), live.step(1, 3, viewer))
    await services.linking.link(GUILD, MARK, SEEN)
    await services.points.reset_handle(GUILD, RITA, SEEN)
    await services.settings.change(GUILD, RITA, {"handle_proof": "code"})
    await services.linking.link(GUILD, MARK, CODED)


# What stays: a block that holds, by what it is about, and the account that a LIVE showed, which is nobody's now.
STAYS = {"blocks": ["value"], "accounts": ["handle"]}


async def test_no_mark_of_a_member_is_left_in_any_row_of_any_table(show: Show) -> None:
    await everywhere(show)
    before = await rows_with(show, MARKS)
    could = {
        table: {column for column, kind in kinds.items() if kind is not Holds.ACCOUNT}
        for table, kinds in PERSONS.items()
        if any(kind is not Holds.ACCOUNT for kind in kinds.values())
    }
    missed = {table: sorted(columns - set(before.get(table, []))) for table, columns in could.items()}
    assert {table: columns for table, columns in missed.items() if columns} == {}
    await show.services.privacy.forget(GUILD, MARK.member_id, [MARK.name])
    assert await rows_with(show, MARKS) == STAYS
    assert await rows_with(show, (HANDLE, CODED)) == {}
    await show.assert_sound()


async def test_a_block_that_has_run_out_goes_too(show: Show) -> None:
    await show.services.blocks.add(GUILD, RITA, BlockKind.MEMBER, str(MARK.member_id), "noise", 1, MARK.name)
    show.clock.advance(2 * 24 * 3600)
    await show.services.privacy.forget(GUILD, MARK.member_id)
    assert await rows_with(show, MARKS) == {}


async def test_the_next_hourly_backup_has_no_mark_of_the_member_and_can_be_brought_back(show: Show) -> None:
    await everywhere(show)
    await show.services.live.unfollow(GUILD)
    await show.services.points.adjust(GUILD, RITA, MARK, 5, "thanks")
    await show.services.linking.unlink(GUILD, MARK.member_id, SEEN)
    await show.services.privacy.forget(GUILD, MARK.member_id)
    await show.services.backups.make_due()
    (hourly,) = (show.folder / "backups").glob("points_backup_*.json")
    text = hourly.read_text(encoding="utf-8")
    assert [mark for mark in MARKS if mark in text and mark != "marker."] == []
    assert HANDLE not in text
    await show.services.backups.restore(GUILD, RITA, hourly.name, anywhere)
    await show.assert_sound()


async def test_the_log_says_what_was_done_without_the_member(show: Show) -> None:
    await show.services.points.adjust(GUILD, RITA, MARK, 9, f"thanks, {OLD}")
    await show.services.points.adjust(GUILD, RITA, MAX, 9, "thanks, Max")
    await show.services.linking.move(GUILD, RITA, MARK, HANDLE)
    await show.services.blocks.add(GUILD, RITA, BlockKind.MEMBER, str(MARK.member_id), "noise", None, MARK.name)
    await show.services.privacy.forget(GUILD, MARK.member_id, [OLD])
    log = [(one.subject, one.reason) for one in (await show.services.records.audit(GUILD, 0)).actions]
    assert log == [
        (f"member {NOBODY}", "noise"),
        (f"a handle to {NOBODY}", ""),
        ("+9 for Max", "thanks, Max"),
        (f"+9 for {NOBODY}", f"thanks, {NOBODY}"),
    ]


async def test_rows_from_before_ids_stood_beside_names_are_found_by_the_name(show: Show) -> None:
    await show.submit(MARK)
    subjects = {
        "adjust points": "+5 for Marker",
        "reset points": "Marker",
        "credit": "5 coins for Marker",
        "link handle": f"@{HANDLE} to Marker",
        "block": "member Marker",
    }
    async with show.database.transaction() as tables:
        for kind, subject in subjects.items():
            await tables.guilds.rows(
                "INSERT INTO staff_actions (guild_id, kind, doer_id, doer_name, subject, made_at, undone_by) "
                "VALUES (?, ?, 1, 'Rita', ?, 0, 'Marker')",
                *(GUILD, kind, subject),
            )
        await tables.guilds.rows(
            "INSERT INTO blocks (guild_id, kind, value, reason, made_by, made_at) "
            "VALUES (?, 'pattern', 'kazoo', '', 'Marker', 0)",
            GUILD,
        )
    await show.services.privacy.forget(GUILD, MARK.member_id)
    assert (await rows_with(show, (MARK.name, HANDLE))).keys() <= {"submissions"}  # the name of the artist
    log = {str(one.kind): one.subject for one in (await show.services.records.audit(GUILD, 0)).actions}
    assert log["adjust points"] == f"+5 for {NOBODY}"
    assert log["link handle"] == f"a handle to {NOBODY}"


async def test_others_and_what_is_said_of_them_stay_as_they_are(show: Show) -> None:
    for member in (MIA, MAX):
        await show.submit(member)
        await show.give(member, 5)
    await show.services.review.remove(GUILD, SAM, 2, "Maximal, and Miami")
    before = [(one.subject, one.reason, one.doer) for one in (await show.services.records.audit(GUILD, 0)).actions]
    await show.services.privacy.forget(GUILD, MARK.member_id, ["Mi", "Max M", "Sa"])
    after = [(one.subject, one.reason, one.doer) for one in (await show.services.records.audit(GUILD, 0)).actions]
    assert after == before


async def test_the_export_shows_every_text_that_names_the_member_and_no_name_of_others(show: Show) -> None:
    await everywhere(show)
    found = json.loads(await show.services.privacy.export(GUILD, MARK.member_id))
    assert {name for name, rows in found["stored"].items() if not rows} <= {"handle_codes"}
    assert {one["table"] for one in found["texts_that_name_you"]} >= {"staff_actions", "notices", "ledger", "blocks"}
    assert RITA.name not in json.dumps(found["stored"])


@pytest.mark.parametrize("name", ["100%", "a_b", "back\\slash", "'; DROP TABLE blocks; --", "(x)", "[x]"])
async def test_a_strange_name_is_taken_for_itself(show: Show, name: str) -> None:
    strange = Person(MARK.member_id, name)
    await show.submit(strange)
    await show.services.points.adjust(GUILD, RITA, MAX, 9, f"better than {name} is")
    await show.services.points.adjust(GUILD, RITA, strange, 9, "thanks")
    await show.services.privacy.forget(GUILD, MARK.member_id)
    log = [(one.subject, one.reason) for one in (await show.services.records.audit(GUILD, 0)).actions]
    assert log == [(f"+9 for {NOBODY}", "thanks"), ("+9 for Max", f"better than {NOBODY} is")]
