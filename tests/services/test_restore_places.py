"""No id of a channel or a message is ever taken from a backup; what the database knows of stays."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from tables.restore import PLACES
from tests.bot_env import HandClock
from tests.restore_checks import anywhere, backed_up, complete, pieces, rows_of
from tests.services.test_guilds_apart import fill
from tests.show import GUILD, RITA, Show, open_show

FOREIGN = 777_777
Tables = dict[str, list[dict[str, Any]]]
# Where each message of the server really is.
POSTED = (
    "UPDATE plays SET shown = state, channel_id = 5, message_id = 600 + play_id WHERE guild_id = 100",
    "UPDATE bookmarks SET message_id = 500 WHERE guild_id = 100",
)


@pytest.fixture
async def show(tmp_path: Path, clock: HandClock) -> AsyncIterator[Show]:
    """A server that has something in every table, all of it posted."""
    async with open_show(tmp_path, clock) as opened:
        await fill(opened)
        await complete(opened)
        await run(opened, *POSTED)
        yield opened


async def run(show: Show, *statements: str) -> None:
    async with show.database.transaction() as tables:
        for statement in statements:
            await tables.guilds.rows(statement)


async def restored(
    show: Show, forge: Callable[[Tables], object], is_here: Callable[[str, object], bool] = anywhere
) -> list[str]:
    """Brings back a forged backup of the server as it is now; the settings that were left out."""
    _, document = await backed_up(show)
    forge(document["tables"])
    taken = await show.services.backups.submit_upload(GUILD, pieces(json.dumps(document).encode()))
    return (await show.services.backups.restore(GUILD, RITA, taken.name, is_here)).left_out


def to_foreign(tables: Tables) -> None:
    """Every id of a channel or message in the file leads into another server."""
    for name, columns in PLACES.items():
        for row in tables[name]:
            row.update({column: FOREIGN for column in columns if row[column] is not None})


def places(show: Show) -> dict[str, list[tuple[object, ...]]]:
    rows = rows_of(show.folder / "music_queue.db")
    kept = {name: columns for name, columns in PLACES.items() if name in rows}
    return {name: sorted(tuple(row[one] for one in columns) for row in rows[name]) for name, columns in kept.items()}


async def stored(show: Show, sql: str) -> list[tuple[object, ...]]:
    async with show.database.transaction() as tables:
        return [tuple(row) for row in await tables.guilds.rows(sql)]


async def test_what_the_database_knows_stays_and_nothing_of_the_file_comes(show: Show) -> None:
    before = places(show)
    of_the_moment = await stored(show, "SELECT * FROM displays UNION ALL SELECT * FROM cleanups")
    assert all(before.values())
    await restored(show, to_foreign)
    assert places(show) == before
    assert await stored(show, "SELECT * FROM displays UNION ALL SELECT * FROM cleanups") == of_the_moment
    assert await show.services.outbox.plays_to_show(GUILD) == []


async def test_the_same_song_goes_on_playing_in_its_own_message(show: Show) -> None:
    await restored(show, lambda tables: [row.update(shown="whatever") for row in tables["plays"]])
    [(shown, channel, message)] = await stored(
        show, "SELECT shown, channel_id, message_id FROM plays WHERE state = 'playing'"
    )
    assert (shown, channel) == ("playing", 5)
    assert message not in [one.message_id for one in await show.services.outbox.due_cleanups()]


async def test_what_was_posted_stays_known_though_every_row_gets_a_new_number(show: Show) -> None:
    def renumber(tables: Tables) -> None:
        to_foreign(tables)
        for row in tables["plays"]:
            row["play_id"] += 2**50
        for row in tables["submissions"] + tables["plays"] + tables["bookmarks"] + tables["song_changes"]:
            row["submission_id"] += 2**50
        for row in tables["spendings"]:
            row["submission_id"] += 2**50
        for name in ("live_sessions", "report_parts", "attendance", "viewer_counts", "live_rooms", "session_totals"):
            for row in tables[name]:
                row["session_id"] += 2**50

    before = places(show)
    await restored(show, renumber)
    assert places(show) == before
    assert max(await stored(show, "SELECT max(play_id), max(submission_id) FROM plays")) < (2**50,)


async def test_what_the_database_knows_nothing_of_is_settled_but_for_the_song_that_plays(show: Show) -> None:
    name, _ = await backed_up(show)
    await run(show, "DELETE FROM bookmarks", "DELETE FROM report_parts", "DELETE FROM plays")
    await show.services.backups.restore(GUILD, RITA, name, anywhere)
    assert {one[-1] for one in places(show)["bookmarks"] + places(show)["report_parts"]} == {0}
    assert {one[:2] for one in places(show)["plays"]} == {(None, None)}
    [playing] = await show.services.outbox.plays_to_show(GUILD)
    assert playing.play.state == "playing"
    assert await show.services.outbox.bookmarks_to_post(GUILD) == []


async def test_a_message_says_no_longer_that_a_song_plays_which_does_not(show: Show) -> None:
    name, _ = await backed_up(show)
    await show.next()
    await run(show, "UPDATE plays SET channel_id = 5, message_id = 600 + play_id WHERE guild_id = 100")
    await run(show, "UPDATE plays SET shown = 'playing' WHERE state = 'playing'")
    [(message,)] = await stored(show, "SELECT message_id FROM plays WHERE state = 'playing'")
    await show.services.backups.restore(GUILD, RITA, name, anywhere)
    due = {(one.channel_id, one.message_id) for one in await show.services.outbox.due_cleanups()}
    assert due == {(5, message)}


async def test_channels_and_the_role_that_the_server_does_not_have_stay_as_they_are(show: Show) -> None:
    asked: dict[str, object] = {}

    def is_here(name: str, value: object) -> bool:
        asked[name] = value
        return value != FOREIGN

    def forge(tables: Tables) -> None:
        tables["settings"] = [row for row in tables["settings"] if row["name"] != "free_order"]
        for row in tables["settings"]:
            row["value"] = str(FOREIGN) if row["name"] == "bookmarks_channel" else "7"
        for name, value in (("staff_role", f"<@&{FOREIGN}>"), ("queue_channel", "<#8>"), ("limit_skip", "3")):
            tables["settings"].append({"guild_id": GUILD, "name": name, "value": value})

    before = await show.services.settings.of(GUILD)
    left_out = await restored(show, forge, is_here)
    after = await show.services.settings.of(GUILD)
    assert left_out == ["bookmarks_channel", "staff_role"]
    assert asked == {"bookmarks_channel": FOREIGN, "staff_role": FOREIGN, "queue_channel": 8}
    assert (after.bookmarks_channel, after.staff_role) == (before.bookmarks_channel, None)
    assert (after.queue_channel, after.limit_free, after.limit_skip, after.free_order) == (8, 7, 3, "engagement")
