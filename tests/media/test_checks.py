"""Rule 8: a file is what its content says, and each kind of wrong file gets its own sentence."""

from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING

import av
import pytest
from av.video.stream import VideoStream

from domain.refusals import Refusal
from media.store import MediaStore
from tests.audio import FORMATS, song
from tests.media.offers import LIMIT, MIB, offer

if TYPE_CHECKING:
    from pathlib import Path

    from av.container import InputContainer, OutputContainer


@pytest.fixture
def store(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path)


def _film(*, with_sound: bool) -> bytes:
    made = io.BytesIO()
    with av.open(made, "w", format="mp4") as container, av.open(io.BytesIO(song("m4a")), "r") as music:
        picture = container.add_stream("mpeg4", rate=25)
        assert isinstance(picture, VideoStream)
        picture.width = picture.height = 64
        picture.pix_fmt = "yuv420p"
        if with_sound:
            _copy_sound(music, container)
        for _ in range(10):
            container.mux(picture.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(picture.encode(None))
    return made.getvalue()


def _for_streaming(data: bytes) -> bytes:
    """The M4A with its index in front: cut off, it still opens."""
    made = io.BytesIO()
    flags = {"movflags": "+frag_keyframe+empty_moov"}
    with av.open(made, "w", format="mp4", options=flags) as container, av.open(io.BytesIO(data), "r") as music:
        _copy_sound(music, container)
    return made.getvalue()


def _copy_sound(music: InputContainer, container: OutputContainer) -> None:
    stream = container.add_stream_from_template(music.streams.audio[0])
    for packet in music.demux(music.streams.audio[0]):
        if packet.size:
            packet.stream = stream
            container.mux(packet)


def _tag(frames: bytes) -> bytes:
    size = bytes(len(frames) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + frames


def _cover() -> bytes:
    picture = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
        "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    content = b"\x00image/png\x00\x03\x00" + picture
    return b"APIC" + len(content).to_bytes(4, "big") + b"\x00\x00" + content


def _codec_number(data: bytes, number: int) -> bytes:
    """A WAV that says its sound is stored as `number`."""
    at = data.index(b"fmt ") + 8
    return data[:at] + number.to_bytes(2, "little") + data[at + 2 :]


WRONG = {
    "is empty": [b""],
    "is a program": [b"MZ\x90\x00" + bytes(4000), b"\x7fELF" + bytes(4000), b"#!/bin/sh\nrm -rf /\n"],
    "is a web page": [
        b"<!DOCTYPE html><html><body>song</body></html>",
        b"\xef\xbb\xbf \n<HTML>song</HTML>",
        b"<?xml version='1.0'?><a/>",
    ],
    "is an OGG file": [b"OggS" + bytes(4000)],
    "is an AAC file": [b"\xff\xf1\x50\x80" + bytes(4000)],
    "is an AIFF file": [b"FORM\x00\x00\x10\x00AIFF" + bytes(4000)],
    "is a WMA file": [b"\x30\x26\xb2\x75" + bytes(4000)],
    "is a ZIP archive": [b"PK\x03\x04" + bytes(4000)],
    "is a picture": [b"\x89PNG\r\n\x1a\n" + bytes(400), b"\x00\x00\x00\x18ftypheic" + bytes(400)],
    "is not MP3, WAV, M4A or FLAC": [b"just text", b"\x00", bytes(5000), b"\xff\xfb"],
    "is a video": [b"\x1a\x45\xdf\xa3" + bytes(400), _film(with_sound=False), _film(with_sound=True)],
    "no sound": [
        _tag(_cover()),
        b"ID3",
        b"\xff\xfb\x90\x64" + bytes(400),
        song("wav").partition(b"data")[0] + b"data" + bytes(4),
    ],
    "copy protected": [song("m4a").replace(b"mp4a", b"drms", 1), song("m4a").replace(b"mp4a", b"enca", 1)],
    "cannot be played here": [
        song("wav", codec="adpcm_ms"),
        _codec_number(song("wav"), 0x1234),
        _codec_number(song("wav"), 0x0055),
    ],
    "is damaged": [b"fLaC" + bytes(4000), b"RIFF\x00\x00\x00\x00WAVE" + bytes(400)],
}


@pytest.mark.parametrize(
    ("sentence", "data"),
    [pytest.param(said, each, id=f"{said} {n}") for said, many in WRONG.items() for n, each in enumerate(many)],
)
async def test_a_wrong_file_is_refused_with_the_sentence_that_fits(
    store: MediaStore, sentence: str, data: bytes
) -> None:
    with pytest.raises(Refusal, match=sentence):
        await store.receive(offer(data, "song.mp3"), LIMIT)
    assert store.usage_bytes() == 0


async def test_a_file_of_26_mib_is_refused_with_the_limit(store: MediaStore) -> None:
    with pytest.raises(Refusal, match="bigger than 25 MiB"):
        await store.receive(offer(song("mp3", size=26 * MIB)), LIMIT)


@pytest.mark.parametrize("share", [0.5, 0.9])
@pytest.mark.parametrize("audio_format", FORMATS)
async def test_a_song_that_was_cut_off_is_refused(store: MediaStore, audio_format: str, share: float) -> None:
    data = song(audio_format, seconds=2.0)
    with pytest.raises(Refusal, match="stops before the song ends"):
        await store.receive(offer(data[: int(len(data) * share)]), LIMIT)


async def test_a_song_made_for_streaming_is_taken_whole_and_refused_when_cut_off(store: MediaStore) -> None:
    data = _for_streaming(song("m4a", seconds=2.0))
    assert (await store.receive(offer(data), LIMIT)).duration_seconds == pytest.approx(2.0, abs=0.1)
    with pytest.raises(Refusal, match="stops before the song ends"):
        await store.receive(offer(data[: len(data) // 2]), LIMIT)


@pytest.mark.parametrize("size", [b"\xff\xff\xff\xff", bytes(4)])
async def test_a_wav_written_to_a_pipe_whose_size_was_never_filled_in_is_taken(store: MediaStore, size: bytes) -> None:
    data = song("wav")
    at = data.index(b"data") + 4
    piped = data[:4] + size + data[8:at] + size + data[at + 4 :]
    assert (await store.receive(offer(piped), LIMIT)).duration_seconds == pytest.approx(1.0, abs=0.01)


async def test_a_song_with_a_cover_picture_is_no_video(store: MediaStore) -> None:
    data = _tag(_cover()) + song("mp3")
    assert (await store.receive(offer(data), LIMIT)).audio_format == "mp3"


async def test_a_flac_behind_a_tag_of_another_format_is_taken_as_flac(store: MediaStore) -> None:
    assert (await store.receive(offer(_tag(bytes(10)) + song("flac")), LIMIT)).audio_format == "flac"


async def test_a_damaged_song_is_taken_or_refused_and_never_an_error(store: MediaStore) -> None:
    chance = random.Random(8)
    for round_number in range(32):
        data = bytearray(song(FORMATS[round_number % 4], artist="Ana"))
        for _ in range(chance.choice((1, 5, 50))):
            data[chance.randrange(min(len(data), chance.choice((64, 400, len(data)))))] = chance.randrange(256)
        try:
            assert (await store.receive(offer(bytes(data)), LIMIT)).duration_seconds > 0
        except Refusal:
            continue
