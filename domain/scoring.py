"""What the LIVE is worth: points for what viewers do, and the caps that keep them fair (rule 9)."""

from __future__ import annotations

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
