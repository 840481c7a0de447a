"""A server's points and TikTok names as an hourly backup has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Points = Mapping[str, int]


@dataclass(frozen=True)
class CopiedAccount:
    """A TikTok account with its own points by origin; whoever it was linked to, and since when in UTC microseconds."""

    handle: str
    tiktok_user_id: int | None
    member_id: int | None
    linked_at: int | None
    points: Points


@dataclass(frozen=True)
class PointsCopy:
    """The points that members have of their own, by origin, and the accounts that have points or a member."""

    members: Mapping[int, Points] = field(default_factory=dict)
    accounts: tuple[CopiedAccount, ...] = ()
