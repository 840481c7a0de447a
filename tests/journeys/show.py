"""A show on the stand-in: its server, its people, and the bot's process."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from demo.cast import Cast
from demo.judge import Judge, shown_number
from standins.bot_process import HOME, NOTHING_OF_THE_OWNERS, BotProcess
from standins.discord import Channel, Discord, Intent, Message, Reply
from standins.music_sites import Sites

LINKS = "https://soundcloud.com/journey/"


@dataclass
class Show:
    """What a journey needs."""

    world: Discord
    cast: Cast
    bot: BotProcess
    sites: str = ""

    async def start(self) -> None:
        """Starts the bot's process and waits until it is connected."""
        await self.bot.start()
        await self.world.bot_ready()

    async def stop(self) -> int:
        """SIGTERM, as supervisors send it; the exit code."""
        code = await self.bot.stop()
        await self.world.bot_gone()
        return code

    async def submit(self, name: str, title: str) -> int:
        """A song by its link; its number, as the receipt gives it."""
        text = await self.cast.command(name, "submitlink", link=LINKS + title, artist=name, title=title)
        return receipt(text)

    async def next(self) -> Reply:
        """Rita uses /next and waits for its last word."""
        reply = await self.cast.people["Rita"].slash(self.cast.channels["reviewer"], "next")
        return await reply.finished()

    async def shown(self, number: int) -> Message:
        """The one message that shows this song as playing or played, as soon as it is there."""
        place = self.cast.channels["now_playing"]
        await self.world.until(lambda: number in played(place), timeout=60, what=f"#{number} in now playing")
        return next(message for message in place.public_messages() if shown_number(message) == number)


def receipt(text: str) -> int:
    """The number in a receipt."""
    found = re.search(r"✅ #(\d+) .*is in\.", text)
    assert found, text
    return int(found[1])


def played(channel: Channel) -> list[int]:
    """The numbers of the songs shown as playing or played, oldest first."""
    return [number for number in map(shown_number, channel.public_messages()) if number is not None]


async def open_doors(world: Discord, cast: Cast) -> None:
    """Olga uses /setup; the boards are there afterwards."""
    await cast.setup()
    places = [cast.channels[name] for name in ("submission", "queue", "reviewer")]
    await world.until(lambda: all(place.pins() for place in places), timeout=60, what="the boards")


@asynccontextmanager
async def open_show(
    folder: Path,
    *,
    intents: int = Intent.MESSAGE_CONTENT,
    variables: Mapping[str, str] | None = None,
    expected: str | tuple[str, ...] = "nothing",
) -> AsyncIterator[Show]:
    """A show that is set up and running. At its end nothing may have surprised the stand-in, nor gone wrong in the log.

    `intents` are those switched on for the bot, `variables` are more settings of its process; a line in the log with
    words that are `expected` in it may be an error.
    """
    log = folder / "bot.log"
    async with Discord(privileged_intents=intents) as world, Sites() as sites:
        bot = BotProcess({**world.env(), "OEMBED_BASE": sites.base, **(variables or {})}, folder / "data", log)
        show = Show(world, Cast.gather(world, Judge()), bot, sites.base)
        try:
            await show.start()
            await open_doors(world, show.cast)
            yield show
        finally:
            await bot.stop()
        assert world.surprises == []
        said = log.read_text(encoding="utf-8").splitlines()
        words = (expected,) if isinstance(expected, str) else expected
        assert [line for line in said if "ERROR" in line and not any(one in line for one in words)] == []


async def run_bot(variables: Mapping[str, str], *words: str) -> tuple[int, str]:
    """Runs the bot, with `words` behind its name, until it ends by itself; its exit code and all that it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(HOME / "bot.py"), *words),
        env={"PATH": os.defpath, "PYTHONUTF8": "1", **NOTHING_OF_THE_OWNERS, **variables},
        cwd=HOME,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await asyncio.wait_for(process.communicate(), 30)
    return process.returncode or 0, output.decode()
