"""The play order: which song is next, for every queue there can be, and why."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.lines import LADDERS, Ladder, Line
from domain.order import NOBODY, FreeOrder, Standing, Standings, first_present, play_order, why_here
from domain.submissions import Submission
from tests.domain.songs import free_orders, queues, song, standings

CLASSIC, TIERS = LADDERS["classic"], LADDERS["tiers"]
Queue = tuple[list[Submission], Ladder]


def numbers(songs: list[Submission]) -> list[int]:
    return [one.number for one in songs]


@given(queues(), free_orders, standings)
def test_the_play_order_has_every_song_exactly_once(queue: Queue, free: FreeOrder, known: Standings) -> None:
    songs, ladder = queue
    assert sorted(numbers(play_order(songs, ladder, free, known))) == sorted(numbers(songs))


@given(queues(), free_orders, standings)
def test_a_higher_line_is_drained_before_the_next(queue: Queue, free: FreeOrder, known: Standings) -> None:
    songs, ladder = queue
    ranks = [ladder.rank(one.line or Line.FREE) for one in play_order(songs, ladder, free, known)]
    assert ranks == sorted(ranks)


@given(queues(), free_orders, standings)
def test_inside_a_paid_line_the_first_to_enter_it_is_the_first_out(
    queue: Queue, free: FreeOrder, known: Standings
) -> None:
    songs, ladder = queue
    for before, after in pairwise(play_order(songs, ladder, free, known)):
        if before.line is after.line and before.line is not Line.FREE:
            assert (before.entered_at, before.number) < (after.entered_at, after.number)


@given(queues(), free_orders, standings)
def test_inside_free_the_order_is_the_one_that_the_server_chose(
    queue: Queue, free: FreeOrder, known: Standings
) -> None:
    songs, ladder = queue

    def merit(one: Submission) -> tuple[object, ...]:
        standing = known.get(one.member.member_id, Standing())
        first = {
            FreeOrder.ENGAGEMENT: (-standing.points,),
            FreeOrder.FIFO: (),
            FreeOrder.FAIR: (standing.turns, -standing.points),
        }[free]
        return (*first, one.entered_at, one.number)

    in_free = [one for one in play_order(songs, ladder, free, known) if one.line is Line.FREE]
    assert in_free == sorted(in_free, key=merit)


@given(queues(), free_orders, standings, st.randoms())
def test_the_order_does_not_depend_on_how_the_songs_come_in(
    queue: Queue, free: FreeOrder, known: Standings, chance: random.Random
) -> None:
    songs, ladder = queue
    shuffled = chance.sample(songs, len(songs))
    assert play_order(shuffled, ladder, free, known) == play_order(songs, ladder, free, known)


def test_a_song_that_entered_its_line_later_waits_behind_it_even_with_a_lower_number() -> None:
    early, moved_in_late = song(2, Line.SKIP, seconds=10), song(1, Line.SKIP, seconds=20)
    assert numbers(play_order([moved_in_late, early], CLASSIC, FreeOrder.FIFO, {})) == [2, 1]


def test_points_count_in_free_and_in_no_other_line() -> None:
    rich = {2: Standing(points=1_000)}
    songs = [song(1, Line.SKIP, 1), song(2, Line.SKIP, 2), song(3, Line.FREE, 1), song(4, Line.FREE, 2)]
    assert numbers(play_order(songs, CLASSIC, FreeOrder.ENGAGEMENT, rich)) == [1, 2, 4, 3]


def test_fair_puts_who_had_fewer_turns_before_who_has_more_points() -> None:
    known = {1: Standing(points=1_000, turns=1), 2: Standing(points=1), 3: Standing(points=5)}
    songs = [song(number, Line.FREE, number) for number in (1, 2, 3)]
    assert numbers(play_order(songs, CLASSIC, FreeOrder.FAIR, known)) == [3, 2, 1]


def test_fifo_looks_at_neither_points_nor_turns() -> None:
    known = {1: Standing(points=0, turns=9), 2: Standing(points=1_000)}
    songs = [song(number, Line.FREE, number) for number in (2, 1)]
    assert numbers(play_order(songs, CLASSIC, FreeOrder.FIFO, known)) == [1, 2]


def test_a_single_microsecond_decides() -> None:
    songs = [song(1, Line.SKIP, seconds=0.000_002), song(2, Line.SKIP, seconds=0.000_001)]
    assert numbers(play_order(songs, CLASSIC, FreeOrder.FIFO, {})) == [2, 1]


@given(queues(), free_orders, standings)
def test_next_takes_the_first_song_whose_member_is_not_away(queue: Queue, free: FreeOrder, known: Standings) -> None:
    songs, ladder = queue
    order = play_order(songs, ladder, free, known)
    present = [one for one in order if not known.get(one.member.member_id, NOBODY).away]
    assert first_present(order, known) == (present[0] if present else None)


def why(one: Submission, songs: list[Submission], free: FreeOrder, known: Standings, ladder: Ladder = CLASSIC) -> str:
    return why_here(one, play_order(songs, ladder, free, known), free, known)


def test_why_here_counts_the_songs_in_higher_lines_and_in_the_same_line() -> None:
    songs = [song(1, Line.BACK_TO_BACK), song(2, Line.SKIP), song(3), song(4), song(5)]
    assert why(songs[4], songs, FreeOrder.FIFO, {}).startswith(
        "2 songs in higher lines and 2 songs in Free come before this one."
    )
    assert why(songs[1], songs, FreeOrder.FIFO, {}).startswith(
        "1 song in higher lines and no songs in Skip come before this one."
    )
    assert why(songs[0], songs, FreeOrder.FIFO, {}).startswith("No songs in higher lines and no songs in BackToBack")


@pytest.mark.parametrize(
    ("free", "says"),
    [
        (FreeOrder.ENGAGEMENT, "sorted by points: you have 1,200"),
        (FreeOrder.FAIR, "sorted by turns: you had 2 in this show. Equal turns: more points first (you have 1,200)"),
        (FreeOrder.FIFO, "Free is first come, first served"),
    ],
)
def test_why_here_names_what_the_free_line_is_sorted_by(free: FreeOrder, says: str) -> None:
    assert says in why(song(1), [song(1)], free, {1: Standing(1_200, 2)})


def test_why_here_says_that_a_paid_line_is_first_come_first_served_whatever_the_points() -> None:
    tier = song(1, Line.TIER_15)
    text = why(tier, [tier], FreeOrder.ENGAGEMENT, {1: Standing(9)}, TIERS)
    assert "15 Skip is first come, first served." in text
    assert "points" not in text


def test_why_here_tells_who_is_away_how_to_come_back() -> None:
    assert "/away" in why(song(1), [song(1)], FreeOrder.FIFO, {1: Standing(away=True)})
    assert "/away" not in why(song(1), [song(1)], FreeOrder.FIFO, {})


@given(queues(), free_orders, standings)
def test_every_song_in_the_order_can_explain_its_place(queue: Queue, free: FreeOrder, known: Standings) -> None:
    songs, ladder = queue
    order = play_order(songs, ladder, free, known)
    for one in order:
        assert why_here(one, order, free, known).endswith(".")
