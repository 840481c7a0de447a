"""The lives of the bot: started, put to work, killed at a drawn moment, and its file looked at."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from random import Random
from statistics import median
from typing import Protocol

from benchmarks.torture import judge
from benchmarks.torture.answers import GAVE_UP
from benchmarks.torture.disk import Disk
from benchmarks.torture.model import Model
from benchmarks.torture.operations import Operation, WentWrongError
from benchmarks.torture.schedule import Trouble
from benchmarks.torture.script import Script
from benchmarks.torture.tally import Kill, Tally
from demo.cast import Cast, WrongEveningError
from standins.bot_process import BotProcess
from standins.discord import NO_ANSWER, ActorError

REFUSED, BROKEN = "Nothing changed", "Something went wrong"
STARTING_SECONDS = 3.0
POSTING_SECONDS = 0.012  # from the message on its way to the note that it is there
PATIENCE_SECONDS = 4.0  # longer than the bot's own pause between two posts
READY_SECONDS = 2.5  # the bot draws about two seconds after it connected; some lives wait for that
FIRST_GUESS_SECONDS = 0.005
LAST_WORDS_SECONDS = 0.1
FEW_SAMPLES = 5
SHARE_INSIDE = 0.75
LONGEST_ANSWER_SECONDS = 25.0  # under a trouble; whoever waits longer has got no answer
SETTLING_SECONDS = 0.5

Happening = Callable[["Lives"], Awaitable[None]]


class Maker(Protocol):
    """Makes one sort of trouble."""

    async def happen(self, lives: Lives, trouble: Trouble) -> None:
        """Makes it, and notes in the tally what did not hold."""


class Lives:
    """One data folder, and one bot after the other over it."""

    def __init__(self, cast: Cast, bot: BotProcess, script: Script, database: Path, chance: Random) -> None:
        self._cast, self._bot, self._script = cast, bot, script
        self._database = database
        self._chance = chance
        self._seconds: dict[str, list[float]] = defaultdict(list)
        self.model = Model()
        self.tally = Tally()

    async def set_up(self, *steps: Callable[[], Awaitable[None]]) -> None:
        """The first life: /setup, the boards, and what else there is to prepare; it ends politely."""
        await self.start()
        await self._cast.setup()
        channels = [self._cast.channels[name] for name in judge.BOARDS]
        await self._cast.world.until(lambda: all(one.pins() for one in channels), timeout=60, what="the boards")
        for step in steps:
            await step()
        await self._bot.stop()

    async def start(self) -> None:
        """A new bot, ready to be spoken to."""
        await self._bot.start()
        await self._cast.world.bot_ready()

    def disk(self) -> Disk:
        """What the file says of the show now."""
        return Disk(self._database, self._cast.stage.guild.id)

    async def live_and_die_often(self, happenings: list[Happening]) -> None:
        """A life for each; a few more where too many kills hit a bot at rest."""
        ahead, kills = deque(happenings), len(happenings)
        for count in range(kills + kills // 2):
            if not ahead and len(self.tally.inside) >= SHARE_INSIDE * count:
                return
            await self.live_and_die(ahead)

    async def live_and_die(self, ahead: deque[Happening]) -> None:
        """One life: a few operations, the next that happens, then the kill, at a moment that is drawn."""
        moment = self._chance.choices(("operation", "posting", "start"), (88, 9, 3))[0]
        if moment == "start":
            await self._bot.start()
            await self._die(moment, [], self._chance.uniform(0, STARTING_SECONDS))
            return
        await self.start()
        if moment == "posting" or self._chance.random() < 0.25:
            await asyncio.sleep(READY_SECONDS)
        for _ in range(self._chance.randint(1, 4)):
            await self.do(self._script.draw(self.model))
        if ahead:
            await ahead.popleft()(self)
        if moment == "posting":
            await self.do(self._script.next())
            await self._posts_a_song()
            await self._die(moment, [], self._chance.uniform(0, POSTING_SECONDS))
            return
        victims = [self._script.draw(self.model) for _ in range(self._chance.choice((1, 1, 1, 2)))]
        least = max(self._least_seconds(one.name) for one in victims)
        await self._die(moment, victims, self._chance.uniform(0.001, least))

    async def _posts_a_song(self) -> None:
        """Waits until the bot sends the next message of a song, as long as there is one to send."""
        requests, place = self._cast.world.requests, self._cast.channels["now_playing"].id
        begun, until = len(requests), time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            if any(one.method == "POST" and one.channel_id == place for one in requests[begun:]):
                return
            await asyncio.sleep(0)

    async def do(self, operation: Operation) -> None:
        """One operation that nobody disturbs: its answer has to say what the model says."""
        before = self.model
        text = await self._timed(operation)
        self.model = operation.effect(before)
        self._hear(operation, text, before, self.model)

    async def attempt(self, operation: Operation) -> None:
        """One operation under a trouble: it is done whole or not at all, and what is said about it is true."""
        before, after = self.model, operation.effect(self.model)
        text = await self._heard(operation)
        if not text:
            await self._cast.world.quiet(SETTLING_SECONDS)
        found = self.disk()
        self.tally.look(found, judge.doubled(self._cast, found))
        if found.facts not in (before.facts(), after.facts()):
            self.tally.lost += judge.differences(after.facts(), found.facts)
            raise WentWrongError(f"after {operation.name} under a trouble the disk has something else")
        done = found.facts == after.facts()
        self.model = after if done else before
        if before.facts() != after.facts():
            self.tally.answer(operation.name, text, done=done)
            self.tally.receipts += done * len(after.songs.keys() - before.songs.keys())

    async def _heard(self, operation: Operation) -> str:
        """What the member reads at the end; nothing where nothing comes."""
        try:
            return await asyncio.wait_for(self._timed(operation), LONGEST_ANSWER_SECONDS)
        except TimeoutError:
            return ""
        except (ActorError, LookupError, WentWrongError, WrongEveningError) as error:
            return "" if NO_ANSWER in str(error) else GAVE_UP

    async def _die(self, moment: str, victims: list[Operation], after_seconds: float) -> None:
        tasks = {asyncio.create_task(self._timed(one)): one for one in victims}
        await asyncio.sleep(after_seconds)
        inside = [one.name for task, one in tasks.items() if not task.done()]
        await self._bot.kill()
        await self._cast.world.bot_gone()
        answered = await _last_words(tasks)
        kill = Kill(moment, inside, after_seconds)
        self.tally.kills.append(kill)
        done = self._look_at_disk(victims, [tasks[task] for task in answered])
        kill.kept = sum(one.name in inside for one in done)
        self._say(kill)

    async def _timed(self, operation: Operation) -> str:
        started = time.perf_counter()
        text = await operation.act()
        self._seconds[operation.name].append(time.perf_counter() - started)
        return text

    def _look_at_disk(self, victims: list[Operation], answered: list[Operation]) -> list[Operation]:
        """Takes over which operations the disk kept, each whole or not at all; an answered one has to be there."""
        if not self._database.exists():
            return []
        disk = self.disk()
        self.tally.look(disk, judge.doubled(self._cast, disk))
        for after, done in judge.possible(self.model, victims):
            if after.facts() == disk.facts and all(one in done for one in answered):
                self.model = after
                return done
        self.tally.lost += judge.differences(self.model.facts(), disk.facts)
        raise WentWrongError(f"after a kill in {[one.name for one in victims]} the disk has something else")

    def _hear(self, operation: Operation, text: str, before: Model, after: Model) -> None:
        """An answer is a receipt, or a refusal exactly where the model has nothing to do."""
        if text in {"", NO_ANSWER} or BROKEN in text or (REFUSED in text) != (before == after):
            raise WentWrongError(f"{operation.name} was answered with: {text}")
        new = after.songs.keys() - before.songs.keys()
        if new and f"#{min(new)} " not in text:
            raise WentWrongError(f"{operation.name} is #{min(new)}, and was answered with: {text}")
        self.tally.receipts += len(new)

    def _least_seconds(self, name: str) -> float:
        known = self._seconds.get(name)
        return min(known[-FEW_SAMPLES:]) if known else FIRST_GUESS_SECONDS

    def _say(self, kill: Kill) -> None:
        where = f"inside {' and '.join(kill.inside)}" if kill.inside else f"outside ({kill.moment})"
        kept = f", {kill.kept} of them on the disk" if kill.inside else ""
        print(f"kill {len(self.tally.kills):>3} after {kill.after_seconds * 1000:6.1f} ms {where}{kept}", flush=True)

    def usual(self) -> Iterator[tuple[str, int, float]]:
        """How often each operation came to its end, and its usual seconds."""
        for name, seconds in sorted(self._seconds.items()):
            yield name, len(seconds), median(seconds)


async def _last_words(tasks: dict[asyncio.Task[str], Operation]) -> list[asyncio.Task[str]]:
    """The tasks whose answer had left the bot before it died; the others are given up."""
    if not tasks:
        return []
    answered, waiting = await asyncio.wait(tasks, timeout=LAST_WORDS_SECONDS)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    return [task for task in answered if task.exception() is None and task.result() not in {"", NO_ANSWER}]
