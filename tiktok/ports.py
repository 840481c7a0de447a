"""What tiktok/ asks of the rest of the bot, what it is set up with, and what it says about itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from domain.following import Room, Status
from domain.live import EndReason, LiveEvent


@dataclass(frozen=True)
class Pace:
    """How long the supervisor waits for what, in seconds."""

    answer_seconds: float = 15  # one step of getting into a LIVE
    leaving_seconds: float = 10  # what a disconnect may take before it is answered; it goes on afterwards
    closing_down_seconds: float = 1  # the same at the end of the process, which then waits no longer
    silence_seconds: float = 60  # an open socket without a frame of any kind
    closing_seconds: float = 0.3  # the other side's goodbye; the library may wait for it three times
    grace_seconds: float = 600
    poll_seconds: float = 60  # TikTok: asking more often gets an address locked out
    poll_most_seconds: float = 300
    retry_seconds: float = 2
    retry_most_seconds: float = 60
    steady_seconds: float = 60  # a connection that held this long starts the pauses anew


@dataclass(frozen=True)
class LiveSettings:
    """How to reach TikTok; None means the real service, or no key."""

    sign_api_key: str | None = field(default=None, repr=False)
    sign_api_url: str | None = None
    tiktok_url: str | None = None
    tiktok_webcast_url: str | None = None
    pace: Pace = Pace()


class Recorder(Protocol):
    """Whoever keeps what the supervisor finds. Each call returns when its part is on disk, however long that takes.

    `wish_id` names the request that is followed: a newer one of the server is left alone.
    """

    async def opened(self, room: Room, at: datetime) -> int:
        """A live session begins; returns its id."""

    async def record(self, session_id: int, batch: Sequence[LiveEvent]) -> None:
        """Keeps events in the order in which they came; some may have come before (room id, message id)."""

    async def closed(self, session_id: int, wish_id: int, reason: EndReason, at: datetime) -> None:
        """The live session is over, and the request with it; all its events were recorded before."""

    async def unfollowed(self, wish_id: int) -> None:
        """The request is over."""

    async def state_changed(self, status: Status) -> None:
        """Another state, room or trouble: enough for displays and for one notice about a drop."""

    async def remember(self, wish_id: int, next_try_at: datetime | None) -> None:
        """Keeps when the sign server is to be asked next, also across a restart."""


Ack = Callable[[], None]


class Sink(Protocol):
    """Where an open connection puts what comes."""

    async def opened(self, room: Room) -> None:
        """The room's socket is open."""

    async def take(self, parts: Iterable[Sequence[LiveEvent]], ack: Ack | None) -> None:
        """Takes the events of one frame, waiting while there is no room; `ack` is to be called once they are kept.

        Reading a part takes a while: others come in between.
        """


class Gateway(Protocol):
    """The way to one creator's LIVE. Raises Trouble, and nothing else on purpose."""

    @property
    def unreadable(self) -> int:
        """How many frames and messages could not be read."""

    async def find(self) -> Room:
        """The creator's room, if it is LIVE."""

    async def listen(self, room: Room, sink: Sink) -> None:
        """Signs in, opens the socket and fills `sink`; returns when the other side closed without a reason."""

    async def close(self) -> None:
        """Gives back what it holds."""


OpenGateway = Callable[[str], Awaitable[Gateway]]
