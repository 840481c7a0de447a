"""One open push socket: what it gets, what it sends back, and how it ends."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import ClientConnectionResetError, WSMsgType, web

from standins.tiktok.disconnect import pull
from standins.tiktok.frame import push_frame
from standins.tiktok.wait import until
from standins.tiktok.wire import decode, first_number, first_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from standins.tiktok.frame import Frame

ABNORMAL = 1006
NO_STATUS = 1005
# TikTok closes with 1000 when heartbeats stay away; how many it forgives is a guess.
HEARTBEATS_FORGIVEN = 3
_POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Ack:
    """A client's word that it got a frame. `internal_ext` should be the frame's own."""

    at: float
    log_id: int
    internal_ext: str


class Connection:
    """A client's socket to a room. `packed` is what it asked for; `silent` lets it neither hear nor be heard."""

    def __init__(self, request: web.Request, heartbeat_seconds: float, acked: Callable[[Ack], None]) -> None:
        self.entered_room = 0
        self.heartbeats: list[float] = []
        self.silent = False
        self.packed = request.query.get("compress") == "gzip"
        self._acked = acked
        self._request = request
        self._patience_seconds = heartbeat_seconds * HEARTBEATS_FORGIVEN
        # TikTok's clients compress by frame, not by socket.
        # Closing is answered here, or not at all: a silent peer does not even do that.
        self._socket = web.WebSocketResponse(
            protocols=("echo-protocol",), compress=False, timeout=1, autoclose=False, autoping=False
        )
        self._socket.headers["Handshake-Options"] = f"ping-interval={heartbeat_seconds:g}"

    @property
    def open(self) -> bool:
        """Whether the client can still be reached."""
        return self._request.transport is not None and not self._socket.closed

    async def accept(self) -> None:
        """Answers the handshake."""
        await self._socket.prepare(self._request)

    async def push(self, frame: Frame) -> None:
        """Sends a frame, waiting while the client is slow; a silent or lost connection swallows it."""
        await self.push_raw(frame.packed if self.packed else frame.plain)

    async def push_raw(self, data: bytes) -> None:
        """Sends any bytes as one packet."""
        if self.silent or not self.open:
            return
        try:
            await self._socket.send_bytes(data)
        except ClientConnectionResetError:
            return

    async def close(self, code: int = 1000, reason: str = "", *, reset: bool = False) -> None:
        """Ends the connection with a close code; 1006 is the end without a word, 1005 a close without a code."""
        transport = self._request.transport
        if code == ABNORMAL:
            pull(transport, reset=reset)
        elif code == NO_STATUS and transport is not None:
            transport.write(b"\x88\x00")
        else:
            await self._socket.close(code=code, message=reason.encode())

    async def serve(self) -> web.WebSocketResponse:
        """Reads what the client sends until the end. TikTok ends it with 1000 when heartbeats stay away."""
        last_heartbeat = time.monotonic()
        while self.open:
            left = last_heartbeat + self._patience_seconds - time.monotonic()
            try:
                incoming = await self._socket.receive(timeout=max(left, _POLL_SECONDS))
            except TimeoutError:
                if self.silent:
                    continue
                await self.close(1000, "heartbeat timeout")
                break
            if incoming.type is not WSMsgType.BINARY:
                break
            if not self.silent and await self._handle(incoming.data) == "hb":
                last_heartbeat = time.monotonic()
        await until(lambda: not self.silent or self._request.transport is None, math.inf, "the client to give up")
        return self._socket

    async def _handle(self, data: bytes) -> str:
        frame = decode(data)
        kind, log_id = first_text(frame, 7), first_number(frame, 2)
        payload = next(iter(frame.get(8, ())), b"")
        if kind == "ack":
            self._acked(Ack(time.monotonic(), log_id, first_text(frame, 8)))
        elif kind == "hb":
            self.heartbeats.append(time.monotonic())
            await self.push_raw(push_frame(b"", log_id, kind="hb"))
        elif kind == "im_enter_room" and isinstance(payload, bytes):
            self.entered_room = first_number(decode(payload), 1)
            await self.push_raw(push_frame(b"", log_id, kind="im_enter_room_resp"))
        return kind
