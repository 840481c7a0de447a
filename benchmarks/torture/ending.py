"""The end of the run: what is left is played, everything is drawn, and everybody looks."""

from __future__ import annotations

from pathlib import Path

from benchmarks.torture import judge
from benchmarks.torture.disk import Disk
from benchmarks.torture.lives import Lives
from benchmarks.torture.script import Script
from sandbox.bot_process import BotProcess
from sandbox.evening_cast import Cast

MOST_SONGS_LEFT = 60
DRAWING_SECONDS = 900
QUIET_SECONDS = 4.0  # longer than any pause that the bot makes between two posts of a channel


async def play_what_is_left(lives: Lives, script: Script) -> None:
    """Approves every skip, and takes song after song until nothing waits or plays."""
    for song in lives.model.of("pending"):
        await lives.do(script.approve(song))
    for _ in range(MOST_SONGS_LEFT):
        if not lives.model.of("waiting", "playing"):
            return
        await lives.do(script.next())


async def look_at_all(lives: Lives, cast: Cast, bot: BotProcess, database: Path) -> list[str]:
    """What is wrong in the channels, in everybody's own songs, in the direct messages and in the file."""
    await cast.world.until(lambda: not Disk(database).unshown, timeout=DRAWING_SECONDS, what="the songs to be shown")
    await cast.world.quiet(QUIET_SECONDS, timeout=DRAWING_SECONDS)
    wrong = [*judge.seen_by_all(cast, lives.model), *await judge.seen_by_each(cast, lives.model)]
    code = await bot.stop()
    disk = Disk(database)
    wrong += [*judge.sound(disk), *judge.differences(lives.model.facts(), disk.facts)]
    wrong += judge.told_once(cast, disk.notices)
    return wrong if code == 0 else [*wrong, f"at SIGTERM the bot ended with {code}"]
