"""SIGTERM in the middle of every operation: an end with 0 within five seconds, and each one whole or not at all."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from random import Random

from benchmarks.torture import judge
from benchmarks.torture.disk import Disk
from benchmarks.torture.model import Model
from benchmarks.torture.operations import Operation
from benchmarks.torture.script import Script
from standins.discord import NO_ANSWER
from standins.music_sites import Sites
from tests.journeys.show import Show, open_show

LONGEST_SECONDS = 5
MOST_DRAWS = 400
OPERATIONS = {
    *("/submitlink", "/submitfile", "/submit", "Submit", "a dropped link", "Submit this track"),
    *("/next", "Next", "/approve", "/reject", "/move", "/remove", "/adjustpoints"),
    *("Undo", "Edit", "Remove (own)", "Resubmit", "Bookmark"),
}


async def test_sigterm_in_every_operation_ends_with_0_in_time_and_leaves_it_whole_or_undone(tmp_path: Path) -> None:
    chance, missing, model = Random(7), set(OPERATIONS), Model()
    async with Sites() as sites, open_show(tmp_path, variables={"OEMBED_BASE": sites.base}) as show:
        script = Script(show.cast, chance, sites)
        for _ in range(MOST_DRAWS):
            operation = script.draw(model)
            if operation.name in missing:
                missing.discard(operation.name)
                model = await _stopped_inside(show, model, operation, chance.uniform(0.001, 0.05))
            elif not model.of("waiting", "pending") or chance.random() < 0.3:
                await operation.act()
                model = operation.effect(model)
            if not missing:
                break
        assert missing == set()
        await show.world.quiet(2.5, timeout=60)
        assert list(judge.doubled(show.cast, _disk(show))) == []


async def _stopped_inside(show: Show, model: Model, operation: Operation, after_seconds: float) -> Model:
    """Begins the operation, stops the bot, and gives the model that the disk agrees with, of the two there may be."""
    task = asyncio.create_task(operation.act())
    await asyncio.sleep(after_seconds)
    started = time.monotonic()
    assert await show.stop() == 0, operation.name
    assert time.monotonic() - started < LONGEST_SECONDS, operation.name
    await asyncio.wait({task}, timeout=0.2)
    answered = task.done() and task.exception() is None and task.result() not in {"", NO_ANSWER}
    task.cancel()
    disk = _disk(show)
    assert list(judge.sound(disk)) == []
    agreed = [(one, done) for one, done in judge.possible(model, [operation]) if one.facts() == disk.facts]
    assert agreed, (operation.name, list(judge.differences(model.facts(), disk.facts)))
    after, done = agreed[-1]
    assert done or not answered, (operation.name, task.result())
    (show.bot.data_dir / "starts.json").unlink()  # so many starts in a few minutes would be a crash loop
    await show.start()
    return after


def _disk(show: Show) -> Disk:
    return Disk(show.bot.data_dir / "music_queue.db", show.cast.stage.guild.id)
