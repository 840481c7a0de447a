"""The sign server's quota, which all servers of one process share: once it is used up, nobody asks before its reset."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from domain.following import TroubleKind
from tiktok.troubles import Trouble

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
