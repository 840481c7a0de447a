"""Points: who can hold them, where they come from, and how a holder's balance is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.lines import Line


def costs_points(line: Line | None) -> bool:
    """True where a play takes the member's points: from Free, and from no other line (rule 4)."""
    return line is Line.FREE


class HolderKind(StrEnum):
    """Points belong to a member (given by staff) or to a TikTok account (earned on the LIVE)."""

    MEMBER = "member"
    ACCOUNT = "account"


class Origin(StrEnum):
    """Where points come from."""

    LIKES = "likes"
    COMMENTS = "comments"
    SHARES = "shares"
    FOLLOWS = "follows"
    SUBSCRIPTIONS = "subscriptions"
    JOINS = "joins"
    GIFTS = "gifts"
    STAFF = "staff"


@dataclass(frozen=True)
class Holder:
    """One balance of a server: a member or an account, by id."""

    kind: HolderKind
    holder_id: int


@dataclass(frozen=True)
class PointsByOrigin:
    """The points of one member (accounts included) or one account, split by where they come from."""

    by_origin: Mapping[Origin, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_origin.values())


DOUBLE_UP_TO = 1000


def gift_points(coins: int) -> int:
    """f(c): two points a coin for the first 1,000 coins of a streak, one point for every coin after that."""
    return 2 * min(coins, DOUBLE_UP_TO) + max(0, coins - DOUBLE_UP_TO)


def points_for_rise(coins_before: int, coins_now: int) -> int:
    """The points of a streak that rose: f(new) − f(old), so that many small reports are worth one big one."""
    return gift_points(coins_now) - gift_points(coins_before)


def within_cap(count: int, used: int, cap: int) -> int:
    """How many of `count` still count where `used` of `cap` are taken in this window."""
    return max(0, min(count, cap - used))
