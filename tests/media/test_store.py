"""Rule 8: songs arrive as streams, are kept by their hash, and go when the quota asks for it."""

from __future__ import annotations

import asyncio
import hashlib
import os
import resource
import shutil
import time
from typing import TYPE_CHECKING

import aiohttp
import pytest

from domain.refusals import Refusal
from media.store import MediaStore, Upload
from tests.audio import FORMATS, song
from tests.media.offers import LIMIT, MIB, files_in, offer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "media"


@pytest.fixture
def store(folder: Path) -> MediaStore:
    return MediaStore(folder)


async def _keep(store: MediaStore, pitch: int, *, hours_old: float = 0) -> str:
    file_hash = (await store.receive(offer(song(pitch=pitch)), LIMIT)).file_hash
    place = store.path(file_hash)
    assert place is not None
    then = time.time() - hours_old * 3600
    os.utime(place, (then, then))
    return file_hash


@pytest.mark.parametrize("audio_format", FORMATS)
async def test_a_song_is_kept_by_its_hash_with_its_length_and_tags(store: MediaStore, audio_format: str) -> None:
    data = song(audio_format, seconds=1.5, artist="Ana  Luz", title="Sol\u202e")
    audio = await store.receive(offer(data, "../My Song.exe"), LIMIT)
    place = store.path(audio.file_hash)
    assert audio.file_hash == hashlib.sha256(data).hexdigest()
    assert place is not None
    assert place.read_bytes() == data
    assert (audio.audio_format, audio.file_name) == (audio_format, f"My Song.{audio_format}")
    assert (audio.size_bytes, audio.artist, audio.title) == (len(data), "Ana Luz", "Sol")
    assert audio.duration_seconds == pytest.approx(1.5, abs=0.1)


async def test_a_song_without_tags_has_none(store: MediaStore) -> None:
    audio = await store.receive(offer(song()), LIMIT)
    assert (audio.artist, audio.title) == (None, None)


async def test_a_file_announced_over_the_limit_is_refused_before_a_byte_is_read(store: MediaStore) -> None:
    def chunks() -> AsyncIterator[bytes]:
        raise AssertionError("read although it is too big")

    with pytest.raises(Refusal, match="bigger than 25 MiB"):
        await store.receive(Upload("song.mp3", 26 * MIB, chunks), LIMIT)


async def test_a_song_of_exactly_the_limit_is_taken_and_one_byte_more_is_not(store: MediaStore, folder: Path) -> None:
    limit = MIB + MIB // 2
    assert (await store.receive(offer(song("wav", size=limit)), limit)).size_bytes == limit
    with pytest.raises(Refusal, match=r"bigger than 1\.5 MiB"):
        await store.receive(offer(song("wav", size=limit + 1)), limit)
    assert len(files_in(folder)) == 1


async def test_a_stream_that_goes_on_and_on_is_stopped_at_the_limit(store: MediaStore, folder: Path) -> None:
    sent, closed = 0, False

    async def far_too_much() -> AsyncIterator[bytes]:
        nonlocal sent, closed
        try:
            while sent < 40 * MIB:
                sent += 100_000
                yield bytes(100_000)
        finally:
            closed = True

    with pytest.raises(Refusal, match="bigger than 1 MiB"):
        await store.receive(Upload("song.mp3", None, far_too_much), MIB)
    assert sent < MIB + 200_000
    assert closed
    assert files_in(folder) == []


async def test_a_download_that_breaks_off_is_refused_and_leaves_nothing(store: MediaStore, folder: Path) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield song()[:5000]
        raise aiohttp.ClientPayloadError

    for upload in (Upload("song.mp3", None, broken), offer(song()[:5000], size=len(song()))):
        with pytest.raises(Refusal, match="Only a part"):
            await store.receive(upload, LIMIT)
    assert files_in(folder) == []


async def test_a_download_that_stalls_is_refused(store: MediaStore, monkeypatch: pytest.MonkeyPatch) -> None:
    async def stalled() -> AsyncIterator[bytes]:
        yield b"ID3"
        await asyncio.Event().wait()

    monkeypatch.setattr("media.store._LONGEST_ARRIVAL_SECONDS", 0.05)
    with pytest.raises(Refusal, match="Only a part"):
        await store.receive(Upload("song.mp3", None, stalled), LIMIT)


@pytest.mark.parametrize("after_seconds", [0, 0.01, 0.05, 0.1, 0.2])
async def test_a_cancelled_upload_leaves_no_temporary_file(
    store: MediaStore, folder: Path, after_seconds: float
) -> None:
    receiving = asyncio.create_task(store.receive(offer(song("wav", size=8 * MIB)), LIMIT))
    await asyncio.sleep(after_seconds)
    receiving.cancel()
    await asyncio.wait([receiving])
    assert not [name for name in files_in(folder) if name.endswith(".part")]


