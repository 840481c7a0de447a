"""When a show is over."""

from __future__ import annotations

from datetime import datetime, timedelta

IDLE_SECONDS = 6 * 3600


def show_end(last_next_at: datetime) -> datetime:
    """When a show ends by itself: six hours after its last /next."""
    return last_next_at + timedelta(seconds=IDLE_SECONDS)


def show_has_ended(last_next_at: datetime, now: datetime) -> bool:
    """True when the show's time has run out at `now`."""
    return now >= show_end(last_next_at)
