"""Ladders, and what a change of ladder does to a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.lines import LADDERS, Ladder, Line, map_line
from tests.domain.songs import ladders

CLASSIC, TIERS = LADDERS["classic"], LADDERS["tiers"]


def test_the_ladders_have_the_lines_that_people_know_highest_first() -> None:
    assert [line.label for line in CLASSIC.lines] == ["BackToBack", "DoubleSkip", "Skip", "Free"]
    assert [line.label for line in TIERS.lines] == ["25+ Skip", "20 Skip", "15 Skip", "10 Skip", "5 Skip", "Free"]


@pytest.mark.parametrize("ladder", LADDERS.values(), ids=LADDERS)
def test_free_is_the_last_line_and_an_approved_skip_goes_right_above_it(ladder: Ladder) -> None:
    assert ladder.lines[-1] is Line.FREE
    assert ladder.lines[-2] is ladder.lowest_paid
    assert Line.FREE not in ladder.paid


def test_every_line_belongs_to_a_ladder_and_has_a_label_of_its_own() -> None:
    assert {line for ladder in LADDERS.values() for line in ladder.lines} == set(Line)
    assert len({line.label for line in Line}) == len(Line)


def test_a_change_of_ladder_maps_by_rank_from_the_top_and_the_rest_to_the_lowest_paid_line() -> None:
    assert [map_line(line, CLASSIC, TIERS) for line in CLASSIC.lines] == [
        Line.TIER_25,
        Line.TIER_20,
        Line.TIER_15,
        Line.FREE,
    ]
    assert [map_line(line, TIERS, CLASSIC) for line in TIERS.lines] == [
        Line.BACK_TO_BACK,
        Line.DOUBLE_SKIP,
        Line.SKIP,
        Line.SKIP,
        Line.SKIP,
        Line.FREE,
    ]


@given(ladders, ladders, st.data())
def test_a_change_of_ladder_never_puts_a_song_above_one_that_was_above_it(
    old: Ladder, new: Ladder, data: st.DataObject
) -> None:
    higher, lower = sorted(data.draw(st.tuples(*[st.sampled_from(old.lines)] * 2)), key=old.rank)
    assert new.rank(map_line(higher, old, new)) <= new.rank(map_line(lower, old, new))


@given(ladders, ladders, st.data())
def test_only_free_becomes_free(old: Ladder, new: Ladder, data: st.DataObject) -> None:
    line = data.draw(st.sampled_from(old.lines))
    assert (map_line(line, old, new) is Line.FREE) is (line is Line.FREE)
