"""How long to wait before the next try: growing, jittered, and never before the sign server wants to be asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.following import TroubleKind
from tiktok.ports import Pace
from tiktok.troubles import OVER, Trouble

_GROWTH, _RETRY_GROWTH = 1.5, 2.0
_POLLED = OVER | {TroubleKind.AGE_RESTRICTED, TroubleKind.NO_PROPER_ANSWER, TroubleKind.BLOCKED, TroubleKind.SIGN_LIMIT}
_MOST_GROWN = 32  # growths; by then every pause is at its limit


def pause_seconds(trouble: Trouble, tries: int, now: datetime, pace: Pace, chance: float) -> float:
    """Seconds until the next try after `tries` failed ones in a row (from 1); `chance` is from 0 to 1."""
    if trouble.until is not None:
        wait = max(trouble.until - now, timedelta())
        return wait.total_seconds() + pace.retry_seconds * (1 + chance)
    grown = min(tries - 1, _MOST_GROWN)
    if trouble.kind in _POLLED:
        return min(pace.poll_seconds * _GROWTH**grown, pace.poll_most_seconds) * (1 + chance / 4)
    return min(pace.retry_seconds * _RETRY_GROWTH**grown, pace.retry_most_seconds) * (1 + chance) / 2