async def test_what_a_crash_left_half_written_is_removed_at_the_next_start(store: MediaStore, folder: Path) -> None:
    kept = await _keep(store, 440)
    (folder / "0123.part").write_bytes(b"half a song")
    restarted = MediaStore(folder)
    assert restarted.path(kept) is not None
    assert len(files_in(folder)) == 1


async def test_the_same_song_sent_twice_at_once_is_kept_once(store: MediaStore, folder: Path) -> None:
    first, second = await asyncio.gather(*(store.receive(offer(song()), LIMIT) for _ in range(2)))
    assert first == second
    assert len(files_in(folder)) == 1


async def test_a_full_disk_refuses_the_file_and_says_that_links_go_on(store: MediaStore, folder: Path) -> None:
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, old[1]))  # the kernel then refuses to let a file grow
    try:
        with pytest.raises(Refusal, match=r"no room left for files.*send a link"):
            await store.receive(offer(song("wav", size=MIB)), LIMIT)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert files_in(folder) == []


@pytest.mark.parametrize("file_hash", ["0" * 64, "../outside", "*", "", "A" * 64])
def test_what_is_no_hash_of_a_kept_song_has_no_path(store: MediaStore, tmp_path: Path, file_hash: str) -> None:
    (tmp_path / "outside.mp3").write_bytes(song())
    assert store.path(file_hash) is None
    assert store.hold(file_hash) is False


async def test_an_empty_file_on_disk_counts_as_gone_and_the_song_sent_again_mends_it(store: MediaStore) -> None:
    file_hash = await _keep(store, 440)
    place = store.path(file_hash)
    assert place is not None
    place.write_bytes(b"")
    assert store.path(file_hash) is None
    assert await store.playable(file_hash, LIMIT) is None
    await _keep(store, 440)
    assert store.path(file_hash) is not None


async def test_what_may_go_comes_oldest_first_and_nothing_of_the_last_hour(store: MediaStore) -> None:
    by_age = {hours: await _keep(store, 400 + round(hours * 10), hours_old=hours) for hours in (4, 0.9, 9, 2, 0)}
    assert [song.file_hash for song in await store.droppable()] == [by_age[hours] for hours in (9, 4, 2)]
    for hours, file_hash in by_age.items():
        assert (await store.drop(file_hash) > 0) is (hours > 1)
        assert (store.path(file_hash) is None) is (hours > 1)


async def test_a_song_sent_again_or_held_is_young_again(store: MediaStore) -> None:
    sent_again, held = await _keep(store, 440, hours_old=9), await _keep(store, 441, hours_old=9)
    await store.receive(offer(song(pitch=440)), LIMIT)
    assert store.hold(held)
    assert await store.droppable() == []
    for file_hash in (sent_again, held):
        assert await store.drop(file_hash) == 0
        assert store.path(file_hash)


async def test_room_is_counted_while_other_files_come_and_go(store: MediaStore, folder: Path) -> None:
    kept = await _keep(store, 440, hours_old=2)
    arriving = asyncio.create_task(asyncio.to_thread(_come_and_go, folder, 2000))
    while not arriving.done():
        assert [one.file_hash for one in await store.droppable()] == [kept]
        assert await asyncio.to_thread(store.usage_bytes) > 0
    await arriving


async def test_a_folder_that_was_taken_away_is_made_anew(store: MediaStore, folder: Path) -> None:
    kept = await _keep(store, 440)
    shutil.rmtree(folder)
    assert (store.path(kept), store.usage_bytes(), await store.droppable(), await store.drop(kept)) == (None, 0, [], 0)
    assert await store.playable(kept, LIMIT) is None
    await _keep(store, 440)
    assert store.path(kept)


async def test_a_folder_that_cannot_be_made_anew_refuses_files_in_a_sentence_until_it_can(
    store: MediaStore, folder: Path
) -> None:
    shutil.rmtree(folder)
    folder.write_bytes(b"a file where the folder was")
    assert (store.usage_bytes(), await store.droppable()) == (0, [])
    with pytest.raises(Refusal, match=r"cannot store files at the moment.*send a link"):
        await store.receive(offer(song()), LIMIT)
    folder.unlink()
    assert await _keep(store, 440)


async def test_without_a_file_descriptor_left_a_file_is_refused_in_a_sentence_until_there_is_one(
    store: MediaStore, folder: Path
) -> None:
    await _keep(store, 440)
    old = resource.getrlimit(resource.RLIMIT_NOFILE)
    with (folder / "next.part").open("xb") as free:
        lowest = free.fileno()
    for more in (1, 4):  # enough for the file itself, and not for the pipes of the worker that checks it
        resource.setrlimit(resource.RLIMIT_NOFILE, (lowest + more - 1, old[1]))
        try:
            with pytest.raises(Refusal, match=r"cannot open one more file"):
                await store.receive(offer(song()), LIMIT)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, old)
    (folder / "next.part").unlink()
    assert len(files_in(folder)) == 1
    assert await _keep(store, 441)


def _come_and_go(folder: Path, times: int) -> None:
    for number in range(times):
        place = folder / f"{number}.part"
        place.write_bytes(b"x")
        place.unlink()
