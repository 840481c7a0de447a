"""How long a song will probably wait."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.order import FEWEST_REVIEWS, MOST_REVIEWS, Estimate, estimated_wait, wait_text

reviews = st.lists(st.floats(1, 3_600), min_size=FEWEST_REVIEWS, max_size=60)


@pytest.mark.parametrize("measured", [[], [200.0], [200.0, 300.0]])
def test_there_is_no_estimate_before_three_reviews(measured: list[float]) -> None:
    assert estimated_wait(5, measured) is None
    assert wait_text(None) == "no estimate yet"


def test_equal_reviews_make_a_sure_estimate() -> None:
    assert estimated_wait(4, [180.0] * 5) == Estimate(720.0, 720.0)
    assert wait_text(Estimate(720.0, 720.0)) == "about 12 min"


def test_the_estimate_is_the_middle_half_of_the_reviews_so_that_one_long_talk_does_not_spoil_it() -> None:
    found = estimated_wait(1, [100.0, 200.0, 300.0, 400.0, 36_000.0])
    assert found == Estimate(200.0, 400.0)


def test_only_the_newest_thirty_reviews_count() -> None:
    assert estimated_wait(1, [9_999.0] * 50 + [60.0] * MOST_REVIEWS) == Estimate(60.0, 60.0)


@given(reviews, st.integers(0, 1_000))
def test_the_estimate_is_a_range_inside_what_was_measured_and_grows_with_the_songs_ahead(
    measured: list[float], ahead: int
) -> None:
    one, more = estimated_wait(ahead, measured), estimated_wait(ahead + 1, measured)
    assert one
    assert more
    assert min(measured) * ahead * 0.999 <= one.low_seconds <= one.high_seconds <= max(measured) * ahead * 1.001
    assert one.low_seconds <= more.low_seconds
    assert one.high_seconds <= more.high_seconds


@pytest.mark.parametrize(
    ("estimate", "text"),
    [
        (Estimate(0, 0), "any moment now"),
        (Estimate(5, 20), "about 0–1 min"),
        (Estimate(40, 70), "about 1 min"),
        (Estimate(300, 720), "about 5–12 min"),
        (Estimate(0, 600), "about 0–10 min"),
    ],
)
def test_the_text_is_in_minutes(estimate: Estimate, text: str) -> None:
    assert wait_text(estimate) == text
