"""The names of backups: by UTC, one for each hour and night, and which have had their time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from domain.backups import HOURLY, NIGHTLY, BackupKind, hour_of, night_of, of_server, restorable

NOW = datetime(2026, 11, 1, 20, 37, 5, 999, tzinfo=UTC)
BERLIN_IN_SUMMER = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (HOURLY, "points_backup_20261101_20.json"),
        (NIGHTLY, "music_queue_20261101.db"),
        (of_server(42), "guild_42_20261101_203705.json"),
    ],
)
def test_a_name_says_the_time_and_is_read_back(kind: BackupKind, name: str) -> None:
    assert kind.name(NOW) == name
    at = kind.made_at(name)
    assert at is not None
    assert kind.name(at) == name
    assert at.tzinfo is UTC
    assert kind.named(kind.number(name)) == name


@pytest.mark.parametrize(
    "name",
    [
        "points_backup_20261101_2.json",
        "points_backup_20261101_24.json",
        "points_backup_20261301_20.json",
        "points_backup_ 20261101_20.json",
        "points_backup_20261101_20.json.part",
        "points_backup_../../../etc/passwd.json",
        "../points_backup_20261101_20.json",
        "guild_421_20261101_203705.json",
        "guild_4_2_20261101_203705.json",
        "",
    ],
)
def test_what_is_no_name_of_a_backup_of_this_server_is_not_taken_for_one(name: str) -> None:
    assert not any(kind.made_at(name) for kind in restorable(42))


def test_names_go_by_utc_so_that_the_hour_that_summer_time_repeats_has_two_names() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN_IN_SUMMER)
    second = first + timedelta(hours=1)
    assert HOURLY.name(hour_of(first)) == "points_backup_20261025_00.json"
    assert HOURLY.name(hour_of(second)) == "points_backup_20261025_01.json"


@pytest.mark.parametrize(("hour", "minute", "day"), [(3, 59, "20261031"), (4, 0, "20261101"), (23, 59, "20261101")])
def test_the_night_begins_at_four_utc(hour: int, minute: int, day: str) -> None:
    assert NIGHTLY.name(night_of(NOW.replace(hour=hour, minute=minute))) == f"music_queue_{day}.db"


@pytest.mark.parametrize(("kind", "step", "kept"), [(HOURLY, timedelta(hours=1), 48), (NIGHTLY, timedelta(days=1), 14)])
def test_the_newest_are_kept_and_the_rest_has_had_its_time(kind: BackupKind, step: timedelta, kept: int) -> None:
    names = [kind.name(NOW - number * step) for number in range(kept + 5)]
    assert kind.expired(names, NOW) == names[kept:]


def test_a_clock_that_jumps_ahead_does_not_make_all_backups_old() -> None:
    names = [HOURLY.name(NOW - timedelta(hours=number)) for number in range(48)]
    later = NOW + timedelta(days=4_000)
    assert HOURLY.expired([*names, HOURLY.name(later)], later) == names[-1:]


def test_what_a_clock_that_was_ahead_has_left_does_not_push_out_what_is_made_now() -> None:
    future = [HOURLY.name(NOW + timedelta(days=400, hours=number)) for number in range(60)]
    assert HOURLY.expired([*future, HOURLY.name(NOW)], NOW) == []


def test_other_files_in_the_folder_are_never_dropped() -> None:
    names = ["notes.txt", "music_queue_20200101_000000.db", "before_restore_20200101_000000.db", "guild_1_x.json"]
    hours = [HOURLY.name(NOW - timedelta(hours=number)) for number in range(60)]
    assert set(names).isdisjoint(HOURLY.expired(names + hours, NOW) + NIGHTLY.expired(names + hours, NOW))
