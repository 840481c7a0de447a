"""How long to wait before the next try: growing, jittered, and never before the sign server wants to be asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from domain.follow import TroubleKind
from tiktok.ports import OVER, Pace, Trouble

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


_SECONDS_NOT_A_DATE = 10**8  # a reset this small is a number of seconds to wait, not one since 1970
_LONGEST = timedelta(days=1)  # the widest limit is a day's; a later reset is a wrong number


class Quota:
    """Remembers until when the sign server wants no more questions."""

    def __init__(self) -> None:
        self._reset_at: datetime | None = None

    def check(self, now: datetime) -> None:
        """Raises Trouble while the quota is known to be used up."""
        if self._reset_at is not None and now < self._reset_at:
            raise Trouble(TroubleKind.SIGN_LIMIT, until=self._reset_at)

    def used_up(self, reset_header: str | None, now: datetime) -> Trouble:
        """The sign server said 429: notes what its RateLimit-Reset header says, and makes the Trouble to raise."""
        self._reset_at = reset_at(reset_header, now)
        return Trouble(TroubleKind.SIGN_LIMIT, until=self._reset_at)


def reset_at(header: str | None, now: datetime) -> datetime | None:
    """When the limit ends, at most a day ahead; None where the header says nothing useful."""
    if header is None or not header.isascii() or not header.isdecimal() or len(header) > len("9999999999"):
        return None
    seconds = int(header)
    if seconds < _SECONDS_NOT_A_DATE:
        return min(now + timedelta(seconds=seconds), now + _LONGEST)
    return min(datetime.fromtimestamp(seconds, UTC), now + _LONGEST)
