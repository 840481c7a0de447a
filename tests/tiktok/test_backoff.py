"""Pauses between tries, and the sign server's quota."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.follow import TroubleKind
from tiktok.backoff import Quota, pause_seconds, reset_at
from tiktok.ports import Pace, Trouble

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
PACE = Pace()
CHANCES = st.floats(0, 1)


@given(st.integers(1, 10_000), CHANCES)
def test_an_offline_creator_is_never_asked_for_more_than_once_a_minute(tries: int, chance: float) -> None:
    seconds = pause_seconds(Trouble(TroubleKind.OFFLINE), tries, NOW, PACE, chance)
    assert 60 <= seconds <= PACE.poll_most_seconds * 1.25


@given(st.sampled_from(TroubleKind), st.integers(1, 100), CHANCES)
def test_pauses_grow_up_to_a_limit(kind: TroubleKind, tries: int, chance: float) -> None:
    sooner, later = (pause_seconds(Trouble(kind), count, NOW, PACE, chance) for count in (tries, tries + 1))
    assert 0 < sooner <= later <= PACE.poll_most_seconds * 1.25


def test_a_drop_is_answered_within_two_seconds() -> None:
    assert pause_seconds(Trouble(TroubleKind.DROPPED), 1, NOW, PACE, 1) <= 2


def test_two_bots_with_the_same_trouble_do_not_knock_together() -> None:
    assert (
        len({pause_seconds(Trouble(TroubleKind.DROPPED), 3, NOW, PACE, chance) for chance in (0, 0.3, 0.6, 0.9)}) == 4
    )


@given(st.integers(-100, 100_000), st.integers(1, 50), CHANCES)
def test_nobody_asks_the_sign_server_before_its_reset(reset_seconds: int, tries: int, chance: float) -> None:
    until = NOW + timedelta(seconds=reset_seconds)
    seconds = pause_seconds(Trouble(TroubleKind.SIGN_LIMIT, until=until), tries, NOW, PACE, chance)
    assert NOW + timedelta(seconds=seconds) > max(until, NOW)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (str(int(NOW.timestamp()) + 90), 90),
        ("45", 45),
        ("9999999999", 86_400),
        ("", None),
        (None, None),
        ("soon", None),
        ("-5", None),
        ("9" * 40, None),
        ("٣", None),
    ],
)
def test_a_reset_is_read_as_a_date_or_as_seconds_and_never_more_than_a_day(
    header: str | None, seconds: int | None
) -> None:
    assert reset_at(header, NOW) == (None if seconds is None else NOW + timedelta(seconds=seconds))


def test_a_used_up_quota_stops_everybody_until_its_reset() -> None:
    quota = Quota()
    quota.check(NOW)
    assert quota.used_up("60", NOW).until == NOW + timedelta(seconds=60)
    with pytest.raises(Trouble) as caught:
        quota.check(NOW + timedelta(seconds=59))
    assert caught.value.kind is TroubleKind.SIGN_LIMIT
    quota.check(NOW + timedelta(seconds=60))
