"""Judges a file that arrived: real, whole, audible music of a format that plays here, or a sentence why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain import media_refusals
from media import worker
from media.kinds import audio_format_of

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST_CHECK_SECONDS = 30
_REFUSALS = {
    "cut_short": media_refusals.file_cut_short,
    "damaged": media_refusals.file_damaged,
    "protected": media_refusals.file_protected,
    "silent": media_refusals.file_without_sound,
    "video": media_refusals.file_is_video,
}


@dataclass(frozen=True)
class Sound:
    """What a good file holds: its format, its measured length, and its tags as they were written."""

    audio_format: str
    duration_seconds: float
    artist: str | None
    title: str | None


def check(path: Path) -> Sound:
    """Reads the file at `path` and raises a Refusal unless it plays to its end. Blocks: call it in a thread."""
    with path.open("rb") as file:
        audio_format = audio_format_of(file)
    found = worker.run("media.inspection", str(path), audio_format, timeout_seconds=_LONGEST_CHECK_SECONDS)
    if found is None:
        raise media_refusals.file_damaged()
    if found.get("problem") == "codec":
        raise media_refusals.file_codec_unknown(found["detail"])
    if "problem" in found:
        refusal = _REFUSALS[found["problem"]]
        raise refusal()
    return Sound(audio_format, found["duration_seconds"], found["artist"], found["title"])
