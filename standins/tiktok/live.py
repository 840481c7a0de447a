"""One LIVE: a room with its history, its sockets, and the truth of what was sent in it."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from typing import TYPE_CHECKING

from standins.tiktok.connection import ABNORMAL, Ack, Connection
from standins.tiktok.frame import FetchResult, Frame
from standins.tiktok.message import Kind, Message
from standins.tiktok.messages import Control, Messages
from standins.tiktok.tally import Tally
from standins.tiktok.wait import until

if TYPE_CHECKING:
    from collections.abc import Callable

    from standins.tiktok.creator import Creator


class Live(Messages):
    """A room. `sent` is what viewers did there, told or not yet heard; sending is all that counts.

    The last `history_size` messages (2,000 at most) are the history that a client gets with the sign server's answer.
    What is sent between that answer and the socket's opening arrives as the first frame; with `replay_size`, that frame
    holds at least so many messages of the history again.
    """

    def __init__(self, creator: Creator, room_id: int, *, history_size: int = 20, replay_size: int = 0) -> None:
        world = creator.world
        super().__init__(room_id, creator.viewer.user_id or 0, world.ids, world.now)
        self.creator = creator
        self.history_size = history_size
        self.replay_size = replay_size
        self.alive = True
        self.age_restricted = False
        self.sent = Tally()
        self.acks: list[Ack] = []
        self.connections: list[Connection] = []
        self.sockets_opened = 0
        self.frames_sent = 0
        self._acked_ids: set[int] = set()
        self._waiting_ids: deque[int] = deque()
        self._log: deque[Message] = deque(maxlen=2000)
        self._log_length = 0

    @property
    def sent_coins(self) -> Counter[int]:
        """Coins to the host by user id, each counted once."""
        return self.sent.of(Kind.GIFT)

    async def send(self, *messages: Message, need_ack: bool = True) -> int:
        """Pushes one frame with these messages to every socket; gives its log id."""
        for message in messages:
            self._log.append(message)
            self._log_length += 1
            if message.deed is not None:
                self.sent.add(message.deed)
        frame = self.frame(*messages, need_ack=need_ack)
        self.frames_sent += 1
        listeners = self.listeners
        if need_ack and listeners:
            self._waiting_ids.append(frame.log_id)
        for connection in listeners:
            await connection.push(frame)
        return frame.log_id

    def frame(self, *messages: Message, need_ack: bool = True, history: bool = False) -> Frame:
        """A frame with these messages, not sent: to take apart, or to break and send with `send_raw`."""
        log_id = next(self.creator.world.ids)
        ext = (
            f"internal_src:dim|wss_push_room_id:{self.room_id}|wss_push_did:0|fetch_time:{time.time_ns()}|seq:{log_id}"
        )
        now_ms = int(self._now() * 1000)
        return Frame(log_id, FetchResult(messages, f"{now_ms}_{log_id}", ext, now_ms, need_ack, history=history))

    async def send_raw(self, data: bytes) -> None:
        """Pushes these bytes as they are to every socket."""
        for connection in self.listeners:
            await connection.push_raw(data)

    @property
    def listeners(self) -> list[Connection]:
        """The sockets that are open and hear."""
        return [connection for connection in self.connections if connection.open and not connection.silent]

    def silence(self) -> None:
        """The sockets that are open now stay open, and nothing comes through them any more, in either direction."""
        for connection in self.connections:
            connection.silent = True

    def speak(self) -> None:
        """Ends the silence. What was sent meanwhile stays unheard."""
        for connection in self.connections:
            connection.silent = False

    async def drop(self, code: int = ABNORMAL, *, reset: bool = False) -> None:
        """Closes every socket with this code. 1006: no close frame, with `reset` a connection reset; 1005: no code."""
        await asyncio.gather(*(connection.close(code, reset=reset) for connection in list(self.connections)))

    async def end(self, *, event: bool = True, suspended: bool = False, code: int | None = None) -> None:
        """The LIVE is over. With `event` clients are told; with a code the sockets are closed, else they stay open."""
        self.alive = False
        if event:
            await self.send(self.control(Control.SUSPEND if suspended else Control.END))
        if code is not None:
            await self.drop(code)

    async def connected(self, sockets: int = 1, *, timeout: float = 60) -> None:  # noqa: ASYNC109 - tests say how long they wait
        """Waits until so many sockets were opened since the room began; raises `TimeoutError`."""
        await until(lambda: self.sockets_opened >= sockets and self.listeners, timeout, "a client to connect")

    async def until(self, condition: Callable[[], object], what: str, *, timeout: float = 60) -> None:  # noqa: ASYNC109 - tests say how long they wait
        """Waits until the condition holds; raises `TimeoutError`."""
        await until(condition, timeout, what)

    async def all_acked(self, *, except_last: int = 0, timeout: float = 60) -> None:  # noqa: ASYNC109 - tests say how long they wait
        """Waits until all frames but the last ones were acknowledged, or nobody listens; raises `TimeoutError`."""
        await until(lambda: not self.listeners or self._unacked() <= except_last, timeout, "the acks")

    def _unacked(self) -> int:
        while self._waiting_ids and self._waiting_ids[0] in self._acked_ids:
            self._acked_ids.discard(self._waiting_ids.popleft())
        return len(self._waiting_ids)

    def position(self) -> int:
        """How many messages were sent so far: where a client that is told the history now goes on from."""
        return self._log_length

    def history(self) -> list[Message]:
        """What a client that comes now is told of the past."""
        return self.last(self.history_size)

    def last(self, count: int) -> list[Message]:
        """The messages that were sent last; at most 2,000 are remembered."""
        return list(self._log)[-count:] if count > 0 else []

    async def welcome(self, connection: Connection, position: int) -> None:
        """Takes in a socket and sends what it has not heard since its client was told the history."""
        missed = self.last(max(self._log_length - position, self.replay_size))
        if not self.listeners:
            # Who never acknowledged these is gone.
            self._waiting_ids.clear()
        self.connections = [other for other in self.connections if other.open] + [connection]
        self.sockets_opened += 1
        if missed:
            await connection.push(self.frame(*missed, need_ack=False, history=True))

    def acked(self, ack: Ack) -> None:
        """Notes that a client acknowledged a frame."""
        self.acks.append(ack)
        self._acked_ids.add(ack.log_id)
