"""The hook: TikTokLive opens the socket and keeps its heartbeat, and the frames with messages never reach its decoder.

`Tap` stands between the socket and the library. It keeps every frame that carries messages, and hands on the others.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from TikTokLive.client.errors import InitialCursorMissingError, WebcastBlockedError, WebsocketURLMissingError
from TikTokLive.client.web.web_client import TikTokWebClient
from TikTokLive.client.ws.ws_client import WebcastWSClient
from TikTokLive.proto import ProtoMessageFetchResult
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.frames import Frame, Opcode
from websockets.legacy.client import WebSocketClientProtocol
from websockets.typing import Data

from domain.follow import Room, TroubleKind
from tiktok import live_pb2 as pb
from tiktok.decode import LARGE_BYTES, Decoder, Packet
from tiktok.finder import Table, told
from tiktok.ports import Pace, Sink, Trouble

MOST_UNSENT_BYTES = 2**20  # of acks that the other side does not read
MOST_FRAME_BYTES = 8 * 2**20  # websockets: more than this closes the socket with 1009; its own limit is 1 MiB

LISTENING: Table = {
    WebcastBlockedError: TroubleKind.BLOCKED,
    InitialCursorMissingError: TroubleKind.BLOCKED,
    WebsocketURLMissingError: TroubleKind.BLOCKED,
    ConnectionClosed: TroubleKind.DROPPED,
    WebSocketException: TroubleKind.NO_CONNECTION,  # among them a handshake with any other status
    OSError: TroubleKind.NO_CONNECTION,
    ValueError: TroubleKind.DROPPED,  # the library could not read one of the frames without messages
}


@dataclass(frozen=True)
class Intake:
    """What a connection needs to make events of frames, and where it puts them."""

    room: Room
    decoder: Decoder
    sink: Sink
    pace: Pace


class Tap(WebSocketClientProtocol):
    """The library's socket, as far as the library can tell."""

    def __init__(self, intake: Intake, history: pb.FetchResult, **options: Any) -> None:  # noqa: ANN401 - of websockets
        super().__init__(**options)
        self._intake = intake
        self._history: pb.FetchResult | None = history
        self._acks: list[bytes] = []

    async def recv(self) -> Data:
        """The next frame that is the library's own. Raises Trouble when the socket is silent for too long.

        The time that the sink takes does not count as silence.
        """
        if self._history is not None:
            history, self._history = self._history, None
            await self._intake.sink.opened(self._intake.room)
            await self._deliver(Packet(0, history))
        while True:
            data = await self._next()
            packet = await self._opened(data if isinstance(data, bytes) else data.encode())
            if packet is None:
                return data
            await self._deliver(packet)

    async def send(self, message: Any) -> None:  # noqa: ANN401 - of websockets
        """The library's heartbeat. That the socket is closed is told where frames are read.

        TikTokLive: its task for heartbeats ends with the error, which nobody takes from it but asyncio's log.
        """
        with suppress(ConnectionClosed):
            await super().send(message)

    async def _opened(self, data: bytes) -> Packet | None:
        """A large frame is opened in a thread: unpacking it would stop everybody else."""
        decoder = self._intake.decoder
        return await asyncio.to_thread(decoder.open, data) if len(data) > LARGE_BYTES else decoder.open(data)

    async def _next(self) -> Data:
        if self.messages:  # websockets: frames that wait already; a timer for each would cost as much as reading it
            return await super().recv()
        try:
            async with asyncio.timeout(self._intake.pace.silence_seconds):
                return await super().recv()
        except TimeoutError:
            raise Trouble(TroubleKind.SILENT) from None

    async def _deliver(self, packet: Packet) -> None:
        parts = self._intake.decoder.parts(packet.result, self._intake.room)
        ack = partial(self._acknowledge, packet) if packet.result.need_ack and packet.log_id else None
        await self._intake.sink.take(parts, ack)

    def _acknowledge(self, packet: Packet) -> None:
        receipt = packet.result.internal_ext or b"-"
        frame = pb.PushFrame(log_id=packet.log_id, payload_encoding=b"pb", payload_type=b"ack", payload=receipt)
        if not self._acks:
            asyncio.get_running_loop().call_soon(self._send_acks)
        self._acks.append(Frame(Opcode.BINARY, frame.SerializeToString()).serialize(mask=True))

    def _send_acks(self) -> None:
        """Those of one batch in one go: sent one by one they would cost more than all the rest of a small frame."""
        acks, self._acks = self._acks, []
        if self.open and self.transport.get_write_buffer_size() < MOST_UNSENT_BYTES:
            self.transport.write(b"".join(acks))


async def listen(signed: ProtoMessageFetchResult, web: TikTokWebClient, intake: Intake) -> None:
    """Opens the socket and fills the sink; returns when the other side closes it normally. Raises Trouble."""
    # TikTok: what happened before comes with the sign server's answer, and not through the socket.
    history = pb.FetchResult.FromString(bytes(signed))
    signed.is_first = True  # TikTokLive: it enters the room and starts its heartbeat with a first result only
    client = WebcastWSClient(
        ws_kwargs={
            "create_protocol": partial(Tap, intake, history),
            "max_size": MOST_FRAME_BYTES,
            "open_timeout": intake.pace.answer_seconds,
            "close_timeout": intake.pace.closing_seconds,
        }
    )
    connection = client.connect(
        room_id=intake.room.room_id,
        cookies=web.cookies,
        user_agent=web.headers["User-Agent"],
        initial_webcast_response=signed,
    )
    with told(LISTENING):
        async with aclosing(connection) as results:
            await _watch(client, results)


async def _watch(client: WebcastWSClient, results: AsyncIterator[ProtoMessageFetchResult]) -> None:
    """Waits until the connection ends; the library hands out its first result, and must have nothing to add."""
    handed = 0
    async for _ in results:
        handed += 1
        if handed > 1 or not isinstance(client.ws, Tap):
            raise Trouble(TroubleKind.LIBRARY_MOVED, detail="It passes the bot's hook by.")
