"""Real songs for the tests: a quiet tone in each of the four formats, with tags and of a chosen size."""

from __future__ import annotations

import io
import math
from array import array
from functools import lru_cache

import av
from av.audio.stream import AudioStream

FORMATS = ("mp3", "wav", "m4a", "flac")
_RATE = 44_100
_MUXERS = {"mp3": "mp3", "wav": "wav", "m4a": "ipod", "flac": "flac"}
_CODECS = {"mp3": "mp3", "wav": "pcm_s16le", "m4a": "aac", "flac": "flac"}
_SAMPLES = {"mp3": "s16p", "wav": "s16", "m4a": "fltp", "flac": "s16"}


@lru_cache(maxsize=64)
def song(
    audio_format: str = "mp3",
    *,
    seconds: float = 1.0,
    artist: str = "",
    title: str = "",
    pitch: int = 440,
    size: int = 0,
    codec: str = "",
) -> bytes:
    """A playable file of one of FORMATS.

    Another whole `pitch` in Hz makes another song (and so another hash); `size`, in bytes, pads it with what
    players skip, to exactly that size; `codec` stores the sound in an unusual way.
    """
    made = io.BytesIO()
    tags = {name: value for name, value in (("artist", artist), ("title", title)) if value}
    with av.open(made, "w", format=_MUXERS[audio_format]) as container:
        container.metadata.update(tags)
        stream = container.add_stream(
            codec or _CODECS[audio_format], rate=_RATE, layout="mono", format=_SAMPLES[audio_format]
        )
        assert isinstance(stream, AudioStream)
        resampler = av.AudioResampler(format=_SAMPLES[audio_format], layout="mono", rate=_RATE)
        for frame in [*resampler.resample(_tone(seconds, pitch)), *resampler.resample(None)]:
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return _padded(made.getvalue(), audio_format, size)


def _tone(seconds: float, pitch: int) -> av.AudioFrame:
    second = array("h", (int(8000 * math.sin(math.tau * pitch * i / _RATE)) for i in range(_RATE)))
    samples = (second * math.ceil(seconds))[: int(seconds * _RATE)]
    frame = av.AudioFrame(format="s16", layout="mono", samples=len(samples))
    frame.sample_rate, frame.pts = _RATE, 0
    frame.planes[0].update(samples.tobytes())
    return frame


def _padded(data: bytes, audio_format: str, size: int) -> bytes:
    missing = size - len(data)
    if missing <= 0:
        return data
    return {"mp3": _pad_mp3, "wav": _pad_wav, "m4a": _pad_m4a, "flac": _pad_flac}[audio_format](data, missing)


def _pad_mp3(data: bytes, missing: int) -> bytes:
    """Zeros at the end of the ID3 tag that the muxer wrote."""
    old = sum(byte << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
    new = bytes((old + missing) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return data[:6] + new + data[10 : 10 + old] + bytes(missing) + data[10 + old :]


def _pad_wav(data: bytes, missing: int) -> bytes:
    filled = data + b"JUNK" + (missing - 8).to_bytes(4, "little") + bytes(missing - 8)
    return filled[:4] + (len(filled) - 8).to_bytes(4, "little") + filled[8:]


def _pad_m4a(data: bytes, missing: int) -> bytes:
    return data + missing.to_bytes(4, "big") + b"free" + bytes(missing - 8)


def _pad_flac(data: bytes, missing: int) -> bytes:
    """Padding blocks, 16 MiB at most each, behind the first block (STREAMINFO)."""
    first_block = 4 + 4 + 34
    blocks = b""
    while missing:
        block = min(missing, 2**24 - 1)
        blocks += b"\x01" + (block - 4).to_bytes(3, "big") + bytes(block - 4)
        missing -= block
    return data[:first_block] + blocks + data[first_block:]
