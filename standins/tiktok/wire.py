"""Protobuf by field number: just enough to write what TikTok pushes and to read what a client sends back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, Union

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
_FIXED_SIZE = {FIXED64: 8, FIXED32: 4}
_UINT64 = (1 << 64) - 1


@dataclass(frozen=True)
class Raw:
    """A field's bytes as they are, under any wire type: for fields that are wrong on purpose."""

    wire_type: int
    data: bytes


Fields: TypeAlias = Mapping[int, "Value"]
Value: TypeAlias = Union[int, str, bytes, Raw, Fields, "Sequence[Value]", None]


def encode(fields: Fields) -> bytes:
    """The message with these fields. None, 0, False and "" are left out, as proto3 does; an empty message is not."""
    out = bytearray()
    for number, value in fields.items():
        if isinstance(value, Sequence) and not isinstance(value, str | bytes):
            for one in value:
                _put(out, number, one)
        elif isinstance(value, Mapping) or value:
            _put(out, number, value)
    return bytes(out)


def _put(out: bytearray, number: int, value: Value) -> None:
    if isinstance(value, Raw):
        out += varint(number << 3 | value.wire_type) + value.data
    elif isinstance(value, int):
        out += varint(number << 3 | VARINT) + varint(value)
    elif value is not None:
        data = _as_bytes(value)
        out += varint(number << 3 | BYTES) + varint(len(data)) + data


def _as_bytes(value: Value) -> bytes:
    if isinstance(value, Mapping):
        return encode(value)
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, bytes):
        return value
    raise TypeError(f"no message field: {value!r}")


def varint(value: int) -> bytes:
    """The number in groups of seven bits: a negative one as its 64-bit complement, a huge one as long as it is."""
    if value < 0:
        value &= _UINT64
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def decode(data: bytes) -> dict[int, list[int | bytes]]:
    """Every field's values in order: numbers of varints, bytes of all else. Raises `IndexError` when cut short."""
    fields: dict[int, list[int | bytes]] = {}
    for number, value in _fields_of(data):
        fields.setdefault(number, []).append(value)
    return fields


def _fields_of(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    at = 0
    while at < len(data):
        key, at = _read_varint(data, at)
        number, wire_type = key >> 3, key & 7
        if wire_type == VARINT:
            value, at = _read_varint(data, at)
            yield number, value
            continue
        size, at = _read_varint(data, at) if wire_type == BYTES else (_FIXED_SIZE[wire_type], at)
        yield number, data[at : at + size]
        at += size


def _read_varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def first_text(fields: Mapping[int, Sequence[int | bytes]], number: int) -> str:
    """The field's first value as text, empty when it is not there."""
    value = next(iter(fields.get(number, ())), b"")
    return value.decode() if isinstance(value, bytes) else str(value)


def first_number(fields: Mapping[int, Sequence[int | bytes]], number: int) -> int:
    """The field's first value as a number, 0 when it is not there."""
    value = next(iter(fields.get(number, ())), 0)
    return value if isinstance(value, int) else 0
