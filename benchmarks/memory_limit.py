"""What the bot takes when all comes together: many songs, many viewers, hostile audio and hostile restores.

Run it with `make memory`. The bot's memory is the sum of the shares (PSS) of all its processes; the limit is 300 MB.
Everybody has to be answered, and honest members are measured beside the hostile ones.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.bench.fill import SONG, make_database
from benchmarks.hostile_files import nested_lists, song_of_many_frames, unpacking_song
from benchmarks.memory_sampling import Sampler, sampled
from demo.cast import FANS, Cast
from demo.judge import Judge
from standins.bot_process import BotProcess
from standins.discord import Discord, Guild, Permission, Person, Reply, Upload
from standins.music_sites import Sites
from standins.tiktok import TikTok

LIMIT_BYTES = 300 * 1000**2
GUARD_BYTES = 6 * LIMIT_BYTES
HOST, MESSAGES_OF_A_FRAME = "night_host", 50
LONGEST_ANSWER_SECONDS = 300
HONEST_PAUSE_SECONDS = 0.5


@dataclass(frozen=True)
class Load:
    """How much of everything."""

    songs: int = 1_000
    viewers: int = 50_000
    unpacked_mib: int = 700
    frames: int = 400_000
    songs_of_each: int = 3
    restore_mib: int = 60
    restores: int = 3


@dataclass
class Outcome:
    """What was measured, and who was left without an answer."""

    peaks_bytes: dict[str, int] = field(default_factory=dict)
    honest_seconds: list[float] = field(default_factory=list)
    answers: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """The highest peak, as a part of the limit."""
        return max(self.peaks_bytes.values(), default=0) / LIMIT_BYTES

    @property
    def failures(self) -> list[str]:
        """What did not hold."""
        return [*self.wrong, *([f"it took {self.ratio:.2f} times the limit"] if self.ratio > 1 else [])]

    def lines(self) -> Iterator[str]:
        """The table."""
        for name, peak in self.peaks_bytes.items():
            yield f"{name:<40}{peak / 1000**2:>8.0f} MB {peak / LIMIT_BYTES:>8.2f} of the limit"
        yield f"{'answers':<40}{self.answers:>8}"
        if self.honest_seconds:
            yield f"{'longest wait of an honest member':<40}{max(self.honest_seconds):>8.1f} s"
            yield f"{'honest songs beside the hostile ones':<40}{len(self.honest_seconds):>8}"


class Crowd:
    """The bot with everybody around it."""

    def __init__(self, world: Discord, tiktok: TikTok, load: Load, outcome: Outcome, sampler: Sampler) -> None:
        self.world, self.tiktok, self.load, self.outcome, self._sampler = world, tiktok, load, outcome, sampler
        self.cast = Cast.gather(world, Judge())
        self._admins = [_admin(world.guild(f"Server {one}", boost_tier=3)) for one in range(load.restores)]
        self._honest = 0

    async def everything(self) -> None:
        """One thing after another, the peak of each for itself."""
        await self.cast.setup()
        await self._measured("songs and boards", self.world.quiet(2.5, timeout=120))
        await self._measured("viewers", self._viewers())
        unpacking, frames = unpacking_song(self.load.unpacked_mib), song_of_many_frames(self.load.frames)
        files = [(f"bomb{one}.mp3", unpacking) for one in range(self.load.songs_of_each)]
        files += [(f"frames{one}.mp3", frames) for one in range(self.load.songs_of_each)]
        sent = [self._file(who, *file) for who, file in zip(FANS, files, strict=False)]
        await self._measured("hostile audio files", self._beside(*sent))
        text = nested_lists(self.load.restore_mib)
        await self._measured("hostile restores", self._beside(*(self._restore(one, text) for one in self._admins)))
        await self._measured("afterwards", self._honest_song())

    async def _measured(self, name: str, work: Awaitable[None]) -> None:
        self._sampler.peak_bytes = 0
        await work
        self._sampler.sample()
        self.outcome.peaks_bytes[name] = self._sampler.peak_bytes
        print(f"{name}: {self._sampler.peak_bytes / 1000**2:.0f} MB", flush=True)

    async def _viewers(self) -> None:
        live = self.tiktok.creator(HOST).go_live()
        rita, place = self.cast.people["Rita"], self.cast.channels["reviewer"]
        await (await rita.slash(place, "tiktok connect", handle=HOST)).finished()
        await live.connected()
        for first in range(0, self.load.viewers, MESSAGES_OF_A_FRAME):
            count = min(MESSAGES_OF_A_FRAME, self.load.viewers - first)
            fans = [self.tiktok.viewer(f"viewer{first + one}") for one in range(count)]
            await live.send(*(live.like(fan, 3) for fan in fans), live.gift(fans[0], "Rose"))
            await live.all_acked(except_last=20, timeout=LONGEST_ANSWER_SECONDS)
        await live.all_acked(timeout=LONGEST_ANSWER_SECONDS)

    async def _beside(self, *hostile: Awaitable[None]) -> None:
        """The hostile ones all at once, and honest songs until the last of them is answered."""
        tasks = [asyncio.ensure_future(one) for one in hostile]
        while not all(task.done() for task in tasks):
            await self._honest_song()
            await asyncio.sleep(HONEST_PAUSE_SECONDS)
        await asyncio.gather(*tasks)

    async def _honest_song(self) -> None:
        """A skip each time, by members in turn, taken out again: none of them meets a limit of their own."""
        self._honest += 1
        began, link = time.monotonic(), f"https://soundcloud.com/honest/{self._honest}"
        who = self.cast.people[FANS[-1 - self._honest % 4]]
        song = {"link": link, "artist": "H", "title": f"honest{self._honest}", "skip": True}
        text = await self._answered(who, "submitlink", song)
        self.outcome.honest_seconds.append(time.monotonic() - began)
        if "✅" in text:
            number = text.partition("#")[2].partition(" ")[0]
            await self._answered(self.cast.people["Rita"], "reject", {"submission": number})

    async def _file(self, name: str, file: str, data: bytes) -> None:
        song = {"file": Upload(file, data), "artist": name, "title": file}
        await self._answered(self.cast.people[name], "submitfile", song)

    async def _restore(self, admin: Person, text: bytes) -> None:
        await self._answered(admin, "backup restore", {"file": Upload("backup.json", text)})

    async def _answered(self, who: Person, command: str, options: dict[str, object]) -> str:
        place = next(one for one in who.guild.channels.values() if one.name in {"submission", "general"})
        reply = await who.slash(place, command, **options)
        text = await _finished(reply)
        if text is None:
            self.outcome.wrong.append(f"{who.name} got no answer to /{command}")
            return ""
        self.outcome.answers += 1
        return text


async def _finished(reply: Reply) -> str | None:
    if not reply.answered:
        return None
    try:
        return (await reply.finished(timeout=LONGEST_ANSWER_SECONDS)).text
    except TimeoutError:
        return None


def _admin(guild: Guild) -> Person:
    guild.text_channel("general")
    return guild.member("Admin", roles=[guild.role("Managers", permissions=Permission.MANAGE_GUILD)])


def fill(file: Path, guild_id: int, songs: int) -> None:
    """Puts so many waiting songs into the database, each of another member."""
    now, link = time.time_ns() // 1000, "https://soundcloud.com/fill/"
    rows = (
        (one, guild_id, one, f"Fan {one}", "A", f"Song {one}", f"{link}{one}", "waiting", "free", now, None)
        for one in range(1, songs + 1)
    )
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executemany(SONG, rows)
        connection.execute("INSERT INTO guilds VALUES (?, ?, 1)", (guild_id, songs + 1))


async def measure(load: Load, folder: Path) -> Outcome:
    """The whole run; whoever is left without an answer, or a bot that died, is in the outcome."""
    outcome, data = Outcome(), folder / "data"
    data.mkdir()
    await make_database(data / "music_queue.db")
    async with (
        Discord(rate_limits=False) as world,
        Sites() as sites,
        TikTok() as tiktok,
        sampled(GUARD_BYTES) as sampler,
    ):
        crowd = Crowd(world, tiktok, load, outcome, sampler)
        fill(data / "music_queue.db", crowd.cast.stage.guild.id, load.songs)
        bot = BotProcess({**world.env(), **tiktok.env(), "OEMBED_BASE": sites.base}, data, folder / "bot.log")
        try:
            sampler.pid = await bot.start()
            await world.bot_ready()
            await crowd.everything()
        except (TimeoutError, LookupError) as error:
            outcome.wrong.append(f"{type(error).__name__}: {error}")
        if sampler.killed:
            outcome.wrong.append("it was killed: it took six times the limit")
        elif code := await bot.stop():
            outcome.wrong.append(f"it ended with {code}")
    return outcome


def main() -> None:
    """Prints the table; exit code 1 where somebody was not answered, or the limit was not kept."""
    with tempfile.TemporaryDirectory(prefix="memory-") as folder:
        outcome = asyncio.run(measure(Load(), Path(folder)))
    print(f"\nThe limit is {LIMIT_BYTES / 1000**2:.0f} MB.", *outcome.lines(), sep="\n")
    if outcome.failures:
        sys.exit("\n".join(f"WRONG: {reason}" for reason in outcome.failures))


if __name__ == "__main__":
    main()
