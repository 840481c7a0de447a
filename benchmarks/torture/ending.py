"""The end of the run: what is left is played, everything is drawn, and everybody looks."""

from __future__ import annotations

from benchmarks.torture import judge
from benchmarks.torture.lives import Lives
from benchmarks.torture.script import Script
from demo.cast import Cast
from standins.bot_process import BotProcess

MOST_SONGS_LEFT = 60
DRAWING_SECONDS = 900
QUIET_SECONDS = 2.5  # longer than any pause that the bot makes between two posts of a channel


async def play_what_is_left(lives: Lives, script: Script) -> None:
    """Approves every skip, and takes song after song until nothing waits or plays."""
    for song in lives.model.of("pending"):
        await lives.do(script.approve(song))
    for _ in range(MOST_SONGS_LEFT):
        if not lives.model.of("waiting", "playing"):
            return
        await lives.do(script.next())


async def look_at_all(lives: Lives, cast: Cast, bot: BotProcess) -> None:
    """Looks at the channels, at everybody's own songs, at the direct messages and at the file, into the tally."""
    tally, world = lives.tally, cast.world
    await world.until(lambda: not lives.disk().unshown, timeout=DRAWING_SECONDS, what="the songs to be shown")
    await world.quiet(QUIET_SECONDS, timeout=DRAWING_SECONDS)
    tally.wrong += judge.seen_by_all(cast, lives.model)
    tally.lost += await judge.seen_by_each(cast, lives.model)
    if code := await bot.stop():
        tally.wrong.append(f"at SIGTERM the bot ended with {code}")
    disk = lives.disk()
    tally.look(disk, [*judge.doubled(cast, disk), *judge.told_twice(cast, disk.notices)])
    tally.lost += judge.differences(lives.model.facts(), disk.facts)
