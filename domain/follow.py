"""What there is to know about following a creator's LIVE: the states, the troubles, the room, the whole status."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.live_events import EndReason


class FollowState(StrEnum):
    """Where following stands."""

    IDLE = "idle"
    WAITING = "waiting"
    CONNECTING = "connecting"
    LIVE = "live"
    RECONNECTING = "reconnecting"
    ENDED = "ended"


class TroubleKind(StrEnum):
    """What can keep the bot from a LIVE."""

    OFFLINE = "offline"
    LIVE_OVER = "live_over"
    UNKNOWN_CREATOR = "unknown_creator"
    AGE_RESTRICTED = "age_restricted"
    NO_PROPER_ANSWER = "no_proper_answer"
    NO_CONNECTION = "no_connection"
    SIGN_LIMIT = "sign_limit"
    SIGN_KEY = "sign_key"
    SIGN_FAILED = "sign_failed"
    BLOCKED = "blocked"
    DROPPED = "dropped"
    SILENT = "silent"
    LIBRARY_MOVED = "library_moved"


@dataclass(frozen=True)
class Room:
    """The room of one LIVE; `host_id` is the creator's user id, None where TikTok did not tell."""

    room_id: int
    creator: str
    host_id: int | None = None


@dataclass(frozen=True)
class FollowStatus:
    """All that there is to tell about following a creator. `problem` is a sentence, empty while all is well.

    `leaving` says that somebody asked for the end, and that what came is still being stored.

    Counts are by kind of event (`like`, `gift` …), of events and not of likes or coins, since connect or restart.
    """

    state: FollowState = FollowState.IDLE
    creator: str | None = None
    room_id: int | None = None
    session_id: int | None = None
    opened_at: datetime | None = None
    uptime_seconds: float | None = None
    last_event_at: datetime | None = None
    next_try_at: datetime | None = None
    trouble: TroubleKind | None = None
    problem: str = ""
    end_reason: EndReason | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    unreadable: int = 0
    shed: int = 0
    leaving: bool = False


@dataclass(frozen=True)
class Unfinished:
    """What is to be followed, for the request `wish_id`; without a `session_id` the bot waits for the creator."""

    creator: str
    wish_id: int = 0
    session_id: int | None = None
    room_id: int | None = None
    opened_at: datetime | None = None
    last_event_at: datetime | None = None
    next_try_at: datetime | None = None


Store = Callable[[str], Awaitable[int]]  # keeps the request to follow a creator; gives its id


class LiveSupervisors(Protocol):
    """Who follows creators for servers, as the commands see it."""

    async def connect(self, guild_id: int, handle: str, store: Store) -> FollowStatus:
        """Follows the creator from the moment on in which the request is stored. Raises Refusal."""

    def resume(self, guild_id: int, unfinished: Unfinished) -> FollowStatus:
        """Goes on where the process stopped."""

    async def disconnect(self, guild_id: int) -> FollowStatus:
        """Stops, and returns once all that came is recorded and the session is closed, or is still `leaving`."""

    def status(self, guild_id: int) -> FollowStatus:
        """How it stands in one server."""

    @property
    def has_sign_key(self) -> bool:
        """Whether the sign server is asked with a key."""

    async def reach(self) -> dict[str, str]:
        """What is wrong with `TikTok` and with the `sign server`, in a sentence each; empty where nothing is."""

    def statuses(self) -> list[FollowStatus]:
        """How it stands in every server that ever followed somebody."""
