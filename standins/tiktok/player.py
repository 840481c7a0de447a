"""Plays a LIVE that is written down, at any speed, with its drops and restarts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from pathlib import Path

from standins.tiktok import script
from standins.tiktok.live import Live
from standins.tiktok.message import Message
from standins.tiktok.script import Event
from standins.tiktok.script_messages import ScriptMessages
from standins.tiktok.tally import Tally

# At full speed so many frames may be on the way unacknowledged.
_FRAMES_AHEAD = 16


class Player:
    """Plays one script. `live` is the room of the moment, `rooms` are all so far, `sent` is the truth of them all.

    `at` is the script's time in seconds; `TikTok(now=...)` can follow it, so that a LIVE of hours has times of hours.
    """

    def __init__(self, live: Live, *, speed: float = 1, per_frame: int = 10, patience_seconds: float = 60) -> None:
        self.live = live
        self.rooms = [live]
        self.at = 0.0
        self._hand = ScriptMessages(live.creator.world)
        self._speed = speed
        self._per_frame = per_frame
        self._patience_seconds = patience_seconds
        self._waiting: list[Message] = []
        self._started_at = time.monotonic()
        self._alerts = {
            "again": self._again,
            "drop": self._drop,
            "silence": self._silence,
            "restart": self._restart,
            "end": self._end,
        }

    @property
    def sent(self) -> Tally:
        """What viewers did, over all rooms."""
        whole = Tally()
        for room in self.rooms:
            whole.include(room.sent)
        return whole

    async def play(self, events: Iterable[Event]) -> None:
        """Plays the events; raises `TimeoutError` when nobody (re)connects within the patience."""
        await self._audience(self.live.sockets_opened)
        for event in events:
            await self._until(event.at)
            self.at = event.at
            trouble = self._alerts.get(event.do)
            if trouble is None:
                self._waiting.append(self._hand.message(self.live, event))
                await self._flush(at_least=self._per_frame)
            else:
                await self._flush()
                await trouble(event)
        await self._flush()
        await self._all_acked()

    async def _until(self, at: float) -> None:
        if not self._speed:
            return
        pause = self._started_at + at / self._speed - time.monotonic()
        if pause > 0:
            await self._flush()
            await asyncio.sleep(pause)

    async def _flush(self, at_least: int = 1) -> None:
        if len(self._waiting) < at_least:
            return
        messages, self._waiting = self._waiting, []
        await self.live.send(*messages)
        await self._all_acked(except_last=_FRAMES_AHEAD)

    async def _all_acked(self, except_last: int = 0) -> None:
        await self.live.all_acked(except_last=except_last, timeout=self._patience_seconds)

    async def _audience(self, sockets: int) -> None:
        """Lets the script's time stand still until somebody listens, and the room has had so many sockets."""
        before = time.monotonic()
        await self.live.connected(sockets, timeout=self._patience_seconds)
        self._started_at += time.monotonic() - before

    async def _again(self, event: Event) -> None:
        """The last messages once more, with the same ids."""
        await self.live.send(*self.live.last(event.number("last", 1)))

    async def _drop(self, event: Event) -> None:
        await self._all_acked()
        opened = self.live.sockets_opened
        await self.live.drop(event.number("code", 1006), reset=event.flag("reset"))
        await self._audience(opened + 1)

    async def _silence(self, _: Event) -> None:
        await self._all_acked()
        opened = self.live.sockets_opened
        self.live.silence()
        await self._audience(opened + 1)

    async def _restart(self, event: Event) -> None:
        """The LIVE breaks off, and goes on after a pause in a new room."""
        await self._all_acked()
        creator, before = self.live.creator, self.live
        await creator.end_live(event=event.flag("event"), code=event.number("code", 1000))
        await asyncio.sleep(float(event.fields.get("pause_seconds") or 0) / (self._speed or 1))
        self.live = creator.go_live(history_size=before.history_size, replay_size=before.replay_size)
        self.rooms.append(self.live)
        await self._audience(1)

    async def _end(self, event: Event) -> None:
        await self._all_acked()
        await self.live.creator.end_live(event=event.flag("event", default=True), suspended=event.flag("suspended"))


async def play(
    live: Live, what: Path | Iterable[Event], *, speed: float = 1, per_frame: int = 10, patience_seconds: float = 60
) -> Player:
    """Plays a file or events to who listens; the speed is a factor, 0 is as fast as acks allow.

    It waits for a listener to begin, and after each drop, silence and restart: the LIVE stands still meanwhile.
    At most `per_frame` messages share a frame. Gives the player, which knows what was sent.
    """
    player = Player(live, speed=speed, per_frame=per_frame, patience_seconds=patience_seconds)
    await player.play(script.read(what) if isinstance(what, Path) else what)
    return player
