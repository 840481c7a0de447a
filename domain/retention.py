"""How long is kept what nobody needs for ever. Points, songs, plays and what staff did are never dropped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

SESSION_DAYS = 400  # what each account did in a LIVE, and how many watched when; the sums stay
# By table: from when a notice was settled, a code or a lot expired, a window of a cap began, a song was over.
ROWS_KEPT: Mapping[str, timedelta] = MappingProxyType(
    {
        "notices": timedelta(days=30),
        "handle_codes": timedelta(days=1),
        "caps": timedelta(days=1),
        "spendings": timedelta(days=400),
        "lots": timedelta(days=30),  # one of which something was spent stays as long as what was spent
    }
)


def rows_go_before(now: datetime) -> dict[str, datetime]:
    """By table, the moment before which its rows are too old at `now`."""
    return {name: now - kept for name, kept in ROWS_KEPT.items()}


def sessions_go_before(now: datetime) -> datetime:
    """Sessions that closed before this moment keep only their sums at `now`."""
    return now - timedelta(days=SESSION_DAYS)
