"""Kills the bot with SIGKILL at 200 moments of a scripted show, and sees that nothing is lost and nothing doubled.

Run it with `make torture`; `KILLS=20 make torture` is a short run, `SEED=7 make torture` another story.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from pathlib import Path
from random import Random

from benchmarks.torture import judge
from benchmarks.torture.ending import look_at_all, play_what_is_left
from benchmarks.torture.lives import Lives
from benchmarks.torture.operations import WentWrongError
from benchmarks.torture.script import Script
from benchmarks.torture.summary import table, too_few_inside
from sandbox.bot_process import BotProcess
from sandbox.discord import ActorError, Discord
from sandbox.evening_cast import Cast
from sandbox.evening_judge import Judge
from sandbox.sites import Sites

KILLS, SEED = int(os.environ.get("KILLS") or 200), int(os.environ.get("SEED") or 1)


async def torture(kills: int, seed: int, folder: Path) -> Lives:
    """The whole run over one data folder; what went wrong is in the tally."""
    database, log = folder / "data" / "music_queue.db", folder / "bot.log"
    async with Discord() as world, Sites() as sites:
        cast, chance = Cast.gather(world, Judge()), Random(seed)
        bot = BotProcess({**world.env(), "OEMBED_BASE": sites.base}, folder / "data", log)
        script = Script(cast, chance, sites)
        lives = Lives(cast, bot, script, database, chance)
        try:
            await lives.set_up()
            await lives.live_and_die_often(kills)
            await lives.start()
            await play_what_is_left(lives, script)
            await look_at_all(lives, cast, bot, database)
        except (WentWrongError, ActorError, LookupError, TimeoutError) as error:
            lives.tally.wrong.append(f"{type(error).__name__}: {error}")
        finally:
            await bot.kill()
        lives.tally.wrong += [*world.surprises, *judge.log_errors(log)]
        return lives


def main() -> None:
    """Runs it; exit code 1 when anything was lost, doubled or unsound."""
    folder = Path(tempfile.mkdtemp(prefix="torture-"))
    lives = asyncio.run(torture(KILLS, SEED, folder))
    wrong = lives.tally.failures + too_few_inside(lives)
    print(*table(lives), *(f"WRONG: {reason}" for reason in wrong), sep="\n")
    if wrong:
        sys.exit(f"The run with SEED={SEED} went wrong. The data and the bot's log are in {folder}.")
    shutil.rmtree(folder)
    print("\nNo song with a receipt was lost, and none was played twice.")


if __name__ == "__main__":
    main()
