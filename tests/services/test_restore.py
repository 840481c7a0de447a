"""The restore restore check: back up, damage, restore, compare row by row; and what a restore leaves alone."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from domain.changes import Change, ServerRestored
from domain.refusals import Refusal
from tables.shape import server_tables
from tests.bot_env import HandClock
from tests.live_env import CREATOR
from tests.restore_checks import (
    BELOW,
    OF_THE_MOMENT,
    all_tables,
    anywhere,
    backed_up,
    complete,
    damage,
    pieces,
    rows_of,
)
from tests.services.test_guilds_apart import fill
from tests.show import GUILD, MAX, MIA, OTHER_GUILD, RITA, Show, open_show


@pytest.fixture
async def show(tmp_path: Path, clock: HandClock) -> AsyncIterator[Show]:
    """A server that has something in every table, and another one beside it."""
    async with open_show(tmp_path, clock) as opened:
        opened.guild_id = OTHER_GUILD
        await opened.submit(MAX)
        await opened.next()
        await opened.give(MAX, 9)
        await opened.earn(MAX, 3, "max.sings")
        opened.guild_id = GUILD
        await fill(opened)
        await complete(opened)
        yield opened


def file_of(show: Show) -> Path:
    return show.folder / "music_queue.db"


def without_the_restore(found: dict[str, list[dict[str, object]]]) -> dict[str, list[dict[str, object]]]:
    """The rows but for the entry in /audit that a restore leaves, and the message of what plays, posted anew."""
    actions = [row for row in found["staff_actions"] if row["kind"] != "restore backup"]
    plays = [row | {"shown": None, "channel_id": None, "message_id": None} for row in found["plays"]]
    return found | {"staff_actions": actions, "plays": plays}


async def test_after_damage_a_restore_brings_back_every_row(show: Show) -> None:
    name, _ = await backed_up(show)
    before = rows_of(file_of(show))
    damage(file_of(show))
    assert rows_of(file_of(show)) != before
    await show.services.backups.restore(GUILD, RITA, name, anywhere)
    assert without_the_restore(rows_of(file_of(show))) == without_the_restore(before)
    await show.assert_sound()


async def test_a_restore_leaves_the_other_server_untouched(show: Show) -> None:
    name, _ = await backed_up(show)
    other = rows_of(file_of(show), OTHER_GUILD)
    assert sum(map(len, other.values())) > 8
    damage(file_of(show))
    await show.services.backups.restore(GUILD, RITA, name, anywhere)
    assert rows_of(file_of(show), OTHER_GUILD) == other


async def test_the_backup_has_every_table_with_a_guild_id_and_those_below(show: Show) -> None:
    _, document = await backed_up(show)
    with closing(sqlite3.connect(file_of(show))) as connection:
        with_guild = {
            name
            for name in all_tables(file_of(show))
            if any(row[1] == "guild_id" for row in connection.execute(f"PRAGMA table_info({name})"))
        }
    assert document["tables"].keys() == with_guild | BELOW.keys()
    assert [name for name in all_tables(file_of(show)) if name not in document["tables"]] == []
    full = {name for name, rows in document["tables"].items() if rows}
    assert document["tables"].keys() - full == {"live_wishes", "memberships"}


async def test_a_table_that_is_added_later_is_in_the_backup_and_comes_back(show: Show) -> None:
    async with show.database.transaction() as tables:
        await tables.guilds.rows("CREATE TABLE cakes (cake_id INTEGER PRIMARY KEY, guild_id INTEGER NOT NULL) STRICT")
        await tables.guilds.rows("CREATE TABLE slices (cake_id INTEGER NOT NULL REFERENCES cakes, size REAL) STRICT")
        await tables.guilds.rows("INSERT INTO cakes VALUES (7, ?), (8, ?)", GUILD, OTHER_GUILD)
        await tables.guilds.rows("INSERT INTO slices VALUES (7, 0.5), (8, 0.25)")
    name, document = await backed_up(show)
    assert document["tables"]["slices"] == [{"cake_id": 7, "size": 0.5}]
    async with show.database.transaction() as tables:
        await tables.guilds.rows("UPDATE slices SET size = 0")
    await show.services.backups.restore(GUILD, RITA, name, anywhere)
    async with show.database.transaction() as tables:
        assert [tuple(row) for row in await tables.guilds.rows("SELECT * FROM slices ORDER BY 1")] == [(7, 0.5), (8, 0)]


async def test_every_number_that_could_mean_a_row_of_another_table_is_known_as_such(show: Show) -> None:
    def shapes(connection: sqlite3.Connection) -> dict[str, dict[str, str]]:
        return {table.name: dict(table.references) for table in server_tables(connection)}

    references = await show.database.read_aside(shapes)
    assert references["caps"] == {"account_id": "accounts"}
    assert references["followers"] == {"account_id": "accounts"}
    assert references["plays"]["ended_by"] == references["spendings"]["returned_by"] == "staff_actions"
    # What stays as it is refers to nothing that is replaced.
    assert all(not references[name] for name in OF_THE_MOMENT)


async def test_rows_whose_numbers_another_server_has_by_now_get_new_ones_and_still_belong_together(
    show: Show, tmp_path: Path
) -> None:
    _, document = await backed_up(show)
    async with open_show(tmp_path / "elsewhere", show.clock, OTHER_GUILD) as elsewhere:
        for member in (MIA, MAX):
            await elsewhere.submit(member)
            await elsewhere.next()
            await elsewhere.give(member, 5)
            await elsewhere.earn(member, 3, f"{member.name}.sings")
        other = rows_of(file_of(elsewhere), OTHER_GUILD)
        backups = elsewhere.services.backups
        name = (await backups.submit_upload(GUILD, pieces(json.dumps(document).encode()))).name
        await backups.restore(GUILD, RITA, name, anywhere)
        assert rows_of(file_of(elsewhere), OTHER_GUILD) == other
        for guild_points in (show, elsewhere):
            guild_points.guild_id = GUILD
        assert await elsewhere.order() == await show.order()
        assert await elsewhere.points(MIA) == await show.points(MIA)
        assert await elsewhere.playing() == await show.playing()
        handles = [await one.services.linking.handles_of(GUILD, MIA.member_id) for one in (elsewhere, show)]
        assert [one.handle for one in handles[0]] == [one.handle for one in handles[1]]
        assert await elsewhere.undo() == await show.undo()
        assert await elsewhere.playing() == await show.playing()
        await elsewhere.assert_sound()


async def test_the_ledger_is_append_only_again_after_a_restore(show: Show) -> None:
    schema = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"
    name, _ = await backed_up(show)
    async with show.database.transaction() as tables:
        before = [tuple(row) for row in await tables.guilds.rows(schema)]
    await show.services.backups.restore(GUILD, RITA, name, anywhere)
    async with show.database.transaction() as tables:
        assert [tuple(row) for row in await tables.guilds.rows(schema)] == before
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        async with show.database.transaction() as tables:
            await tables.guilds.rows("DELETE FROM ledger")


async def test_what_was_there_before_is_backed_up_first_and_leads_back(show: Show) -> None:
    name, _ = await backed_up(show)
    await show.submit(MAX, title="Tune", skip=True)
    before = rows_of(file_of(show))
    safety = (await show.services.backups.restore(GUILD, RITA, name, anywhere)).safety
    assert rows_of(file_of(show))["submissions"] != before["submissions"]
    await show.services.backups.restore(GUILD, RITA, safety, anywhere)
    assert without_the_restore(rows_of(file_of(show))) == without_the_restore(before)


async def test_numbers_of_songs_are_never_given_twice_also_after_a_restore(show: Show) -> None:
    name, _ = await backed_up(show)
    newest = (await show.submit(MAX, title="Tune", skip=True)).number
    await show.services.backups.restore(GUILD, RITA, name, anywhere)
    assert (await show.submit(MAX, title="Tune", skip=True)).number == newest + 1


async def test_a_restore_is_refused_while_a_creator_is_followed(show: Show) -> None:
    name, _ = await backed_up(show)
    await show.services.live.follow(GUILD, RITA, CREATOR)
    before = rows_of(file_of(show))
    with pytest.raises(Refusal, match="/tiktok disconnect"):
        await show.services.backups.restore(GUILD, RITA, name, anywhere)
    assert rows_of(file_of(show)) == before


async def test_the_message_of_what_played_goes_and_what_plays_again_is_posted(show: Show) -> None:
    name, _ = await backed_up(show)
    async with show.database.transaction() as tables:
        then = await tables.plays.current(GUILD)
    assert then is not None
    await show.next()
    async with show.database.transaction() as tables:
        await tables.guilds.rows("UPDATE plays SET shown = state, channel_id = 5, message_id = 600 + play_id")
        playing = await tables.plays.current(GUILD)
    assert playing is not None
    await show.services.backups.restore(GUILD, RITA, name, anywhere)
    due = [one.message_id for one in await show.services.outbox.due_cleanups() if one.guild_id == GUILD]
    assert playing.message_id in due
    assert [late.play.play_id for late in await show.services.outbox.plays_to_show(GUILD)][-1] == then.play_id


async def test_a_restore_is_announced_so_that_the_displays_look_again_and_noted_for_the_audit(show: Show) -> None:
    name, _ = await backed_up(show)
    heard: list[Change] = []
    show.services.feed.subscribe(ServerRestored, heard.append)
    await show.services.backups.restore(GUILD, RITA, name, anywhere)
    assert heard == [ServerRestored(GUILD)]
    newest = (await show.services.records.audit(GUILD, 0)).actions[0]
    assert (newest.kind, newest.subject, newest.doer.name) == ("restore backup", name, RITA.name)


async def test_an_hourly_backup_brings_points_and_names_back_by_new_rows_and_nothing_else(show: Show) -> None:
    assert await show.services.backups.make_due() == {}
    points, other = await show.points(MIA), rows_of(file_of(show), OTHER_GUILD)
    ledger = rows_of(file_of(show))["ledger"]
    await show.give(MIA, 1000)
    await show.give(MAX, 50)
    await show.services.linking.unlink(GUILD, MIA.member_id, "mia.sings")
    await show.earn(MAX, 70, "max.other")
    songs = rows_of(file_of(show))["submissions"]
    hourly = (await show.services.backups.names(GUILD))[-1].name
    assert hourly.startswith("points_backup_")
    await show.services.backups.restore(GUILD, RITA, hourly, anywhere)
    assert [await show.points(member) for member in (MIA, MAX)] == [points, 0]
    assert await show.services.linking.handles_of(GUILD, MAX.member_id) == []
    now = rows_of(file_of(show))
    assert now["submissions"] == songs
    assert all(row in now["ledger"] for row in ledger)
    assert rows_of(file_of(show), OTHER_GUILD) == other
    await show.assert_sound()


async def test_a_backup_taken_while_fifty_changes_a_second_go_on_is_of_one_moment(show: Show) -> None:
    """Ledger = balances in it, and it restores to just that."""
    stop = asyncio.Event()
    await show.services.settings.change(GUILD, RITA, {"limit_pending": "0"})

    async def change() -> None:
        while not stop.is_set():
            await show.give(MIA, 1)
            await show.submit(MIA, title="Tune", skip=True)
            await asyncio.sleep(0.02)

    writers = [asyncio.create_task(change()) for _ in range(3)]
    names = []
    for _ in range(4):
        await asyncio.sleep(0.1)
        names.append((await backed_up(show))[0])
    stop.set()
    await asyncio.gather(*writers)
    sizes = []
    for name in names:
        content = json.loads((show.folder / "backups" / name).read_bytes())["tables"]
        held = {(row["holder_id"], row["origin"]): row["points"] for row in content["balances"]}
        earned: dict[tuple[int, str], int] = {}
        for row in content["ledger"]:
            earned[row["holder_id"], row["origin"]] = earned.get((row["holder_id"], row["origin"]), 0) + row["amount"]
        assert earned == held
        sizes.append(len(content["ledger"]))
        await show.services.backups.restore(GUILD, RITA, name, anywhere)
        await show.assert_sound()
        assert await show.points(MIA) == sum(row["points"] for row in content["balances"])
    assert sizes == sorted(set(sizes))
