"""A server that the bot is removed from: nothing goes on there, its data waits for 30 days, an outage is no leaving."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from standins.discord import Discord, Guild, Upload
from standins.discord.permissions import INVITE
from standins.songs import tone
from standins.tiktok import Live
from tables.base import stored
from tests.journeys.live_show_env import FOLLOWED, LiveShow, open_live_show

pytestmark = pytest.mark.xdist_group("journeys through a LIVE")
LEFT = "SELECT count(*) FROM memberships WHERE left_at IS NOT NULL"
FOLLOWING = "SELECT (SELECT count(*) FROM live_wishes), (SELECT count(*) FROM live_sessions WHERE closed_at IS NULL)"
GONE_QUIET_SECONDS = 4


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[LiveShow]:
    """A show of its own."""
    async with open_live_show(tmp_path) as opened:
        yield opened


@pytest.fixture
async def live(here: LiveShow) -> Live:
    """A LIVE that is followed, with a fan's likes, in a server that has a song and a file."""
    await here.show.submit("Ana", "first")
    song = Upload("second.mp3", tone("mp3", 300))
    await here.show.cast.form("Ben", {"Artist": "Ben", "Title": "second"}, song)
    live = here.tiktok.creator("nova").go_live(history_size=100)
    await here.connect("nova")
    await here.until(FOLLOWED)
    await likes(here, live)
    return live


async def likes(here: LiveShow, live: Live) -> None:
    """15 likes of the same fan."""
    await live.send(live.like(here.tiktok.viewer("fan", user_id=7_000_000_000_000_000_001), 15))
    await live.all_acked()


def guild_of(here: LiveShow) -> Guild:
    return here.show.cast.stage.guild


def kick(here: LiveShow) -> None:
    """Somebody removes the bot from the server."""
    guild_of(here).expel(guild_of(here).bot)


async def started_again(here: LiveShow) -> None:
    """A start, and the seconds after it in which the bot looks around."""
    await here.show.start()
    await here.show.world.quiet(GONE_QUIET_SECONDS, timeout=60)


async def test_a_bot_that_is_removed_during_a_live_stops_at_once_and_asks_nothing_more(
    here: LiveShow, live: Live
) -> None:
    world = here.show.world
    kick(here)
    await live.until(lambda: not live.listeners, "the bot to stop listening", timeout=20)
    await world.quiet(2)
    asked, pages = len(world.requests), len(here.tiktok.requests)
    await likes(here, live)
    await world.quiet(GONE_QUIET_SECONDS)
    assert (len(world.requests), len(here.tiktok.requests)) == (asked, pages)
    assert await here.show.stop() == 0
    assert here.rows(FOLLOWING) == [(0, 0)]
    assert here.rows("SELECT likes FROM attendance") == [(15,)]
    leave_a_notice(here)
    await started_again(here)
    await here.show.stop()
    assert len(here.tiktok.requests) == pages
    assert here.rows(LEFT) == [(1,)]
    assert here.rows("SELECT count(*) FROM submissions") == [(2,)]
    assert here.rows("SELECT text FROM notices WHERE tried_at IS NULL AND settled IS NULL") == [("late",)]


async def test_a_bot_that_was_removed_while_it_was_down_stops_following_when_it_is_back(
    here: LiveShow, live: Live
) -> None:
    await here.show.stop()
    kick(here)
    await started_again(here)
    assert live.listeners == []
    await here.show.stop()
    assert here.rows(FOLLOWING) == [(0, 0)]
    assert here.rows(LEFT) == [(1,)]


async def test_an_outage_of_the_server_is_no_leaving(here: LiveShow, live: Live) -> None:
    guild_of(here).go_down()
    await here.show.world.quiet(2)
    await likes(here, live)
    await here.show.stop()
    await started_again(here)  # READY names the server as unavailable
    await live.connected(2)
    await likes(here, live)
    guild_of(here).come_up()
    assert await here.until(FOLLOWED)
    await here.show.stop()
    assert here.rows(LEFT) == [(0,)]
    assert here.rows(FOLLOWING) == [(1, 1)]
    assert here.rows("SELECT likes FROM attendance") == [(45,)]


async def test_another_application_on_the_same_data_is_no_leaving(here: LiveShow, live: Live) -> None:
    await here.show.stop()
    home = here.show.world.env()
    async with Discord() as other:
        other.guild("Somewhere else")
        here.show.bot.variables.update(other.env())
        await here.show.bot.start()
        await other.bot_ready()
        await other.quiet(GONE_QUIET_SECONDS)
        await here.show.bot.stop()
        await other.bot_gone()
    assert here.rows(LEFT) == [(0,)]
    assert here.rows(FOLLOWING) == [(1, 1)]
    here.show.bot.variables.update(home)
    await here.show.start()
    assert await here.until(FOLLOWED)
    assert live.alive


async def test_a_bot_that_is_invited_again_in_time_finds_everything(here: LiveShow, live: Live) -> None:
    kick(here)
    await live.until(lambda: not live.listeners, "the bot to stop listening", timeout=20)
    await here.show.world.quiet(1)
    guild_of(here).invite_bot(INVITE)
    assert len(await here.tables(1)) == 1  # the report of the LIVE that the leaving ended
    assert await here.show.submit("Cleo", "third") == 3
    await here.show.next()
    await here.show.shown(1)
    await here.show.stop()
    assert here.rows(LEFT) == [(0,)]


async def test_thirty_days_later_the_data_and_the_files_are_gone(here: LiveShow, live: Live) -> None:
    kick(here)
    await live.until(lambda: not live.listeners, "the bot to stop listening", timeout=20)
    await here.show.world.quiet(1)
    await here.show.stop()
    data = here.show.bot.data_dir
    assert list((data / "media").glob("*.mp3"))
    for days, songs in ((29, 2), (31, 0)):
        set_left(data / "music_queue.db", datetime.now(UTC) - timedelta(days=days))
        make_old(data / "media")
        await started_again(here)
        await here.show.stop()
        assert here.rows("SELECT count(*) FROM submissions") == [(songs,)]
    guild_id = str(guild_of(here).id)
    with closing(sqlite3.connect(data / "music_queue.db")) as connection:
        assert guild_id not in "\n".join(connection.iterdump())
    assert list((data / "media").glob("*.mp3")) == []


def leave_a_notice(here: LiveShow) -> None:
    """Ana was to be told something when the bot was removed."""
    with closing(sqlite3.connect(here.show.bot.data_dir / "music_queue.db")) as connection, connection:
        connection.execute(
            "INSERT INTO notices (guild_id, member_id, text, queued_at) VALUES (?, ?, 'late', 0)",
            (guild_of(here).id, here.show.cast.people["Ana"].id),
        )


def set_left(file: Path, at: datetime) -> None:
    """The server was left at another time."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE memberships SET left_at = ?", (stored(at),))


def make_old(folder: Path) -> None:
    """Its songs were sent long ago."""
    for file in folder.iterdir():
        os.utime(file, (0, 0))
