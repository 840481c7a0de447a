"""A smaller MP3 copy of a song that is too big to post; run as `python -m media.preview`."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import av

from media.inspection import DEMUXERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer, OutputContainer

_RATE = 44_100
_HEADER_BYTES = 4096  # the header with the number of frames, an empty tag, and the last frame
_KINDS = ((128_000, "stereo"), (64_000, "mono"))


def copy_smaller(source: str, audio_format: str, target: str, limit_bytes: int) -> dict[str, object]:
    """Writes `target`, an MP3 of at most `limit_bytes`; answers its bit rate and whether the whole song is in it."""
    room = limit_bytes - _HEADER_BYTES
    with av.open(source, "r", format=DEMUXERS[audio_format], metadata_errors="ignore") as song:
        seconds = (song.duration or 0) / 1_000_000
        bit_rate, layout = next((kind for kind in _KINDS if seconds * kind[0] / 8 <= room), _KINDS[-1])
        with av.open(target, "w", format="mp3") as copy:
            stream = copy.add_stream("mp3", rate=_RATE, bit_rate=bit_rate, layout=layout, format="s16p")
            whole = _encode(_frames(song, layout), stream, copy, room)
    return {"bit_rate": bit_rate, "whole": whole}


def _encode(frames: Iterator[AudioFrame], stream: AudioStream, copy: OutputContainer, room: int) -> bool:
    """Whether all `frames` fitted in `room` bytes."""
    for frame in frames:
        packets = stream.encode(frame)
        room -= sum(packet.size for packet in packets)
        if room < 0:
            return False
        copy.mux(packets)
    copy.mux(stream.encode(None))
    return True


def _frames(song: InputContainer, layout: str) -> Iterator[AudioFrame]:
    resampler = av.AudioResampler(format="s16p", layout=layout, rate=_RATE)
    for packet in song.demux(song.streams.audio[0]):
        try:
            decoded = packet.decode()
        except av.FFmpegError:
            continue  # one bad packet in a song is a click, not a reason to stop
        for frame in decoded:
            yield from resampler.resample(frame)
    yield from resampler.resample(None)


if __name__ == "__main__":
    os.nice(10)  # a show is on: the queue's clicks come first
    json.dump(copy_smaller(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])), sys.stdout)
