"""Who asks for much holds nobody up, over the wire."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.journeys.show import open_show

PRESSES = 40


async def test_one_member_who_asks_for_their_data_forty_times_gets_it_once_and_others_are_answered(
    tmp_path: Path,
) -> None:
    async with open_show(tmp_path) as show:
        await show.submit("Ana", "mine")
        ana, bot_env = show.cast.people["Ana"], show.cast.stage
        presses = [ana.slash(bot_env, "my-data export") for _ in range(PRESSES)]
        replies, number = await asyncio.gather(asyncio.gather(*presses), show.submit("Ben", "beside"))
        assert number == 2
        files = []
        for reply in replies:
            await reply.finished()
            files += reply.message.attachments if reply.message else []
        assert sum("Ask again in" in reply.text for reply in replies) == PRESSES - 1
        [file] = files
        assert [song["title"] for song in json.loads(file.bytes)["stored"]["submissions"]] == ["mine"]


async def test_what_only_reads_is_answered_while_somebody_else_writes(tmp_path: Path) -> None:
    async with open_show(tmp_path) as show:
        await show.submit("Ana", "mine")
        await show.world.quiet(2.5, timeout=60)
        with closing(sqlite3.connect(show.bot.data_dir / "music_queue.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            reply = await show.cast.people["Ana"].slash(show.cast.stage, "my-data export")
            message = (await reply.finished()).message
            assert message
            assert message.attachments
            assert "in use" not in await show.cast.command("Ben", "leaderboard")
