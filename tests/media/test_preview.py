"""Rule 8: a song too big for the place is played as a smaller copy that is made once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

import av
import pytest

from media.store import MediaStore
from tests.audio import FORMATS, song
from tests.media.offers import LIMIT, MIB, files_in, offer

if TYPE_CHECKING:
    from pathlib import Path

SMALL = MIB // 2


@pytest.fixture
def store(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path)


class Heard(NamedTuple):
    bit_rate: int
    seconds: float


async def _preview(store: MediaStore, data: bytes, limit_bytes: int) -> Heard:
    file_hash = (await store.receive(offer(data), LIMIT)).file_hash
    playable = await store.playable(file_hash, limit_bytes)
    assert playable is not None
    assert playable.is_preview
    assert playable.path.stat().st_size <= limit_bytes
    with av.open(str(playable.path), "r", format="mp3") as file:
        samples = sum(frame.samples for frame in file.decode(audio=0))
        return Heard(file.streams.audio[0].codec_context.bit_rate or 0, samples / 44_100)


async def test_a_song_that_fits_is_played_as_it_is(store: MediaStore) -> None:
    audio = await store.receive(offer(song()), LIMIT)
    playable = await store.playable(audio.file_hash, audio.size_bytes)
    assert playable is not None
    assert (playable.path, playable.is_preview) == (store.path(audio.file_hash), False)


@pytest.mark.parametrize("audio_format", FORMATS)
async def test_a_song_over_the_limit_is_played_as_an_mp3_of_128_kbit_a_second(
    store: MediaStore, audio_format: str
) -> None:
    preview = await _preview(store, song(audio_format, seconds=3.0, size=MIB), SMALL)
    assert preview.bit_rate == 128_000
    assert preview.seconds == pytest.approx(3.0, abs=0.15)


async def test_a_long_song_gets_half_the_bit_rate_rather_than_being_cut(store: MediaStore) -> None:
    preview = await _preview(store, song("wav", seconds=50.0), SMALL)
    assert preview.bit_rate == 64_000
    assert preview.seconds == pytest.approx(50.0, abs=0.2)


async def test_a_song_too_long_even_for_that_is_cut_at_the_limit_and_still_plays(store: MediaStore) -> None:
    preview = await _preview(store, song("wav", seconds=90.0), SMALL)
    assert 55 < preview.seconds < 70


async def test_a_preview_is_made_once_however_many_ask_for_it(store: MediaStore, tmp_path: Path) -> None:
    audio = await store.receive(offer(song("wav", size=MIB)), LIMIT)
    first, second = await asyncio.gather(*(store.playable(audio.file_hash, SMALL) for _ in range(2)))
    assert first == second
    assert first is not None
    made = first.path.stat().st_mtime_ns
    assert await store.playable(audio.file_hash, SMALL) == first
    assert first.path.stat().st_mtime_ns == made
    assert len(files_in(tmp_path)) == 2


async def test_a_song_that_cannot_be_copied_has_nothing_to_play_and_leaves_nothing(
    store: MediaStore, tmp_path: Path
) -> None:
    audio = await store.receive(offer(song("wav", size=MIB)), LIMIT)
    place = store.path(audio.file_hash)
    assert place is not None
    place.write_bytes(bytes(MIB))  # the disk has lost it
    assert await store.playable(audio.file_hash, SMALL) is None
    assert await store.playable(audio.file_hash, 1000) is None
    assert files_in(tmp_path) == [place.name]


async def test_a_song_that_is_gone_has_nothing_to_play(store: MediaStore) -> None:
    assert await store.playable("0" * 64, LIMIT) is None


async def test_a_preview_goes_with_its_song(store: MediaStore, monkeypatch: pytest.MonkeyPatch) -> None:
    audio = await store.receive(offer(song("wav", size=MIB)), LIMIT)
    assert await store.playable(audio.file_hash, SMALL)
    monkeypatch.setattr("media.folder.GRACE_SECONDS", 0)
    assert await store.drop(audio.file_hash) > audio.size_bytes
    assert store.usage_bytes() == 0
