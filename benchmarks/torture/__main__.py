"""Kills the bot with SIGKILL at 200 moments of a scripted show, makes other trouble beside it, and judges all of it.

Run it with `make torture`. `KILLS=20 make torture` is a short run, `SEED=7 make torture` another story with another
schedule of troubles, `TROUBLES=cuts,outage make torture` has these alone.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Collection
from functools import partial
from pathlib import Path
from random import Random

from benchmarks.torture import judge
from benchmarks.torture.coins import LiveOfTheRun
from benchmarks.torture.cuts import Cuts
from benchmarks.torture.ending import look_at_all, play_what_is_left
from benchmarks.torture.floods import FLOODERS, Floods
from benchmarks.torture.forgeries import STRANGER, Forgeries
from benchmarks.torture.lives import Lives, Maker
from benchmarks.torture.neighbours import Neighbours
from benchmarks.torture.operations import WentWrongError
from benchmarks.torture.outage import Outage
from benchmarks.torture.restores import Restores
from benchmarks.torture.schedule import KINDS, Trouble, schedule
from benchmarks.torture.script import Script
from benchmarks.torture.summary import table, too_few_inside
from demo.cast import Cast
from demo.judge import Judge
from standins.bot_process import BotProcess
from standins.discord import ActorError, Discord
from standins.music_sites import Sites
from standins.tiktok import TikTok

KILLS, SEED = int(os.environ.get("KILLS") or 200), int(os.environ.get("SEED") or 1)
TROUBLES = tuple(filter(None, os.environ.get("TROUBLES", "").split(","))) or KINDS
SHARE_WITH_GIFTS = 0.2  # of the lives without a trouble: until the bot listens takes seconds


class Run:
    """One bot, the outside world around it, and the show that it lives and dies in."""

    def __init__(self, world: Discord, sites: Sites, tiktok: TikTok, seed: int, folder: Path) -> None:
        self.database, self.log = folder / "data" / "music_queue.db", folder / "bot.log"
        self.world, self.cast = world, Cast.gather(world, Judge())
        self.cast.people |= {name: self.cast.stage.guild.member(name) for name in (*FLOODERS, STRANGER)}
        self.neighbours = Neighbours(world, self.database)
        variables = {**world.env(), **tiktok.env(), "OEMBED_BASE": sites.base}
        self.bot = BotProcess(variables, folder / "data", self.log)
        self._chance = chance = Random(seed)
        self.script = Script(self.cast, chance, sites)
        self.lives = Lives(self.cast, self.bot, self.script, self.database, chance)
        day = self.neighbours.day
        self.live = LiveOfTheRun(tiktok, day.admin, day.channels["reviewer"], Random(f"{seed} gifts"))
        self._alerts: dict[str, Maker] = {
            "cuts": Cuts(world, self.script),
            "forgeries": Forgeries(self.cast, self.neighbours),
            "floods": Floods(self.cast, self.script),
            "outage": Outage(self.database, self.script, self.live),
            "restore": Restores(self.neighbours),
        }

    async def go(self, troubles: list[Trouble | None]) -> None:
        """From the first start to the end of the LIVE; what goes wrong beyond repair is raised."""
        await self.lives.set_up(self.neighbours.set_up, self.live.connect)
        await self.lives.live_and_die_often([partial(self._life, trouble) for trouble in troubles])
        await self.lives.start()
        await play_what_is_left(self.lives, self.script)
        await self.live.end()
        await look_at_all(self.lives, self.cast, self.bot)

    async def _life(self, trouble: Trouble | None, lives: Lives) -> None:
        if trouble is not None or self._chance.random() < SHARE_WITH_GIFTS:
            await self.live.viewers_act()
        if trouble is not None:
            print(f"{trouble.kind} (seed {trouble.seed})", flush=True)
            await self._alerts[trouble.kind].happen(lives, trouble)
            lives.tally.troubles[trouble.kind] += 1
        lives.tally.touched += self.neighbours.touched()


async def torture(kills: int, seed: int, folder: Path, kinds: Collection[str] = KINDS) -> Lives:
    """The whole run over one data folder; what went wrong is in the tally."""
    async with Discord() as world, Sites() as sites, TikTok() as tiktok:
        run = Run(world, sites, tiktok, seed, folder)
        tally = run.lives.tally
        try:
            await run.go(schedule(seed, kills, kinds))
            run.live.judge(run.database, tally)
        except (WentWrongError, ActorError, LookupError, TimeoutError) as error:
            tally.wrong.append(f"{type(error).__name__}: {error}")
        finally:
            await run.bot.kill()
        tally.touched += run.neighbours.touched()
        tally.wrong += [*world.surprises, *judge.log_errors(run.log)]
        return run.lives


def main() -> None:
    """Runs it; exit code 1 when anything was lost, doubled, contradicted or touched."""
    folder = Path(tempfile.mkdtemp(prefix="torture-"))
    lives = asyncio.run(torture(KILLS, SEED, folder, TROUBLES))
    wrong = lives.tally.failures + too_few_inside(lives)
    print(*table(lives), *(f"WRONG: {reason}" for reason in wrong), sep="\n")
    if wrong:
        sys.exit(f"The run with SEED={SEED} went wrong. The data and the bot's log are in {folder}.")
    shutil.rmtree(folder)
    print("\nNothing that a member was told was lost, doubled or untrue, and no other server was touched.")


if __name__ == "__main__":
    main()
