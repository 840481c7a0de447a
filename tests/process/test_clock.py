"""The clock of the show, over a computer's clock that jumps."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.lines import LADDERS
from domain.order import FreeOrder, play_order
from process.clock import AHEAD_AFTER_SECONDS, BACK_AFTER_SECONDS, SteadyClock
from tests.domain.songs import song

NOON = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Computer:
    """A computer whose clock can be set while time goes on."""

    def __init__(self) -> None:
        self.shows = NOON
        self.seconds = 0.0

    def wall(self) -> datetime:
        return self.shows

    def monotonic(self) -> float:
        return self.seconds

    def pass_by(self, time: timedelta) -> None:
        self.shows += time
        self.seconds += time.total_seconds()


@pytest.fixture
def computer() -> Computer:
    return Computer()


@pytest.fixture
def clock(computer: Computer) -> SteadyClock:
    return SteadyClock(computer.wall, computer.monotonic)


def test_set_back_by_an_hour_the_show_goes_on_minute_by_minute(computer: Computer, clock: SteadyClock) -> None:
    before = clock()
    computer.shows -= timedelta(hours=1)
    computer.pass_by(MINUTE)
    assert clock() == before + MINUTE
    computer.pass_by(MINUTE)
    assert clock() == before + 2 * MINUTE


def test_it_follows_the_computer_again_once_that_one_has_caught_up(computer: Computer, clock: SteadyClock) -> None:
    computer.shows -= MINUTE
    clock()
    computer.shows += 5 * MINUTE
    assert clock() == computer.shows


def test_set_forward_it_follows(computer: Computer, clock: SteadyClock) -> None:
    computer.shows += timedelta(days=1)
    assert clock() == NOON + timedelta(days=1)


def test_first_come_is_first_served_though_the_clock_was_set_back_in_between(
    computer: Computer, clock: SteadyClock
) -> None:
    first = replace(song(1), entered_at=clock())
    computer.shows -= timedelta(hours=1)
    computer.pass_by(MINUTE)
    second = replace(song(2), entered_at=clock())
    order = play_order([second, first], LADDERS["classic"], FreeOrder.FIFO, {})
    assert [one.number for one in order] == [1, 2]


def test_the_owner_is_told_once(computer: Computer, clock: SteadyClock, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        clock()
        computer.shows -= timedelta(hours=1)
        for _ in range(3):
            computer.pass_by(MINUTE)
            clock()
    assert len(caplog.messages) == 1
    assert "set back by 3600 s" in caplog.messages[0]


YEAR = timedelta(days=365)


def test_a_year_ahead_and_soon_put_right_nothing_has_happened(computer: Computer, clock: SteadyClock) -> None:
    computer.shows += YEAR
    for _ in range(30):
        computer.pass_by(MINUTE)
        assert clock() == NOON + timedelta(seconds=computer.seconds)
        assert not clock.should_follow()
    computer.shows -= YEAR
    assert clock() == computer.shows
    assert not clock.should_follow()


def test_a_leap_ahead_that_stays_is_followed_when_it_has_stayed_for_an_hour(
    computer: Computer, clock: SteadyClock
) -> None:
    computer.shows += YEAR
    clock()
    computer.pass_by(timedelta(seconds=AHEAD_AFTER_SECONDS - 1))
    assert not clock.should_follow()
    computer.pass_by(timedelta(seconds=1))
    assert clock.should_follow()
    clock.follow()
    assert clock() == computer.shows
    assert not clock.should_follow()


def test_a_clock_that_was_ahead_when_the_bot_started_and_is_put_right_is_followed_back(
    computer: Computer, clock: SteadyClock
) -> None:
    computer.shows -= YEAR
    clock()
    computer.pass_by(timedelta(seconds=BACK_AFTER_SECONDS - 1))
    assert not clock.should_follow()
    computer.pass_by(timedelta(seconds=1))
    assert clock.should_follow()
    clock.follow()
    assert clock() == computer.shows


def test_a_clock_that_keeps_jumping_is_not_followed_back(computer: Computer, clock: SteadyClock) -> None:
    for _ in range(30):
        computer.shows -= timedelta(hours=1)
        computer.pass_by(MINUTE)
        assert not clock.should_follow()
