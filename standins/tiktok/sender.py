"""A LIVE in a process of its own, for benchmarks: pushes frames to who connects, as fast as the socket takes them.

Prints two lines of JSON: the addresses and the creator's handle as soon as clients may connect, and at the end what was
sent: events, frames, seconds, and the sums of each kind (gifts in coins).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import struct
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import IO

from standins.tiktok.connection import Connection
from standins.tiktok.frame import Frame
from standins.tiktok.generator import generate
from standins.tiktok.live import Live
from standins.tiktok.message import Kind, Message
from standins.tiktok.script_messages import ScriptMessages
from standins.tiktok.tally import Tally
from standins.tiktok.world import TikTok

_LENGTH = struct.Struct(">I")
_COPY_IN_MEMORY = 64 << 20
_HANDLE = "host"


class Sender:
    """Frames of one generated LIVE, for one client after the other."""

    def __init__(self, live: Live, options: argparse.Namespace) -> None:
        self._live = live
        self._options = options
        self._frames = 0

    def frames(self) -> Iterator[Frame]:
        """The frames, each made when it is asked for."""
        hand, options = ScriptMessages(self._live.creator.world), self._options
        self._live.sent, self._frames = Tally(), 0
        waiting: list[Message] = []
        for event in generate(options.seed, options.events, viewers=options.viewers):
            waiting.append(hand.message(self._live, event))
            if len(waiting) == options.per_frame:
                yield self._frame(waiting)
                waiting = []
        if waiting:
            yield self._frame(waiting)

    def _frame(self, messages: list[Message]) -> Frame:
        self._frames += 1
        for message in messages:
            if message.deed is not None:
                self._live.sent.add(message.deed)
        return self._live.frame(*messages)

    def prepare(self, spool: IO[bytes]) -> None:
        """Packs all frames beforehand, so that packing does not slow the sending."""
        for frame in self.frames():
            spool.write(_LENGTH.pack(len(frame.packed)) + frame.packed)

    async def push_prepared(self, connection: Connection, spool: IO[bytes]) -> None:
        """As fast as the socket takes them."""
        spool.seek(0)
        while header := spool.read(_LENGTH.size):
            await connection.push_raw(spool.read(_LENGTH.unpack(header)[0]))

    async def push_paced(self, connection: Connection) -> None:
        """So many events a second; each frame is made just before it leaves, so that its times are those of sending."""
        seconds_each = self._options.per_frame / self._options.rate
        started_at = time.monotonic()
        for number, frame in enumerate(self.frames()):
            await asyncio.sleep(max(0, started_at + number * seconds_each - time.monotonic()))
            await connection.push(frame)

    def report(self, seconds: float) -> dict[str, object]:
        """What was sent."""
        sums = {kind.value: self._live.sent.of(kind).total() for kind in Kind}
        return {"events": self._options.events, "frames": self._frames, "seconds": round(seconds, 3), "sent": sums}


async def send(options: argparse.Namespace) -> None:
    """Runs until so many clients were served and all acknowledged."""
    async with TikTok() as tiktok:
        live = tiktok.creator(_HANDLE).go_live(history_size=0)
        sender = Sender(live, options)
        with tempfile.SpooledTemporaryFile(_COPY_IN_MEMORY) as spool:
            if not options.rate:
                sender.prepare(spool)
            _say({**tiktok.env(), "handle": _HANDLE, "room_id": live.room_id})
            for served in range(options.clients):
                await live.connected(served + 1, timeout=options.patience_seconds)
                started_at = time.monotonic()
                connection = live.listeners[-1]
                await (sender.push_paced(connection) if options.rate else sender.push_prepared(connection, spool))
                await live.until(lambda: not live.listeners, "the client to hang up", timeout=options.patience_seconds)
                _say(sender.report(time.monotonic() - started_at))


def _say(what: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Reads the command line and sends."""
    parser = argparse.ArgumentParser(prog="python -m standins.tiktok.sender", description=__doc__)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--per-frame", type=int, default=10)
    parser.add_argument("--rate", type=float, default=0, help="events a second; 0: as fast as the socket takes them")
    parser.add_argument("--clients", type=int, default=1, help="how many clients are served, one after the other")
    parser.add_argument("--viewers", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--patience-seconds", type=float, default=600, help="how long to wait for each client")
    asyncio.run(send(parser.parse_args()))


if __name__ == "__main__":
    main()
