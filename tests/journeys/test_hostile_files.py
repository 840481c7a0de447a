"""Files that cost much to look at, workers that hang, and erasures in between: nobody loses by them."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sys
import time
from functools import partial
from pathlib import Path
from random import Random

import pytest

from standins.discord import Reply, Upload
from standins.tiktok.wait import until
from tests.audio import song
from tests.journeys.show import Show, open_show, receipt
from tests.media.hostile import bomb, many_tags

if sys.platform != "linux":
    pytest.skip("all limits are to be had on Linux only", allow_module_level=True)

LONGEST_STOP_SECONDS = 5
ROUNDS = 4
TOO_LARGE = "could not be checked: its tags or its cover picture are too large"


async def send(show: Show, name: str, data: bytes, title: str = "Song") -> Reply:
    """The member uses /submitfile; its last word is still to come."""
    named = {"file": Upload(f"{title}.mp3", data), "artist": name, "title": title}
    return await show.cast.people[name].slash(show.cast.stage, "submitfile", **named)


def _says_erased(reply: Reply) -> bool:
    return "is erased" in reply.text


def children(process_id: int) -> set[int]:
    """The processes that the bot has started and that still run."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == process_id and state != "Z":
            found.add(int(stat.parent.name))
    return found


async def test_six_hostile_files_are_refused_in_a_sentence_and_an_honest_song_does_not_wait_for_them(
    tmp_path: Path,
) -> None:
    async with open_show(tmp_path) as show:
        hostile = [many_tags(), bomb(), many_tags(pitch=300), bomb(2), many_tags(pitch=310), bomb(1)]
        sent = [await send(show, "Ana", data, f"No {number}") for number, data in enumerate(hostile)]
        started = time.monotonic()
        honest = await (await send(show, "Ben", song())).finished(60)
        waited = time.monotonic() - started
        assert receipt(honest.text)
        assert not all(reply.text for reply in sent), "the hostile files were looked at before"
        assert waited < 30
        for reply in sent:
            assert TOO_LARGE in (await reply.finished(120)).text
        assert receipt((await (await send(show, "Ana", song(pitch=300))).finished()).text)


@pytest.mark.parametrize("how", ["busy", "stopped"])
async def test_sigterm_ends_the_bot_in_time_with_its_workers_whatever_they_do(tmp_path: Path, how: str) -> None:
    async with open_show(tmp_path) as show:
        await send(show, "Ana", many_tags())
        await until(lambda: children(show.bot.pid), 20, "a worker")
        workers = children(show.bot.pid)
        if how == "stopped":
            for worker in workers:
                os.kill(worker, signal.SIGSTOP)
        started = time.monotonic()
        assert await show.stop() == 0
        assert time.monotonic() - started < LONGEST_STOP_SECONDS
        await until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers), 10, "the workers' end")
        await show.start()
        assert receipt((await (await send(show, "Ben", song())).finished()).text)


async def test_sigterm_ends_the_bot_in_time_while_a_preview_is_made(tmp_path: Path) -> None:
    async with open_show(tmp_path) as show:
        show.cast.people["Eve"].nitro = True  # Discord: Nitro lets members upload what the bot cannot post again
        big = {"file": Upload("big.wav", song("wav", seconds=240.0)), "artist": "Eve", "title": "Long"}
        receipt(await show.cast.command("Eve", "submitfile", **big))
        await show.next()
        await until(lambda: children(show.bot.pid), 20, "a worker")
        started = time.monotonic()
        assert await show.stop() == 0
        assert time.monotonic() - started < LONGEST_STOP_SECONDS


async def test_workers_end_with_a_bot_that_is_killed(tmp_path: Path) -> None:
    async with open_show(tmp_path) as show:
        await send(show, "Ana", many_tags())
        await until(lambda: children(show.bot.pid), 20, "a worker")
        workers = children(show.bot.pid)
        await show.bot.kill()
        await show.world.bot_gone()
        await until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers), 10, "the workers' end")
        await show.start()


async def test_a_song_that_is_in_is_played_though_another_member_erased_the_same_file_meanwhile(tmp_path: Path) -> None:
    chance = Random(2)
    async with open_show(tmp_path) as show:
        ana, taken = show.cast.people["Ana"], 0
        for pitch in range(300, 300 + ROUNDS):
            data = song(pitch=pitch)
            receipt((await (await send(show, "Ana", data)).finished()).text)
            question = (await ana.slash(show.cast.stage, "my-data delete")).message
            assert question
            sending = await send(show, "Ben", data, "Same")
            await asyncio.sleep(chance.uniform(0, 0.5))
            erased = await ana.press(question, "Erase my data")
            await show.world.until(partial(_says_erased, erased), timeout=30, what="the erasure")
            answer = (await sending.finished()).text
            if "already in the queue" in answer:
                continue
            taken += 1
            number = receipt(answer)
            assert f"Now playing: #{number} " in (await show.next()).text
            assert (await show.shown(number)).players
        assert taken > 0


async def test_a_refused_song_keeps_its_file_though_another_member_erased_the_same_file_meanwhile(
    tmp_path: Path,
) -> None:
    async with open_show(tmp_path) as show:
        ana, ben = show.cast.people["Ana"], show.cast.people["Ben"]
        receipt((await (await send(show, "Ana", song())).finished()).text)
        refused = await (await send(show, "Ben", song(), "Same")).finished()
        assert "already in the queue" in refused.text
        question = (await ana.slash(show.cast.stage, "my-data delete")).message
        assert question
        assert refused.message
        erased = await ana.press(question, "Erase my data")
        await show.world.until(partial(_says_erased, erased), timeout=30, what="the erasure")
        form = (await ben.press(refused.message, "Fix it")).modal
        assert form
        number = receipt((await (await ben.fill(form, {"Artist": "Ben", "Title": "Same"})).finished()).text)
        assert f"Now playing: #{number} " in (await show.next()).text
        assert (await show.shown(number)).players


async def test_a_media_folder_that_vanishes_is_told_and_comes_back(tmp_path: Path) -> None:
    async with open_show(tmp_path, expected="song") as show:
        media = show.bot.data_dir / "media"
        media.rmdir()
        media.write_bytes(b"")
        refused = (await (await send(show, "Ana", song())).finished()).text
        assert "cannot store files at the moment. Nothing changed. Please send a link" in refused
        assert await show.submit("Ben", "a-link")
        media.unlink()
        assert receipt((await (await send(show, "Ana", song())).finished()).text)


async def test_without_file_descriptors_a_file_is_refused_in_a_sentence_and_later_taken(tmp_path: Path) -> None:
    async with open_show(tmp_path, expected="song") as show:
        descriptors = Path(f"/proc/{show.bot.pid}/fd")
        _, most = resource.prlimit(show.bot.pid, resource.RLIMIT_NOFILE)
        used = len(list(descriptors.iterdir()))
        resource.prlimit(show.bot.pid, resource.RLIMIT_NOFILE, (used + 3, most))
        refused = (await (await send(show, "Ana", song())).finished()).text
        assert "cannot open one more file" in refused
        resource.prlimit(show.bot.pid, resource.RLIMIT_NOFILE, (most, most))
        assert receipt((await (await send(show, "Ana", song())).finished()).text)
