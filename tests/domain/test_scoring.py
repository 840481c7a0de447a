"""What coins and activities are worth, whatever way they are reported (rule 9)."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.points import gift_points, points_for_rise, within_cap

COINS = st.integers(0, 10_000_000)


@pytest.mark.parametrize(
    ("coins", "points"), [(0, 0), (1, 2), (999, 1_998), (1_000, 2_000), (1_001, 2_001), (45_000, 46_000)]
)
def test_the_first_thousand_coins_are_worth_two_points_each_and_every_other_one(coins: int, points: int) -> None:
    assert gift_points(coins) == points


@given(st.lists(COINS))
def test_however_a_streak_is_cut_its_steps_are_worth_as_much_as_the_whole(marks: list[int]) -> None:
    steps = [0, *sorted(marks)]
    assert sum(points_for_rise(before, now) for before, now in pairwise(steps)) == gift_points(steps[-1])


@given(COINS, COINS)
def test_more_coins_are_never_worth_less(one: int, other: int) -> None:
    assert gift_points(min(one, other)) <= gift_points(max(one, other))


@given(st.lists(st.integers(0, 200)), st.integers(0, 300))
def test_however_many_come_no_more_than_the_cap_count_and_no_fewer_than_there_are(counts: list[int], cap: int) -> None:
    used = 0
    for count in counts:
        used += within_cap(count, used, cap)
    assert used == min(sum(counts), cap)


def test_a_cap_that_was_lowered_below_what_is_used_takes_nothing_back() -> None:
    assert within_cap(5, 100, 10) == 0
