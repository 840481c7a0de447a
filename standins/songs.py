"""Songs for the stage: a second of a quiet tone in each of the formats that the bot takes."""

from __future__ import annotations

import io
import math
from array import array

import av
from av.audio.stream import AudioStream

RATE = 44_100
_MAKERS = {
    "mp3": ("mp3", "mp3", "s16p"),
    "wav": ("wav", "pcm_s16le", "s16"),
    "m4a": ("ipod", "aac", "fltp"),
    "flac": ("flac", "flac", "s16"),
}


def tone(audio_format: str, pitch: int, *, artist: str = "", title: str = "", seconds: float = 1.0) -> bytes:
    """A playable file; another `pitch` in Hz makes another song."""
    muxer, codec, samples = _MAKERS[audio_format]
    made = io.BytesIO()
    with av.open(made, "w", format=muxer) as container:
        container.metadata.update({name: text for name, text in (("artist", artist), ("title", title)) if text})
        stream = container.add_stream(codec, rate=RATE, layout="mono", format=samples)
        if not isinstance(stream, AudioStream):
            raise TypeError("the codec does not make sound")
        resampler = av.AudioResampler(format=samples, layout="mono", rate=RATE)
        for frame in [*resampler.resample(_wave(pitch, seconds)), *resampler.resample(None)]:
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return made.getvalue()


def _wave(pitch: int, seconds: float) -> av.AudioFrame:
    count = int(RATE * seconds)
    samples = array("h", (int(8000 * math.sin(math.tau * pitch * i / RATE)) for i in range(count)))
    frame = av.AudioFrame(format="s16", layout="mono", samples=count)
    frame.sample_rate, frame.pts = RATE, 0
    frame.planes[0].update(samples.tobytes())
    return frame
