"""The line-up is read once for all who ask, and never told from before a change."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import timedelta

import pytest

from domain.shows import IDLE_SECONDS
from services.line_up import read_line_up
from tables.base import Table
from tests.show import GUILD, MAX, MIA, OTHER_GUILD, RITA, Show


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is asked of SQLite from now on."""
    asked: list[str] = []
    run = Table.rows

    async def rows(table: Table, sql: str, *values: object) -> Sequence[sqlite3.Row]:
        asked.append(sql)
        return await run(table, sql, *values)

    monkeypatch.setattr(Table, "rows", rows)
    return asked


async def test_nothing_is_read_again_while_nothing_changed(show: Show, statements: list[str]) -> None:
    await show.submit(MIA)
    first = await show.services.queue.line_up(GUILD)
    statements.clear()
    assert await show.services.queue.line_up(GUILD) is first
    assert statements == []


async def test_every_change_is_seen_at_once(show: Show) -> None:
    await show.submit(MIA)
    await show.submit(MAX)
    assert await show.order() == [1, 2]
    await show.give(MAX, 10)
    assert await show.order() == [2, 1]
    await show.services.queue.switch_away(GUILD, MAX.member_id)
    assert (await show.services.queue.line_up(GUILD)).next_song == await show.song(1)
    await show.next()
    assert await show.order() == [2]
    await show.services.settings.change(GUILD, RITA, {"free_order": "fifo"})
    assert (await show.services.queue.line_up(GUILD)).settings.free_order == "fifo"


async def test_what_was_rolled_back_is_never_told(show: Show) -> None:
    song = await show.submit(MIA)

    async def half_done() -> None:
        async with show.database.transaction() as tables:
            await tables.submissions.rows("UPDATE submissions SET title = 'half done' WHERE number = 1")
            assert (await read_line_up(tables, GUILD, show.clock())).order[0].song.title == "half done"
            raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        await half_done()
    assert (await show.services.queue.line_up(GUILD)).order == [song]


async def test_a_show_runs_out_without_any_change(show: Show) -> None:
    await show.submit(MIA)
    await show.next()
    await show.submit(MAX)
    assert (await show.services.queue.line_up(GUILD)).show_ends_at is not None
    show.clock.now += timedelta(seconds=IDLE_SECONDS + 1)
    assert (await show.services.queue.line_up(GUILD)).show_ends_at is None


async def test_servers_have_their_own(show: Show) -> None:
    await show.submit(MIA)
    assert (await show.services.queue.line_up(OTHER_GUILD)).order == []
    assert await show.order() == [1]
