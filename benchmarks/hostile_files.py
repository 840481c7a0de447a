"""Files that are small on the way in and large once they are read: tags of audio files, and a file to restore from."""

from __future__ import annotations

import zlib

from standins.songs import tone

MIB = 2**20
_COMPRESSED, _LENGTH_FOLLOWS = 0x08, 0x01  # ID3v2.4: flags of a frame


def unpacking_song(unpacked_mib: int) -> bytes:
    """An MP3 with one compressed frame in its tag that unpacks to so much; a thousandth of it is sent."""
    packer, text = zlib.compressobj(9), b"a" * MIB
    pieces = [packer.compress(b"\x03name\0"), *(packer.compress(text) for _ in range(unpacked_mib)), packer.flush()]
    packed = b"".join(pieces)
    length = _seven_bits(min(unpacked_mib * MIB, 2**28 - 1))
    return _tag(_frame(length + packed, _COMPRESSED | _LENGTH_FOLLOWS)) + tone("mp3", 440)


def song_of_many_frames(frames: int) -> bytes:
    """An MP3 whose tag has so many texts, each with a name of its own."""
    texts = (f"\x03k{number}\0v".encode() for number in range(frames))
    return _tag(b"".join(map(_frame, texts))) + tone("mp3", 441)


def nested_lists(mib: int) -> bytes:
    """A JSON text of this size that is nothing but empty lists: each takes twenty times its own length in memory."""
    return b"[" + b"[]," * (mib * MIB // 3) + b"[]]"


def _tag(frames: bytes) -> bytes:
    return b"ID3\x04\x00\x00" + _seven_bits(len(frames)) + frames


def _frame(body: bytes, flags: int = 0) -> bytes:
    return b"TXXX" + _seven_bits(len(body)) + bytes((0, flags)) + body


def _seven_bits(number: int) -> bytes:
    """ID3v2.4: sizes use the lower seven bits of four bytes."""
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))
