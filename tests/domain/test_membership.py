"""Which servers were left, and when what belongs to them goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.membership import Membership, gone_from, new_in

NOW = datetime(2026, 11, 1, 20, 0, tzinfo=UTC)
OURS, ANOTHER = 1, 2
KNOWN = [
    Membership(10, OURS, None),
    Membership(20, OURS, None),
    Membership(30, ANOTHER, None),
    Membership(40, OURS, NOW),
]


def test_a_server_that_discord_names_no_more_was_left_once() -> None:
    assert gone_from(KNOWN, OURS, {10}) == {20}
    assert gone_from(KNOWN, OURS, {10, 20}) == set()


def test_another_application_leaves_nothing_that_this_one_is_in() -> None:
    assert gone_from(KNOWN, ANOTHER, set()) == {30}
    assert gone_from(KNOWN, 3, set()) == set()


def test_what_has_to_be_noted_is_new_or_back_or_another_applications() -> None:
    assert new_in(KNOWN, OURS, {10, 20}) == set()
    assert new_in(KNOWN, OURS, {10, 30, 40, 50}) == {30, 40, 50}


@pytest.mark.parametrize(("days", "goes"), [(0, False), (29.99, False), (30, True), (400, True)])
def test_what_belongs_to_a_server_goes_thirty_days_after_it_was_left(days: float, goes: bool) -> None:  # noqa: FBT001
    assert Membership(10, OURS, NOW).has_had_its_time(NOW + timedelta(days=days)) is goes


def test_what_was_not_left_never_goes() -> None:
    assert not Membership(10, OURS, None).has_had_its_time(NOW + timedelta(days=10_000))


def test_a_clock_that_is_put_back_takes_nothing_away() -> None:
    assert not Membership(10, OURS, NOW).has_had_its_time(NOW - timedelta(days=10_000))
