"""Dropped messages: songs before chatter, members in turn, one answer to chatter in ten minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.drop_queue import MOST_SONGS_WAITING, QUIET, SONGS_AT_ONCE, DropQueue

NOW = datetime(2026, 11, 1, 20, 0, tzinfo=UTC)
MIA, MAX, ZOE = 1, 2, 3


def songs(queue: DropQueue[str], member_id: int, *messages: str) -> list[bool]:
    return [queue.add(member_id, one, NOW, has_song=True) for one in messages]


def chat(queue: DropQueue[str], member_id: int, *messages: str, at: datetime = NOW) -> list[bool]:
    return [queue.add(member_id, one, at, has_song=False) for one in messages]


def handled(queue: DropQueue[str], now: datetime = NOW) -> list[list[str]]:
    """All that waits, in the order in which it is handled when each takes equally long."""
    order, under_way = [], queue.take()
    while under_way:
        drop = under_way.pop(0)
        order.append(drop.messages)
        queue.done(drop, now)
        under_way += queue.take()
    return order


def test_all_that_a_member_chats_is_one_drop_and_after_the_answer_nothing_for_ten_minutes() -> None:
    queue = DropQueue[str]()
    assert all(chat(queue, MIA, "hi", "ho"))
    [drop] = queue.take()
    assert chat(queue, MIA, "while it is answered") == [True]
    assert queue.take() == []
    assert drop.messages == ["hi", "ho", "while it is answered"]
    queue.done(drop, NOW)
    assert chat(queue, MIA, "again", at=NOW + QUIET - timedelta(seconds=1)) == [False]
    assert chat(queue, MIA, "later", at=NOW + QUIET) == [True]
    assert [drop.messages for drop in queue.take()] == [["later"]]


def test_an_answer_that_failed_is_tried_again_with_the_next_message() -> None:
    queue = DropQueue[str]()
    chat(queue, MIA, "hi")
    queue.done(queue.take()[0], told_at=None)
    assert chat(queue, MIA, "hello?") == [True]
    assert len(queue.take()) == 1


def test_one_answer_to_chatter_is_under_way_and_a_song_that_comes_now_does_not_wait_for_the_others() -> None:
    queue = DropQueue[str]()
    for member_id in range(10, 310):
        chat(queue, member_id, "spam")
    [answering] = queue.take()
    songs(queue, MIA, "song")
    assert [drop.messages for drop in queue.take()] == [["song"]]
    queue.done(answering, NOW)
    assert [drop.member_id for drop in queue.take()] == [11]


def test_members_come_in_turn_however_many_songs_one_of_them_drops() -> None:
    queue = DropQueue[str]()
    songs(queue, MIA, "m1", "m2", "m3")
    songs(queue, MAX, "x1", "x2")
    songs(queue, ZOE, "z1")
    chat(queue, 4, "chat")
    assert handled(queue) == [["m1"], ["x1"], ["z1"], ["m2"], ["x2"], ["m3"], ["chat"]]


def test_a_member_is_handled_once_at_a_time_and_so_many_members_at_once() -> None:
    queue = DropQueue[str]()
    songs(queue, MIA, "m1", "m2")
    [first] = queue.take()
    assert queue.take() == []
    for member_id in range(10, 20):
        songs(queue, member_id, "s")
    assert len(queue.take()) == SONGS_AT_ONCE - 1
    queue.done(first)
    assert len(queue.take()) == 1


def test_beyond_so_many_waiting_songs_of_one_member_a_message_is_chatter() -> None:
    queue = DropQueue[str]()
    assert all(songs(queue, MIA, *["song"] * MOST_SONGS_WAITING, "one more"))
    assert handled(queue) == [["song"]] * MOST_SONGS_WAITING + [["one more"]]


@given(st.lists(st.tuples(st.integers(1, 4), st.booleans()), max_size=60))
def test_nothing_is_lost_and_nobody_is_handled_twice(written: Sequence[tuple[int, bool]]) -> None:
    queue = DropQueue[str]()
    names = [f"{place}" for place in range(len(written))]
    waits = [queue.add(member, name, NOW, has_song=song) for name, (member, song) in zip(names, written, strict=True)]
    assert all(waits)
    assert sorted(one for messages in handled(queue) for one in messages) == sorted(names)
    assert queue.take() == []
