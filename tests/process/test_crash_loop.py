"""The pause in a crash loop."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from process.crash_loop import FREE_STARTS, LONGEST_PAUSE_SECONDS, NAME, note_start

NOON = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_an_owner_who_tries_things_out_does_not_wait(tmp_path: Path) -> None:
    assert [note_start(tmp_path, NOON + number * SECOND) for number in range(FREE_STARTS)] == [0] * FREE_STARTS


def test_a_bot_that_dies_at_once_for_a_whole_day_stays_far_below_the_1000_starts_that_discord_allows(
    tmp_path: Path,
) -> None:
    now, starts, pauses = NOON, 0, set()
    while now < NOON + timedelta(days=1):
        pause = note_start(tmp_path, now)
        pauses.add(pause)
        now += timedelta(seconds=pause) + SECOND
        starts += 1
    assert starts < 600
    assert max(pauses) == LONGEST_PAUSE_SECONDS


def test_after_a_quiet_hour_nothing_is_left_of_it(tmp_path: Path) -> None:
    for number in range(20):
        note_start(tmp_path, NOON + number * SECOND)
    assert note_start(tmp_path, NOON + timedelta(hours=2)) == 0


def test_starts_that_a_wrong_clock_noted_in_the_future_do_not_count(tmp_path: Path) -> None:
    for number in range(20):
        note_start(tmp_path, NOON + timedelta(days=400) + number * SECOND)
    assert note_start(tmp_path, NOON) == 0


@pytest.mark.parametrize("notes", ["", "{", "[1]", '["soon"]', "null", '["2026-11-01"]'])
def test_notes_that_cannot_be_read_do_not_keep_the_bot_from_starting(tmp_path: Path, notes: str) -> None:
    (tmp_path / NAME).write_text(notes)
    assert note_start(tmp_path, NOON) == 0


def test_notes_that_cannot_be_written_do_not_either(tmp_path: Path) -> None:
    assert note_start(tmp_path / "not" / "there", NOON) == 0
