"""How often somebody may ask for the same thing."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from datetime import datetime, timedelta

from domain import refusals


def check_pace(
    last: Mapping[Hashable, datetime], who: Hashable, gap: timedelta, now: datetime
) -> dict[Hashable, datetime]:
    """Who asked when, with `who` now, and without those who may ask again; refuses `who` within `gap` of the last time.

    A time that is ahead is one of a clock that was put right: it binds nobody for longer than the gap.
    """
    recent = {one: at for one, at in last.items() if abs(now - at) < gap}
    if who in recent:
        raise refusals.asked_a_moment_ago(math.ceil((gap - abs(now - recent[who])).total_seconds()))
    return {**recent, who: now}
