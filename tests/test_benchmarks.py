"""The bench's arithmetic, the torture's judge, and a very short run of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.bench.table import Row, latency_rows, percentile, table
from benchmarks.torture.__main__ import torture
from benchmarks.torture.judge import differences, possible
from benchmarks.torture.model import Model
from benchmarks.torture.operations import Operation

ANA, BEN = 1, 2


@pytest.mark.parametrize(("share", "sample"), [(0.0, 1), (0.5, 50), (0.99, 99), (1.0, 100)])
def test_a_percentile_is_the_smallest_sample_that_so_many_do_not_exceed(share: float, sample: float) -> None:
    assert percentile(list(range(100, 0, -1)), share) == sample


def test_a_percentile_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        percentile([], 0.5)


@pytest.mark.parametrize(("large", "verdict"), [(15.0, "goal met"), (15.1, "goal missed")])
def test_the_goal_is_half_as_much_again_as_on_the_small_side(large: float, verdict: str) -> None:
    assert Row("/next", "ms", small=10.0, large=large).verdict == verdict


def test_the_table_has_a_line_for_median_and_p99_in_milliseconds_beside_the_empty_command() -> None:
    rows = list(latency_rows("/next", small=[0.010] * 10, large=[0.012] * 9 + [0.040], empty=[0.004] * 10))
    head, median, p99 = table(rows)
    assert head.split() == ["large", "small", "ratio", "empty", "command"]
    assert median.split() == ["/next,", "median", "12.0", "ms", "10.0", "ms", "1.20", "4.0", "ms", "goal", "met"]
    assert p99.split() == ["/next,", "p99", "40.0", "ms", "10.0", "ms", "4.00", "4.0", "ms", "goal", "missed"]


def test_two_operations_that_were_cut_off_are_each_done_or_not_in_either_order() -> None:
    songs = Model().submit(ANA, "a", "a", skip=False).submit(BEN, "b", "b", skip=False)
    both = [_operation("next"), _operation("remove")]
    found = {tuple(one.name for one in done): model.facts() for model, done in possible(songs, both)}
    assert found.keys() == {(), ("next",), ("remove",), ("next", "remove"), ("remove", "next")}
    assert found["next", "remove"].plays == ((1, "playing"),)
    assert found["remove", "next"].plays == ((2, "playing"),)


def test_a_song_that_the_disk_has_lost_is_named() -> None:
    songs = Model().submit(ANA, "a", "a", skip=False)
    assert list(differences(songs.facts(), Model().facts())) == [
        "#1 has to be (1, 'a', 'waiting', 'free'), and is None"
    ]


def test_the_model_takes_lines_from_the_top_and_in_free_the_one_with_more_points() -> None:
    songs = Model()
    for member, title in ((ANA, "first"), (BEN, "second"), (ANA, "skip")):
        songs = songs.submit(member, title, title, skip=title == "skip")
    songs = songs.approve(3).adjust(BEN, 10).next().next().next()
    assert songs.plays == ((3, "played"), (2, "played"), (1, "playing"))
    assert songs.undo().undo().facts().points == {BEN: 10}


async def test_a_bot_that_is_killed_twice_loses_nothing(tmp_path: Path) -> None:
    run = await torture(kills=2, seed=11, folder=tmp_path, kinds=())
    assert run.tally.failures == []
    assert len(run.tally.kills) >= 2


def _operation(name: str) -> Operation:
    async def act() -> str:
        return ""

    effects = {"next": Model.next, "remove": lambda model: model.remove(1)}
    return Operation(name, act, effects[name])
