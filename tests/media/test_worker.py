"""Workers have limits, take turns, and end with the call that started them, whatever they do."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from domain.refusals import Refusal
from media import store as stores
from media import worker
from media.file_checks import Sound
from media.store import MediaStore, Turns
from media.worker import Limits, OverLimitError, WorkerFailedError
from standins.tiktok.wait import until
from tests.audio import song
from tests.media.hostile import bomb, many_tags
from tests.media.offers import LIMIT, MIB, files_in, offer

if sys.platform != "linux":
    pytest.skip("all limits are to be had on Linux only", allow_module_level=True)

ENOUGH = Limits(memory_bytes=256 * MIB, cpu_seconds=30, seconds=30)
SMALL = Limits(memory_bytes=64 * MIB, cpu_seconds=1, seconds=30)
HERE = "import os; open({place!r}, 'w').write(str(os.getpid()));"


def python(code: str, limits: Limits = ENOUGH) -> asyncio.Task[dict[str, object]]:
    """A worker that runs `code`."""
    return asyncio.create_task(worker.run("timeit", "-n1", "-r1", code, limits=limits))


async def written(place: Path) -> int:
    """The process id that a worker left at `place`."""
    await until(lambda: place.exists() and place.read_text() != "", 30, "the worker")
    return int(place.read_text())


async def is_gone(process_id: int) -> bool:
    """Whether the process ends within some seconds."""
    for _ in range(300):
        try:
            os.kill(process_id, 0)
        except ProcessLookupError:
            return True
        await asyncio.sleep(0.01)
    return False


@pytest.fixture
def store(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "media")


@pytest.mark.parametrize("code", ["import os; os.abort()", "raise KeyError"])
async def test_a_worker_that_crashes_is_told_from_one_that_came_to_a_limit(code: str) -> None:
    with pytest.raises(WorkerFailedError) as failed:
        await python(code)
    assert not isinstance(failed.value, OverLimitError)


@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "import signal; signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass",
    ],
)
async def test_more_processor_time_than_its_limit_is_not_to_be_had(code: str) -> None:
    started = time.monotonic()
    with pytest.raises(OverLimitError):
        await python(code, SMALL)
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("code", ["import time; time.sleep(60)", "import os; os.kill(os.getpid(), 19)"])
async def test_a_worker_that_waits_or_was_stopped_ends_at_its_time(code: str, tmp_path: Path) -> None:
    place = tmp_path / "id"
    with pytest.raises(OverLimitError):
        await python(HERE.format(place=str(place)) + code, Limits(256 * MIB, 30, 1.5))
    assert await is_gone(await written(place))


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.kill(os.getpid(), 19)",
        "import signal, time; [signal.signal(one, signal.SIG_IGN) for one in (1, 2, 3, 13, 15)]; time.sleep(60)",
    ],
)
async def test_a_call_that_is_cancelled_takes_its_worker_with_it(code: str, tmp_path: Path) -> None:
    place = tmp_path / "id"
    call = python(HERE.format(place=str(place)) + code)
    process_id = await written(place)
    started = time.monotonic()
    call.cancel()
    await asyncio.wait([call])
    assert call.cancelled()
    assert time.monotonic() - started < 2
    assert await is_gone(process_id)


async def test_a_worker_ends_with_the_process_that_started_it_though_that_was_killed(tmp_path: Path) -> None:
    place = tmp_path / "id"
    code = HERE.format(place=str(place)) + "import time; time.sleep(60)"
    bot = (
        "import asyncio; from media.worker import Limits, run;"
        f"asyncio.run(run('timeit', '-n1', '-r1', {code!r}, limits=Limits({256 * MIB}, 30, 60)))"
    )
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", bot)
    process_id = await written(place)
    parent.send_signal(signal.SIGKILL)
    await parent.wait()
    assert await is_gone(process_id)


async def test_a_worker_has_none_of_the_bots_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    environment = await python("import json, os; print(json.dumps(dict(os.environ)), flush=True); os._exit(0)")
    assert set(environment) <= {"LC_CTYPE"}  # which Python sets itself


@pytest.mark.parametrize("hostile", [bomb, many_tags])
async def test_a_small_file_that_would_eat_the_host_is_refused_in_a_sentence_and_the_next_one_is_taken(
    store: MediaStore, tmp_path: Path, hostile: object
) -> None:
    assert callable(hostile)
    data = hostile()
    assert len(data) < 8 * MIB
    with pytest.raises(Refusal, match="could not be checked: its tags or its cover picture are too large"):
        await store.receive(offer(data), LIMIT)
    assert files_in(tmp_path / "media") == []
    assert (await store.receive(offer(song()), LIMIT)).duration_seconds > 0


async def test_a_bomb_takes_no_more_memory_than_the_limit(store: MediaStore, monkeypatch: pytest.MonkeyPatch) -> None:
    most = 0
    run = worker.run

    async def watched(*args: str, limits: Limits) -> dict[str, object]:
        nonlocal most
        call = asyncio.create_task(run(*args, limits=limits))
        while not call.done():
            most = max(most, _children_kb())
            await asyncio.sleep(0.005)
        return await call

    monkeypatch.setattr(worker, "run", watched)
    with pytest.raises(Refusal):
        await store.receive(offer(bomb()), LIMIT)
    assert 5_000 < most < 192 * 1024


def _children_kb() -> int:
    """What the children of this process have in memory."""
    found = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if int(lines["PPid"]) == os.getpid() and "VmRSS" in lines:
            found += int(lines["VmRSS"].split()[0])
    return found


async def test_who_sends_many_files_does_not_hold_up_the_others(
    store: MediaStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    at_once = 0

    async def slow(path: Path) -> Sound:
        nonlocal at_once
        at_once += 1
        assert at_once == 1
        await asyncio.sleep(0.05)
        checked.append(path.read_bytes().decode())
        at_once -= 1
        return Sound("mp3", 1.0, None, None)

    monkeypatch.setattr(stores, "check", slow)
    greedy = [store.receive(offer(b"greedy %d" % number, sender_id=1), LIMIT) for number in range(6)]
    tasks = [asyncio.create_task(one) for one in greedy]
    await until(lambda: checked != [], 30, "the first check")
    others = [store.receive(offer(b"other %d" % number, sender_id=number), LIMIT) for number in (2, 3)]
    await asyncio.gather(*tasks, *others)
    assert len(checked) == 8
    assert {checked.index("other 2"), checked.index("other 3")} <= {1, 2, 3, 4}


async def test_a_turn_that_is_given_up_is_free_for_the_next() -> None:
    turns = Turns()

    async def take() -> None:
        async with turns.turn(1):
            pass

    async with turns.turn(1):
        waiting = [asyncio.create_task(take()) for _ in range(3)]
        await asyncio.sleep(0)
        for one in waiting:
            one.cancel()
        await asyncio.wait(waiting)
    await asyncio.wait_for(take(), 5)
