"""Whether a file plays to its end, for how long, and what its tags say; run as `python -m media.inspection`."""

from __future__ import annotations

import json
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import mutagen
from av.stream import Disposition
from mutagen.easymp4 import EasyMP4
from mutagen.flac import FLAC
from mutagen.mp3 import BitrateMode, EasyMP3
from mutagen.wave import WAVE

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer

DEMUXERS = {"mp3": "mp3", "wav": "wav", "m4a": "mov", "flac": "flac"}  # named, so that a file cannot choose another
_TAG_READERS: dict[str, Any] = {"mp3": EasyMP3, "wav": WAVE, "m4a": EasyMP4, "flac": FLAC}
_CODECS = {"mp3": ("mp3",), "wav": ("pcm_",), "m4a": ("aac", "alac"), "flac": ("flac",)}
_PROTECTED = ("drms", "enca")  # sample entries of FairPlay and of common encryption
_WAV_SIZE_UNKNOWN = 0xFFFF_0000  # bytes; a program that writes to a pipe leaves 0xFFFFFFFF where the size should be
_PACKETS_TRIED = 100
_LONGEST_TAG = 1000  # characters; the bot reads them into its own memory
_SLACK_SECONDS, _SLACK_SHARE = 0.1, 0.005  # encoders disagree on their own padding


def inspect(path: Path, audio_format: str) -> dict[str, object]:
    """Either {"problem": name, "detail": text} or {"duration_seconds": s, "artist": a, "title": t}."""
    tagged = _tagged(path, audio_format)
    if tagged is not None and str(getattr(tagged.info, "codec", "")).startswith(_PROTECTED):
        return _problem("protected")
    try:
        with av.open(str(path), "r", format=DEMUXERS[audio_format], metadata_errors="ignore") as container:
            return _played(container, audio_format, tagged)
    except MemoryError:  # FFmpeg's own is an FFmpegError, too, and says nothing of the file
        raise
    except av.FFmpegError:
        return _problem(_why_unreadable(path, audio_format))


def _played(container: InputContainer, audio_format: str, tagged: Any) -> dict[str, object]:  # noqa: ANN401 - untyped library
    if any(not stream.disposition & Disposition.attached_pic for stream in container.streams.video):
        return _problem("video")
    if not container.streams.audio:
        return _problem("silent")
    stream = container.streams.audio[0]
    codec = getattr(stream.codec_context, "name", "unknown")
    if not codec.startswith(_CODECS[audio_format]):
        return _problem("codec", codec)
    seconds = _measured_seconds(container, stream)
    declared = _declared_seconds(tagged, audio_format, container)
    if seconds < declared - _SLACK_SECONDS - declared * _SLACK_SHARE:
        return _problem("cut_short")
    container.seek(0)
    if seconds == 0 or not _decodes(container, stream):
        return _problem("silent")
    return {"duration_seconds": seconds, **_tags(tagged, audio_format, container)}


def _measured_seconds(container: InputContainer, stream: AudioStream) -> float:
    """The length of all the sound that is there, without decoding it."""
    ticks = sum(packet.duration or 0 for packet in container.demux(stream) if packet.size)
    return float(ticks * stream.time_base) if stream.time_base else 0.0


def _declared_seconds(tagged: Any, audio_format: str, container: InputContainer) -> float:  # noqa: ANN401 - untyped library
    """The length that the file's own header promises; 0 where it promises none."""
    if tagged is None:
        return 0.0
    info = tagged.info
    if audio_format == "mp3" and info.bitrate_mode == BitrateMode.UNKNOWN:
        return 0.0  # no header with the number of frames: the length is a guess from the file's size
    if audio_format == "wav" and info.length * info.bitrate / 8 > _WAV_SIZE_UNKNOWN * 0.99:
        return 0.0
    if audio_format == "m4a" and not info.length:  # fragmented: only the header of the whole film knows
        return (container.duration or 0) / 1_000_000
    return float(info.length)


def _decodes(container: InputContainer, stream: AudioStream) -> bool:
    for packet in islice(container.demux(stream), _PACKETS_TRIED):
        try:
            frames = packet.decode()
        except av.FFmpegError:
            continue  # one bad packet in a song is a click, not a reason to turn it down
        if frames:
            return True
    return False


def _tagged(path: Path, audio_format: str) -> Any:  # noqa: ANN401 - untyped library
    try:
        return _TAG_READERS[audio_format](path)
    except mutagen.MutagenError:
        return None


def _tags(tagged: Any, audio_format: str, container: InputContainer) -> dict[str, object]:  # noqa: ANN401 - untyped library
    names = ("TPE1", "TIT2") if audio_format == "wav" else ("artist", "title")
    tags = (tagged.tags if tagged is not None else None) or {}
    found = [str((tags.get(name) or [""])[0]) for name in names]
    artist = found[0] or container.metadata.get("artist", "")  # a WAV may carry a LIST chunk instead of ID3
    title = found[1] or container.metadata.get("title", "")
    return {"artist": artist[:_LONGEST_TAG] or None, "title": title[:_LONGEST_TAG] or None}


def _why_unreadable(path: Path, audio_format: str) -> str:
    if audio_format == "mp3":
        return "silent"  # a tag and nothing that plays
    return "cut_short" if audio_format == "m4a" and not _boxes_complete(path) else "damaged"


def _boxes_complete(path: Path) -> bool:
    """Whether every outermost box of an MP4 file ends inside it, with the index (moov) among them."""
    size, position, kinds = path.stat().st_size, 0, set()
    with path.open("rb") as file:
        while position < size:
            file.seek(position)
            header = file.read(16)
            length = int.from_bytes(header[:4], "big")
            if length == 1:
                length = int.from_bytes(header[8:16], "big")
            kinds.add(header[4:8])
            position = position + length if length >= 8 else size
    return position == size and b"moov" in kinds


def _problem(name: str, detail: str = "") -> dict[str, object]:
    return {"problem": name, "detail": detail}


if __name__ == "__main__":
    json.dump(inspect(Path(sys.argv[1]), sys.argv[2]), sys.stdout)
