"""A disk without room, and a database that another program holds: sentences, and nothing half done."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pytest

from standins.discord import Upload
from tests.audio import song
from tests.journeys.show import LINKS, Show, open_show, receipt

if sys.platform != "linux":
    pytest.skip("limits of a running process can be set on Linux only", allow_module_level=True)

import resource

NO_LIMIT = resource.RLIM_INFINITY
FAULT = "the database cannot be used"


def limit_files(show: Show, most_bytes: int) -> None:
    """From now on the bot's process cannot make any file longer than this: for it, the disk is full."""
    resource.prlimit(show.bot.pid, resource.RLIMIT_FSIZE, (most_bytes, NO_LIMIT))


async def file(show: Show, name: str) -> str:
    """The member sends a song as a file."""
    data = song("wav", seconds=20.0)
    named = {"file": Upload("big.wav", data), "artist": name, "title": "Big"}
    return await show.cast.command(name, "submitfile", **named)


async def test_without_room_for_files_they_are_refused_while_links_go_on(tmp_path: Path) -> None:
    async with open_show(tmp_path) as show:
        limit_files(show, max(one.stat().st_size for one in show.bot.data_dir.glob("music_queue.db*")) + 200_000)
        assert "no room left for files. Nothing changed. Please send a link" in await file(show, "Ana")
        number = await show.submit("Ben", "goes-on")
        assert f"Now playing: #{number} " in (await show.next()).text
        limit_files(show, NO_LIMIT)
        assert receipt(await file(show, "Ana")) == number + 1
        assert not list((show.bot.data_dir / "media").glob("*.part"))


def leave_no_descriptor(show: Show) -> tuple[int, int]:
    """From now on the bot's process cannot open one more file or connection; returns the limits as they were."""
    taken = {int(one.name) for one in Path(f"/proc/{show.bot.pid}/fd").iterdir()}
    lowest_free = next(number for number in range(len(taken) + 1) if number not in taken)
    limits = resource.prlimit(show.bot.pid, resource.RLIMIT_NOFILE)
    resource.prlimit(show.bot.pid, resource.RLIMIT_NOFILE, (lowest_free, limits[1]))
    return limits


async def test_without_a_descriptor_files_are_refused_while_links_go_on_and_all_works_later(
    tmp_path: Path,
) -> None:
    async with open_show(tmp_path) as show:
        assert resource.prlimit(show.bot.pid, resource.RLIMIT_NOFILE)[0] >= 256
        before = await show.submit("Cleo", "before")
        await show.world.quiet(2.5, timeout=60)
        limits = leave_no_descriptor(show)
        said = await file(show, "Ana")
        assert "cannot open one more file or connection right now. Nothing changed. Try again" in said
        assert await show.submit("Ben", "goes-on") == before + 1
        resource.prlimit(show.bot.pid, resource.RLIMIT_NOFILE, limits)
        assert receipt(await file(show, "Ana")) == before + 2
        assert f"Now playing: #{before} " in (await show.next()).text
        assert not list((show.bot.data_dir / "media").glob("*.part"))


async def test_without_any_room_everything_is_refused_in_a_sentence_and_nothing_is_half_done(tmp_path: Path) -> None:
    async with open_show(tmp_path, expected=FAULT) as show:
        number = await show.submit("Ana", "before")
        await show.world.quiet(2.5, timeout=60)
        limit_files(show, 10_000)
        full = "cannot write to its disk, which is full or broken. Nothing changed."
        assert full in await show.cast.command("Ben", "submitlink", link=LINKS + "full", artist="B", title="T")
        assert full in (await show.next()).text
        assert f"#{number}" in await show.cast.command("Ana", "mysubmissions")
        limit_files(show, NO_LIMIT)
        assert f"Now playing: #{number} " in (await show.next()).text
        assert await show.submit("Ben", "full") == number + 1


async def test_while_another_program_holds_the_database_the_answer_is_a_sentence_in_time(tmp_path: Path) -> None:
    async with open_show(tmp_path, expected=FAULT) as show:
        number = await show.submit("Ana", "held")
        await show.world.quiet(2.5, timeout=60)
        other = sqlite3.connect(show.bot.data_dir / "music_queue.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert "Another program keeps the bot from its data. Nothing changed." in (await show.next()).text
        other.close()
        assert f"Now playing: #{number} " in (await show.next()).text
