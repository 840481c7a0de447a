"""One side of the bench: a bot over its own database and its own Discord without rate limits, and its samples."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

from benchmarks.bench.fill import fill, make_database
from demo.cast import Cast
from demo.judge import Judge
from standins.bot_process import BotProcess
from standins.discord import Discord, Reply

NOBODY_LISTENS = "http://127.0.0.1:9"  # the discard port: no site is asked about a link
PAUSE_SECONDS = 2.5  # longer than the bot's own pause between two edits of a channel
BOARDS = {"queue": "The queue", "reviewer": "Reviewers' queue"}


class Side:
    """The small or the large side."""

    def __init__(self, world: Discord, folder: Path) -> None:
        self.cast = Cast.gather(world, Judge())
        self.database = folder / "data" / "music_queue.db"
        self.samples: dict[str, list[float]] = defaultdict(list)
        self._world = world
        self._songs = count(1)
        variables = {**world.env(), "OEMBED_BASE": NOBODY_LISTENS}
        self.bot = BotProcess(variables, folder / "data", folder / "bot.log")

    @property
    def guild_id(self) -> int:
        """The id of the server."""
        return self.cast.stage.guild.id

    async def prepare(self, *, large: bool) -> None:
        """Makes the database, starts the bot and sets the server up; members may submit as much as they like."""
        self.database.parent.mkdir(parents=True)
        await make_database(self.database)
        if large:
            fill(self.database, self.guild_id, time.time_ns() // 1000)
        await self.bot.start()
        await self._world.bot_ready()
        await self.cast.setup()
        await self._olga("settings set", name="limit_free", value="0")
        await self._world.until(self._has_boards, timeout=60, what="the boards")
        await self._world.quiet(PAUSE_SECONDS)

    async def empty_command(self) -> None:
        """/help: it reads the settings, which every command does, and nothing of the queue."""
        await self._command("empty", "Ana", "help")

    async def next(self) -> None:
        """/next answers when the song is taken."""
        await self._command("next", "Rita", "next")

    async def submit(self) -> None:
        """/submitlink answers at once that it is thinking; the receipt comes when the song is stored."""
        link = f"https://soundcloud.com/fresh/{next(self._songs)}"
        options = {"link": link, "artist": "Fresh", "title": "Song"}
        started = time.perf_counter()
        reply = await self._command("submitlink", "Ben", "submitlink", **options)
        await reply.finished()
        self.samples["receipt"].append(time.perf_counter() - started)

    async def boards_follow(self) -> None:
        """The seconds from a change to the last board that shows it; the bot's own pauses are part of it."""
        boards = [self.cast.board(channel, heading) for channel, heading in BOARDS.items()]
        edits = [len(board.edits) for board in boards]
        started = time.perf_counter()
        await self.submit()

        def drawn() -> bool:
            return all(len(board.edits) > before for board, before in zip(boards, edits, strict=True))

        await self._world.until(drawn, timeout=30, what="the boards to follow")
        self.samples["boards follow"].append(time.perf_counter() - started)
        await self._world.quiet(PAUSE_SECONDS)

    async def restart(self) -> None:
        """The seconds from the start of the process until it can be spoken to."""
        await self.bot.stop()
        await self._world.bot_gone()
        started = time.perf_counter()
        await self.bot.start()
        await self._world.bot_ready()
        self.samples["start"].append(time.perf_counter() - started)

    def forget(self, *samples: str) -> None:
        """Drops what was measured while everything was cold."""
        for sample in samples:
            del self.samples[sample]

    def memory_mib(self) -> float:
        """What the bot's process holds in memory now; raises OSError where the system does not tell."""
        status = Path(f"/proc/{self.bot.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    async def _olga(self, command: str, **options: str) -> None:
        await (await self.cast.people["Olga"].slash(self.cast.stage, command, **options)).finished()

    def _has_boards(self) -> bool:
        return all(self.cast.channels[channel].pins() for channel in ("submission", *BOARDS))

    async def _command(self, sample: str, who: str, command: str, **options: str) -> Reply:
        reply = await self.cast.people[who].slash(self.cast.channels["reviewer"], command, **options)
        self.samples[sample].append(reply.latency_seconds)
        return reply


@asynccontextmanager
async def open_side(folder: Path, *, large: bool) -> AsyncIterator[Side]:
    """A side that is ready to be measured; its bot is stopped at the end."""
    async with Discord(rate_limits=False) as world:
        side = Side(world, folder)
        try:
            await side.prepare(large=large)
            yield side
        finally:
            await side.bot.stop()
