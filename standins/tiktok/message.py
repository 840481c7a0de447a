"""One message of a LIVE: its method, its fields by number, and what it truly stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Self

from standins.tiktok.wire import Fields, Value, encode


class Kind(StrEnum):
    """What a viewer can do that counts."""

    LIKE = "like"
    COMMENT = "comment"
    SHARE = "share"
    FOLLOW = "follow"
    JOIN = "join"
    GIFT = "gift"
    GUEST_GIFT = "guest_gift"
    SUBSCRIBE = "subscribe"


@dataclass(frozen=True)
class ViewerAction:
    """What a message tells of: so much, in all, by this viewer under this key. A streak repeats its key and grows."""

    kind: Kind
    user_id: int
    amount: int
    key: object


@dataclass(frozen=True)
class Message:
    """Sending the same one again is what TikTok calls a duplicate: the message id stays.

    `raw` is sent in place of the fields. `deed` is None where a message is nobody's doing, or cannot be read.
    """

    method: str
    msg_id: int
    fields: Fields
    deed: ViewerAction | None = None
    raw: bytes | None = None

    @cached_property
    def payload(self) -> bytes:
        """The inner message as it travels."""
        return encode(self.fields) if self.raw is None else self.raw

    def but(self, path: Sequence[int], value: Value) -> Self:
        """A copy with another value at the end of the path of field numbers; it counts for nothing any more."""
        return replace(self, fields=_changed(self.fields, path, value), deed=None)

    def broken(self, payload: bytes = b"\x0a\xff\xff\x03cut short") -> Self:
        """A copy whose payload no decoder can read."""
        return replace(self, raw=payload, deed=None)


def _changed(fields: Fields, path: Sequence[int], value: Value) -> Fields:
    number, *rest = path
    if not rest:
        return {**fields, number: value}
    inner = fields.get(number)
    if not isinstance(inner, Mapping):
        raise TypeError(f"field {number} is no message that can be opened")
    return {**fields, number: _changed(inner, rest, value)}
