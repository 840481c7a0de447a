"""A short run of the memory proof, and that what it measures is there."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import mutagen
import pytest

from benchmarks.hostile_files import nested_lists, song_of_many_frames, unpacking_song
from benchmarks.memory_limit import Load, measure
from benchmarks.memory_sampling import MIB, sampled
from standins.tiktok.wait import until

pytestmark = pytest.mark.xdist_group("memory")
SHORT = Load(songs=200, viewers=1_000, unpacked_mib=700, frames=100_000, songs_of_each=1, restore_mib=20, restores=1)
EATS = "import subprocess, sys, time; keep = bytearray(64 * 2**20); keep[::4096] = b'x' * (64 * 2**8); time.sleep(9)"
STARTS_ONE = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {EATS!r}])"

if sys.platform != "linux":
    pytest.skip("what processes share is told in /proc, on Linux only", allow_module_level=True)


def test_hostile_files_are_small_on_the_way_in_and_large_when_they_are_read(tmp_path: Path) -> None:
    song = tmp_path / "song.mp3"
    song.write_bytes(unpacking_song(8))
    assert song.stat().st_size < 100_000
    assert len(str(mutagen.File(song).tags.getall("TXXX")[0])) > 4 * MIB
    song.write_bytes(song_of_many_frames(500))
    assert len(mutagen.File(song).tags.getall("TXXX")) == 500
    assert len(json.loads(nested_lists(1))) > 300_000


async def test_memory_is_summed_over_a_process_and_those_that_it_started() -> None:
    async with sampled(guard_bytes=2**40) as sampler:
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", STARTS_ONE)
        sampler.pid = process.pid
        await until(lambda: sampler.peak_bytes > 64 * MIB, 30, "the child to grow")
        sampler.kill()
        assert await process.wait() != 0


async def test_whatever_grows_over_the_guard_is_killed() -> None:
    async with sampled(guard_bytes=32 * MIB) as sampler:
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", EATS)
        sampler.pid = process.pid
        assert await asyncio.wait_for(process.wait(), 30) != 0
        assert sampler.killed


async def test_hostile_files_beside_viewers_and_songs_stay_below_the_limit(tmp_path: Path) -> None:
    outcome = await measure(SHORT, tmp_path)
    assert outcome.failures == []
    assert 0 < outcome.ratio <= 1
