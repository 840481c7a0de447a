"""Small values: shows, points, statuses, and which actions an undo takes back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.actions import UNDOABLE, ActionKind
from domain.lines import Line
from domain.points import Origin, PointsByOrigin, costs_points
from domain.shows import show_end, show_has_ended
from domain.submissions import Status
from tests.domain.songs import START, song


def test_a_show_ends_six_hours_after_its_last_next() -> None:
    assert show_end(START) == START + timedelta(hours=6)
    assert not show_has_ended(START, START + timedelta(hours=6, microseconds=-1))
    assert show_has_ended(START, START + timedelta(hours=6))


@pytest.mark.parametrize("line", [*Line, None])
def test_only_a_play_from_free_costs_the_points(line: Line | None) -> None:
    assert costs_points(line) is (line is Line.FREE)


def test_points_by_origin_add_up() -> None:
    assert PointsByOrigin({Origin.LIKES: 7, Origin.STAFF: -2}).total == 5
    assert PointsByOrigin().total == 0


def test_only_pending_and_waiting_songs_are_active() -> None:
    assert {status for status in Status if status.active} == {Status.PENDING, Status.WAITING}


def test_a_submission_is_named_by_its_number_artist_and_title() -> None:
    assert song(17).label == "#17 Artist – Title 17"


def test_undo_takes_back_what_changes_the_queue_or_points_and_nothing_else() -> None:
    not_undoable = {"open Free", "close Free", "end show", "bookmark", "block", "unblock", "link handle", "setting"}
    not_undoable |= {"credit", "TikTok", "restore backup"}
    assert {kind.value for kind in ActionKind} - {kind.value for kind in UNDOABLE} == not_undoable
