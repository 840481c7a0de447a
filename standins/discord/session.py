"""A gateway session: its numbered events, kept for a resume, and the connection that it has at the moment."""

from __future__ import annotations

import asyncio
import zlib
from collections import deque
from typing import TYPE_CHECKING

from standins.discord.wire import encode

if TYPE_CHECKING:
    from aiohttp import web

    from standins.discord.wire import Json

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, RESUME, RECONNECT = 0, 1, 2, 3, 6, 7
REQUEST_MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 8, 9, 10, 11
MOST_KEPT_EVENTS = 10_000


class Connection:
    """One websocket; what is sent goes out in order, compressed as the client asked."""

    def __init__(self, socket: web.WebSocketResponse, *, compress: bool) -> None:
        self._socket = socket
        self._compressor = zlib.compressobj() if compress else None
        self._outbox: asyncio.Queue[Json | int] = asyncio.Queue()
        self.session: Session | None = None
        self.closed_with: int | None = None

    def send(self, op: int, data: object, *, event: str | None = None, number: int | None = None) -> None:
        """Puts one message on its way."""
        self._outbox.put_nowait({"op": op, "d": data, "s": number, "t": event})

    def close(self, code: int) -> None:
        """Closes the connection after all that was sent before; `closed_with` keeps the code."""
        self.closed_with = code
        self._outbox.put_nowait(code)

    async def write(self) -> None:
        """Sends until the connection is closed; runs as a task beside the reader."""
        while not isinstance(item := await self._outbox.get(), int):
            try:
                await self._send_now(encode(item))
            except ConnectionError:
                return
        await self._socket.close(code=item)

    async def _send_now(self, text: str) -> None:
        if self._compressor is None:
            await self._socket.send_str(text)
        else:
            # Discord: zlib-stream is one stream per connection; each message ends with a sync flush.
            packed = self._compressor.compress(text.encode()) + self._compressor.flush(zlib.Z_SYNC_FLUSH)
            await self._socket.send_bytes(packed)


class Session:
    """What IDENTIFY opened; it outlives its connection until it is resumed or given up."""

    def __init__(self, session_id: str, intents: int, connection: Connection) -> None:
        self.id = session_id
        self.intents = intents
        self.connection: Connection | None = connection
        self.number = 0
        self._kept: deque[tuple[int, str, object]] = deque(maxlen=MOST_KEPT_EVENTS)

    def dispatch(self, event: str, data: object) -> None:
        """Numbers an event, keeps it, and sends it if someone listens."""
        self.number += 1
        self._kept.append((self.number, event, data))
        if self.connection is not None:
            self.connection.send(DISPATCH, data, event=event, number=self.number)

    def resume(self, connection: Connection, seen: int) -> None:
        """Goes on with a new connection: everything after event number `seen` again, then RESUMED."""
        self.connection = None
        missed = [kept for kept in self._kept if kept[0] > seen]
        for number, event, data in missed:
            connection.send(DISPATCH, data, event=event, number=number)
        self.connection = connection
        self.dispatch("RESUMED", {"_trace": []})
