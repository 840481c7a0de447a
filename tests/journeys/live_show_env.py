"""A show whose bot follows LIVEs of a stand-in: what Rita asks for and reads, and what is in the file at the end."""

from __future__ import annotations

import asyncio
import csv
import io
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from standins.discord import Reply
from standins.tiktok import TikTok
from tests.journeys.show import Show, open_show

FOLLOWED, WAITING = "🟢 LIVE: everything is counted.", "🟡 Waiting until the creator goes LIVE."
CONNECTING, LOST = "🟡 Connecting to the LIVE.", "🟠 The LIVE was lost."
OVER, NOBODY = "⚪ The live session is over.", "⚪ Nobody is followed."
ASK_AGAIN_SECONDS = 0.1


class LiveShow:
    """What a journey with a LIVE needs."""

    def __init__(self, show: Show, tiktok: TikTok, folder: Path) -> None:
        self.show, self.tiktok, self._folder = show, tiktok, folder

    async def ask(self, command: str, who: str = "Rita", **options: object) -> Reply:
        """A reviewer uses a command of /tiktok; the first response has to come within Discord's three seconds."""
        person, place = self.show.cast.people[who], self.show.cast.channels["reviewer"]
        reply = await person.slash(place, f"tiktok {command}", **options)
        assert reply.latency_seconds < 3
        return await reply.finished()

    async def connect(self, handle: str) -> Reply:
        """/tiktok connect."""
        return await self.ask("connect", handle=handle)

    async def disconnect(self) -> str:
        """/tiktok disconnect; what Rita reads in the end."""
        return (await self.ask("disconnect")).text

    async def status(self) -> str:
        """/tiktok status, without the backslashes that Discord does not show."""
        return (await self.ask("status")).text.replace("\\", "")

    async def until(self, *words: str, timeout: float = 30) -> str:  # noqa: ASYNC109 - tests say how long they wait
        """Rita asks for the status until all the words are in it."""
        deadline = time.monotonic() + timeout
        while True:
            text = await self.status()
            if all(word in text for word in words):
                return text
            assert time.monotonic() < deadline, f"{words} never stood in: {text}"
            await asyncio.sleep(ASK_AGAIN_SECONDS)

    def told(self, words: str) -> list[str]:
        """What the debug channel says with these words in it."""
        texts = [message.text for message in self.show.cast.channels["debug"].public_messages()]
        return [text for text in texts if words in text]

    async def notices(self, words: str, count: int) -> None:
        """Waits for so many notices, and a moment longer for one too many."""
        await self.show.world.until(lambda: len(self.told(words)) >= count, timeout=30, what=f"a notice: {words}")
        await self.show.world.quiet(1)
        assert len(self.told(words)) == count

    async def tables(self, reports: int) -> list[list[dict[str, str]]]:
        """The CSV tables of all reports, once there are so many and no more come."""
        await self.show.world.until(lambda: len(self._files()) >= reports, timeout=60, what="the report")
        await self.show.world.quiet(2.5, timeout=60)
        files = self._files()
        assert len(files) == reports
        return [list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")))) for data in files]

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What is in the database file; the bot has to be stopped."""
        assert not self.show.world.gateway.connected
        file = self._folder / "data" / "music_queue.db"
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            return connection.execute(sql, values).fetchall()

    async def kill(self) -> None:
        """SIGKILL."""
        await self.show.bot.kill()
        await self.show.world.bot_gone()

    def _files(self) -> list[bytes]:
        messages = self.show.cast.channels["metrics"].public_messages()
        return [file.bytes for message in messages for file in message.attachments if file.name.endswith(".csv")]


@asynccontextmanager
async def open_live_show(folder: Path, *, expected: str | tuple[str, ...] = "nothing") -> AsyncIterator[LiveShow]:
    """A show that is set up, and a TikTok where nobody is LIVE yet."""
    async with TikTok() as tiktok, open_show(folder, variables=tiktok.env(), expected=expected) as show:
        yield LiveShow(show, tiktok, folder)
