"""Which line credit moves a song to, on which song it goes, and which coins are spent (rule 10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.lines import LADDERS, Line
from domain.order import FreeOrder
from domain.promotion import Lot, Promotion, promotion, spend, target
from domain.settings import GuildSettings
from tests.domain.songs import START as NOW
from tests.domain.songs import song

CLASSIC, TIERS = GuildSettings(), GuildSettings(ladder="tiers")
COINS = st.integers(0, 20_000)


@pytest.mark.parametrize(
    ("current", "spent", "credit", "wanted"),
    [
        (Line.FREE, 0, 999, None),
        (Line.FREE, 0, 1_000, Promotion(Line.SKIP, 1_000)),
        (Line.FREE, 0, 5_999, Promotion(Line.DOUBLE_SKIP, 2_000)),
        (Line.FREE, 0, 6_000, Promotion(Line.BACK_TO_BACK, 6_000)),
        (None, 0, 1_000, Promotion(Line.SKIP, 1_000)),
        (Line.SKIP, 1_000, 999, None),
        (Line.SKIP, 1_000, 1_000, Promotion(Line.DOUBLE_SKIP, 1_000)),
        (Line.SKIP, 1_000, 5_000, Promotion(Line.BACK_TO_BACK, 5_000)),
        (Line.BACK_TO_BACK, 6_000, 90_000, None),
    ],
)
def test_a_song_moves_to_the_highest_line_whose_price_minus_what_it_paid_is_covered(
    current: Line | None, spent: int, credit: int, wanted: Promotion | None
) -> None:
    assert promotion(current, spent, credit, CLASSIC) == wanted


@pytest.mark.parametrize(
    ("credit", "line"),
    [(1_000, Line.TIER_5), (2_000, Line.TIER_10), (4_000, Line.TIER_15), (5_000, Line.TIER_20), (6_000, Line.TIER_25)],
)
def test_the_other_ladder_has_its_own_prices(credit: int, line: Line) -> None:
    assert promotion(Line.FREE, 0, credit, TIERS) == Promotion(line, credit)
    below = promotion(Line.FREE, 0, credit - 1, TIERS)
    assert below is None or TIERS.lines.rank(below.line) > TIERS.lines.rank(line)


def test_a_line_that_staff_gave_counts_as_paid() -> None:
    assert promotion(Line.SKIP, 0, 1_000, CLASSIC) == Promotion(Line.DOUBLE_SKIP, 1_000)
    assert promotion(Line.DOUBLE_SKIP, 1_000, 3_999, CLASSIC) is None
    assert promotion(Line.DOUBLE_SKIP, 1_000, 4_000, CLASSIC) == Promotion(Line.BACK_TO_BACK, 4_000)


def test_prices_are_settings() -> None:
    assert promotion(Line.FREE, 0, 1, replace(CLASSIC, price_skip=1)) == Promotion(Line.SKIP, 1)


@given(st.sampled_from([None, *Line]), COINS, COINS, st.sampled_from([CLASSIC, TIERS]))
def test_a_promotion_goes_up_costs_no_more_than_there_is_and_leaves_nothing_higher_in_reach(
    current: Line | None, spent: int, credit: int, settings: GuildSettings
) -> None:
    if current is not None and current not in settings.lines.lines:
        return
    found = promotion(current, spent, credit, settings)
    if found is None:
        return
    lines = settings.lines.lines
    assert 0 <= found.cost <= credit
    assert current is None or lines.index(found.line) < lines.index(current)
    assert promotion(found.line, spent + found.cost, credit - found.cost, settings) is None


@given(st.lists(st.integers(1, 700), max_size=40))
def test_many_small_gifts_reach_the_line_of_one_big_gift_and_cost_as_much(gifts: list[int]) -> None:
    line, spent, credit = Line.FREE, 0, 0
    for coins in gifts:
        credit += coins
        while step := promotion(line, spent, credit, CLASSIC):
            line, spent, credit = step.line, spent + step.cost, credit - step.cost
    at_once = promotion(Line.FREE, 0, sum(gifts), CLASSIC)
    assert (line, spent) == ((at_once.line, at_once.cost) if at_once else (Line.FREE, 0))


@pytest.mark.parametrize("free_order", FreeOrder)
def test_the_song_highest_in_play_order_is_moved_and_a_pending_one_last(free_order: FreeOrder) -> None:
    settings = replace(CLASSIC, free_order=free_order)
    pending = song(1, line=None)
    late = replace(song(2), entered_at=NOW + timedelta(hours=1))
    early, skip = song(3), replace(song(4), line=Line.SKIP, entered_at=NOW + timedelta(hours=2))
    assert target([pending, late, early, skip], settings) == skip
    assert target([pending, late, early], settings) == early
    assert target([pending, late], settings) == late
    assert target([pending], settings) == pending
    assert target([], settings) is None


def lots(*coins_and_days: tuple[int, int]) -> list[Lot]:
    return [Lot(number, coins, NOW + timedelta(days=days)) for number, (coins, days) in enumerate(coins_and_days, 1)]


def test_the_oldest_coins_are_spent_first() -> None:
    assert spend(lots((500, 9), (300, 2), (400, 5)), 800, NOW) == [(2, 300), (3, 400), (1, 100)]


def test_expired_coins_are_not_spent() -> None:
    assert spend(lots((500, 0), (300, 1)), 300, NOW) == [(2, 300)]
    with pytest.raises(ValueError, match="not enough credit"):
        spend(lots((500, 0), (300, 1)), 301, NOW)


@given(st.lists(st.tuples(st.integers(1, 1_000), st.integers(1, 30)), max_size=12), st.integers(0, 5_000))
def test_exactly_the_cost_is_spent_and_no_lot_gives_more_than_it_has(held: list[tuple[int, int]], cost: int) -> None:
    have = {lot.lot_id: lot.coins_left for lot in lots(*held)}
    if sum(have.values()) < cost:
        return
    taken = spend(lots(*held), cost, NOW)
    assert sum(coins for _, coins in taken) == cost
    assert all(0 < coins <= have[lot_id] for lot_id, coins in taken)
    assert len({lot_id for lot_id, _ in taken}) == len(taken)


def test_every_paid_line_has_a_price() -> None:
    for ladder in LADDERS.values():
        assert sorted((CLASSIC.price(line) for line in ladder.paid), reverse=True) == [
            CLASSIC.price(line) for line in ladder.paid
        ]
