"""The envelopes that messages travel in: the fetch result, and the push frame around it."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from standins.tiktok.message import Message
from standins.tiktok.wire import Fields, encode

FASTEST = 1


def envelope(message: Message, *, history: bool = False) -> Fields:
    """The message with its method and id around it."""
    return {1: message.method, 2: message.payload, 3: message.msg_id, 6: history}


def push_frame(payload: bytes, log_id: int, *, kind: str = "msg", headers: Mapping[str, str] | None = None) -> bytes:
    """What one packet of the socket holds."""
    pairs = [{1: key, 2: value} for key, value in (headers or {}).items()]
    return encode({1: log_id & 0xFFFF, 2: log_id, 3: 9000, 4: 8, 5: pairs, 6: "pb", 7: kind, 8: payload})


@dataclass(frozen=True)
class FetchResult:
    """Several messages and what the client needs to know beside them."""

    messages: Iterable[Message]
    cursor: str = ""
    internal_ext: str = ""
    now_ms: int = 0
    need_ack: bool = True
    is_first: bool = False
    history: bool = False
    heartbeat_ms: int = 0
    push_server: str = ""
    route_params: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def encoded(self) -> bytes:
        """The fetch result in bytes."""
        return encode(
            {
                1: [envelope(message, history=self.history) for message in self.messages],
                2: self.cursor,
                3: 1000,
                4: self.now_ms,
                5: self.internal_ext,
                6: 1,
                7: [{1: key, 2: value} for key, value in self.route_params.items()],
                8: self.heartbeat_ms,
                9: self.need_ack,
                10: self.push_server,
                11: self.is_first,
            }
        )


class Frame:
    """A frame ready to be pushed, plain or packed, whichever the client asked for."""

    def __init__(self, log_id: int, result: FetchResult) -> None:
        self.log_id = log_id
        self.internal_ext = result.internal_ext
        self._result = result

    @cached_property
    def plain(self) -> bytes:
        """The frame without compression."""
        return push_frame(self._result.encoded, self.log_id, headers={"compress_type": "none"})

    @cached_property
    def packed(self) -> bytes:
        """The frame with its payload in gzip."""
        payload = gzip.compress(self._result.encoded, FASTEST, mtime=0)
        return push_frame(payload, self.log_id, headers={"compress_type": "gzip", "im-cursor": self._result.cursor})
