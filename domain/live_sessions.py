"""Live sessions: one LIVE of a creator each, who is to be followed, and what each account did in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.live_events import EndReason

COUNTS = ("likes", "comments", "shares", "follows", "subscriptions", "joins", "gifts", "coins", "guest_coins")


@dataclass(frozen=True)
class Attendance:
    """What one account did in a session; `watched` is an estimate."""

    handle: str
    member_id: int | None
    watched: timedelta
    likes: int
    comments: int
    shares: int
    follows: int
    subscriptions: int
    joins: int
    gifts: int
    coins: int
    guest_coins: int

    @property
    def interactions(self) -> int:
        """Everything that the account did besides giving."""
        return self.likes + self.comments + self.shares + self.follows + self.subscriptions


@dataclass(frozen=True)
class ViewerCount:
    """How many watched at a moment, visits and coins so far."""

    at: datetime
    viewers: int
    visitors: int
    coins: int


@dataclass(frozen=True)
class LiveSession:
    """One LIVE of a creator as a server followed it; open while `closed_at` is None."""

    session_id: int
    guild_id: int
    creator: str
    room_id: int
    opened_at: datetime
    last_event_at: datetime
    closed_at: datetime | None
    end_reason: EndReason | None
    unreadable: int
    shed: int
    coins: int


@dataclass(frozen=True)
class FollowRequest:
    """A creator whom a server wants to follow; `next_try_at` survives a restart, so that no sign quota is wasted.

    `wish_id` is another one each time somebody asks.
    """

    guild_id: int
    creator: str
    asked_by: str
    asked_at: datetime
    next_try_at: datetime | None
    wish_id: int
    asked_by_id: int | None = None
