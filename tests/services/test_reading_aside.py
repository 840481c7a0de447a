"""What reads much holds nobody up, and nobody holds it up: it reads beside the lock."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from domain.live_events import EndReason
from domain.refusals import Refusal
from tables import Tables
from tests.database.damage import damage_while_open
from tests.show import GUILD, MIA, RITA, Show

LONG_READS: dict[str, Callable[[Show], Awaitable[object]]] = {
    "my-data export": lambda show: show.services.privacy.export(GUILD, MIA.member_id),
    "leaderboard": lambda show: show.services.points.leaderboard(GUILD),
    "archive": lambda show: show.services.records.archive(GUILD, 0),
    "archive of a member": lambda show: show.services.records.archive(GUILD, 0, MIA.member_id),
    "audit": lambda show: show.services.records.audit(GUILD, 0),
    "quick check": lambda show: show.services.records.quick_check(),
    "restore's preview": lambda show: _preview(show),
    "backup now": lambda show: show.services.backups.make_for(GUILD),
    "backups of the hour and the night": lambda show: show.services.backups.make_due(),
}


async def _preview(show: Show) -> object:
    names = await show.services.backups.names(GUILD)
    return await show.services.backups.preview(GUILD, names[0].name)


@pytest.mark.parametrize("name", LONG_READS)
async def test_a_long_read_does_not_need_the_lock(show: Show, name: str) -> None:
    await show.submit(MIA)
    await show.services.backups.make_for(GUILD)
    async with show.database.transaction():
        await asyncio.wait_for(LONG_READS[name](show), 20)


async def test_a_report_does_not_need_the_lock(show: Show) -> None:
    live, now = show.services.live, show.clock()
    session_id = await live.opened(GUILD, "creator", 7, now)
    await live.closed(GUILD, session_id, EndReason.LIVE_END, now + timedelta(hours=1))
    session = await show.services.reports.find(GUILD, session_id)
    async with show.database.transaction():
        assert (await asyncio.wait_for(show.services.reports.read(session), 20)).session == session


async def test_what_is_read_aside_is_of_one_moment_and_has_all_that_was_committed(show: Show) -> None:
    await show.give(MIA, 40)
    async with show.database.transaction() as tables:
        action = await tables.actions.add(GUILD, "adjust points", RITA, show.clock())
        assert action
        assert await show.services.points.leaderboard(GUILD) == [(MIA.member_id, 40)]
        page = await show.services.records.audit(GUILD, 0)
    assert len(page.actions) == 1
    assert len((await show.services.records.audit(GUILD, 0)).actions) == 2


async def test_nothing_can_be_written_aside(show: Show) -> None:
    async def write(tables: Tables) -> None:
        await tables.guilds.set_setting(GUILD, "ladder", "tiers")

    async def write_many(tables: Tables) -> None:
        await tables.live.add_followers(GUILD, "creator", [1])

    with pytest.raises((Refusal, sqlite3.OperationalError)):
        await show.database.read_tables(write)
    with pytest.raises((Refusal, sqlite3.OperationalError)):
        await show.database.read_tables(write_many)


async def test_damage_that_is_met_aside_is_told_in_a_sentence(show: Show) -> None:
    for number in range(200):
        await show.give(MIA, number + 1)
    async with show.database.transaction() as tables:
        where = await tables.guilds.number("SELECT rootpage FROM sqlite_schema WHERE name = 'staff_actions'")
    await show.restart()
    damage_while_open(next(show.folder.rglob("*.db")), page=where)
    with pytest.raises(Refusal, match="damaged"):
        await show.services.records.audit(GUILD, 0)
