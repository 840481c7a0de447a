"""What can keep the bot from a LIVE: one kind and one sentence for each, whatever TikTok or the library called it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from domain.follow import FollowStatus, Room, TroubleKind
from domain.live_events import EndReason, LiveEvent

SENTENCES = {
    TroubleKind.OFFLINE: "The creator is not LIVE at the moment.",
    TroubleKind.LIVE_OVER: "The LIVE has ended.",
    TroubleKind.UNKNOWN_CREATOR: "TikTok knows no creator of this name who can go LIVE. Check how it is spelled.",
    TroubleKind.AGE_RESTRICTED: "This LIVE is for adults only, and TikTok does not let the bot in.",
    TroubleKind.NO_PROPER_ANSWER: "TikTok gave no proper answer; perhaps it asks for a captcha or blocks this address.",
    TroubleKind.NO_CONNECTION: "TikTok cannot be reached.",
    TroubleKind.SIGN_LIMIT: "The sign server's limit is used up. A key of your own in SIGN_API_KEY raises it.",
    TroubleKind.SIGN_KEY: "The sign server does not accept the key in SIGN_API_KEY. Check it, then connect again.",
    TroubleKind.SIGN_FAILED: "The sign server gave no proper answer.",
    TroubleKind.BLOCKED: "TikTok refused the connection to the LIVE.",
    TroubleKind.DROPPED: "The connection to the LIVE broke.",
    TroubleKind.SILENT: "The connection to the LIVE went silent.",
    TroubleKind.LIBRARY_MOVED: "This version of TikTokLive does not fit the bot. Install what requirements.txt names.",
}
# Trying again cannot help.
HOPELESS = frozenset({TroubleKind.UNKNOWN_CREATOR, TroubleKind.SIGN_KEY, TroubleKind.LIBRARY_MOVED})
OVER = frozenset({TroubleKind.OFFLINE, TroubleKind.LIVE_OVER})  # the creator left: no fault of the connection


class Trouble(Exception):
    """Something keeps the bot from the LIVE; `until` says when the next try is welcome, where that is known."""

    def __init__(self, kind: TroubleKind, *, until: datetime | None = None, detail: str = "") -> None:
        super().__init__(" ".join(filter(None, [SENTENCES[kind], detail])))
        self.kind = kind
        self.until = until


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

    async def state_changed(self, status: FollowStatus) -> None:
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
