"""Small files that cost a careless reader the memory or the time of its computer."""

from __future__ import annotations

import zlib
from functools import lru_cache

from tests.audio import song
from tests.media.offers import MIB

UNPACKED = 255 * MIB  # the most that the seven-bit size of a frame can promise


def id3(frames: bytes) -> bytes:
    """A tag of ID3v2.4."""
    return b"ID3\x04\x00\x00" + _seven_bit(len(frames)) + frames


@lru_cache
def bomb(pieces: int = 3) -> bytes:
    """An MP3 of less than a megabyte, whose compressed frames unpack to 255 MiB each."""
    packer = zlib.compressobj(9)
    packed = b"".join([*(packer.compress(bytes(MIB)) for _ in range(UNPACKED // MIB)), packer.flush()])
    body = _seven_bit(UNPACKED) + packed
    compressed_with_length = b"\x00\x09"
    return id3(pieces * (b"TXXX" + _seven_bit(len(body)) + compressed_with_length + body)) + song()


@lru_cache
def many_tags(count: int = 400_000, pitch: int = 440) -> bytes:
    """An MP3 with so many little frames that reading them takes minutes."""
    texts = (b"\x03%d\x00x" % number for number in range(count))
    return id3(b"".join(b"TXXX" + _seven_bit(len(text)) + b"\x00\x00" + text for text in texts)) + song(pitch=pitch)


def _seven_bit(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))
