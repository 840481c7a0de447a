"""What a batch of a LIVE adds up to, however it is cut, mixed up and repeated (rules 9 and 10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.live_events import Comment, Follow, Gift, Join, Like, Share, Subscribe, SuperFan, Viewer, ViewerEvent
from domain.points import Origin, gift_points
from domain.settings import GuildSettings
from domain.tally import AccountActivity, Known, Tally

START = datetime(2026, 11, 1, 20, 0, 30, tzinfo=UTC)
MIA, MAX = Viewer(11, "mia", "Mia"), Viewer(12, "max", "Max")
ACCOUNTS = {11: 1, 12: 2}
DEFAULTS = GuildSettings()


def head(seconds: float = 0, viewer: Viewer = MIA) -> tuple[int, int, datetime, Viewer]:
    """Room, message, time and viewer of an event; message ids do not matter to a tally."""
    return 99, 1, START + timedelta(seconds=seconds), viewer


def gift(count: int, group: int = 1, *, coins: int = 1, streak: bool = True, host: bool = True) -> Gift:
    """A step of a streak of Mia's, or a single gift."""
    return Gift(*head(), 7, group, coins, count, repeat_end=False, streakable=streak, to_host=host)


def tallied(
    batches: Iterable[Sequence[ViewerEvent]], settings: GuildSettings = DEFAULTS, blocked: Iterable[int] = ()
) -> dict[int, AccountActivity]:
    """The sums of batches that are added one after the other, each knowing what the ones before left."""
    sums: dict[int, AccountActivity] = {}
    known = Known(blocked=set(blocked))
    for batch in batches:
        tally = Tally(ACCOUNTS, known, settings)
        tally.add_all(batch)
        known = Known(
            {**known.windows, **tally.windows},
            {**known.streaks, **tally.streaks},
            {**known.last_seen, **{account: deed.last_at for account, deed in tally.activities.items()}},
            {*known.followers, *tally.followers},
            known.blocked,
        )
        for account, deed in tally.activities.items():
            sums[account] = plus(sums[account], deed) if account in sums else deed
    return sums


def plus(one: AccountActivity, other: AccountActivity) -> AccountActivity:
    """Both together, as the database adds them."""
    names = ("watched", "likes", "comments", "shares", "follows", "subscriptions", "joins", "gifts", "coins")
    sums = {name: getattr(one, name) + getattr(other, name) for name in (*names, "guest_coins")}
    return AccountActivity(other.last_at, points=Counter(one.points) + Counter(other.points), **sums)


def cut(events: Sequence[ViewerEvent], places: Iterable[int]) -> list[Sequence[ViewerEvent]]:
    """The events in batches that end at `places`."""
    ends = sorted({0, len(events), *(place % (len(events) + 1) for place in places)})
    return [events[start:end] for start, end in pairwise(ends)]


def of_mia(events: Sequence[ViewerEvent], settings: GuildSettings = DEFAULTS) -> AccountActivity:
    """What one batch means for Mia's account."""
    return tallied([events], settings)[1]


EVENTS = st.one_of(
    st.builds(
        lambda s, v, n: Like(*head(s, v), n), st.integers(0, 900), st.sampled_from([MIA, MAX]), st.integers(1, 60)
    ),
    st.builds(lambda s, v: Comment(*head(s, v), "hi"), st.integers(0, 900), st.sampled_from([MIA, MAX])),
    st.builds(lambda s, v: Share(*head(s, v)), st.integers(0, 900), st.sampled_from([MIA, MAX])),
    st.builds(lambda s, v: Follow(*head(s, v)), st.integers(0, 900), st.sampled_from([MIA, MAX])),
    st.builds(lambda s, v: Join(*head(s, v)), st.integers(0, 900), st.sampled_from([MIA, MAX])),
)
CUTS = st.lists(st.integers(0, 100), max_size=8)


def test_every_deed_is_counted_and_earns_its_points() -> None:
    events = [Like(*head(), 7), Comment(*head(1), "hi"), Share(*head(2)), Follow(*head(3)), Subscribe(*head(4))]
    deed = of_mia([*events, Join(*head(5)), SuperFan(*head(6)), gift(3, coins=100)])
    assert deed.points == {"likes": 7, "comments": 2, "shares": 5, "follows": 10, "subscriptions": 25, "gifts": 600}
    counts = (
        deed.likes,
        deed.comments,
        deed.shares,
        deed.follows,
        deed.subscriptions,
        deed.joins,
        deed.gifts,
        deed.coins,
    )
    assert counts == (7, 1, 1, 1, 1, 1, 3, 300)


def test_what_a_deed_is_worth_is_a_setting() -> None:
    settings = replace(DEFAULTS, like_points=3, join_points=4)
    assert of_mia([Like(*head(), 2), Join(*head())], settings).points == {"likes": 6, "joins": 4}


@pytest.mark.parametrize(
    ("event", "origin", "cap"),
    [(lambda s: Like(*head(s), 15), Origin.LIKES, 100), (lambda s: Comment(*head(s), ""), Origin.COMMENTS, 20)],
)
def test_likes_and_comments_of_one_minute_are_capped_and_count_again_in_the_next(
    event: Callable[[float], ViewerEvent], origin: Origin, cap: int
) -> None:
    flood = [event(seconds) for seconds in range(59)]
    assert of_mia(flood).points == {origin: cap}
    assert of_mia([*flood, event(60)]).points[origin] > cap
    assert of_mia([*flood, *(event(60 + one) for one in range(59))]).points == {origin: 2 * cap}


def test_all_likes_are_in_the_figures_also_those_above_the_cap() -> None:
    deed = of_mia([Like(*head(), 15) for _ in range(10)])
    assert (deed.likes, deed.points) == (150, {"likes": 100})


def test_one_share_counts_in_five_minutes() -> None:
    assert of_mia([Share(*head(seconds)) for seconds in range(300)]).points == {"shares": 5}
    assert of_mia([Share(*head(0)), Share(*head(299)), Share(*head(300))]).points == {"shares": 10}


def test_the_caps_of_one_account_are_not_those_of_another() -> None:
    sums = tallied([[Like(*head(0, viewer), 500) for viewer in (MIA, MAX)]])
    assert {account: deed.points[Origin.LIKES] for account, deed in sums.items()} == {1: 100, 2: 100}


def test_a_follow_counts_once_ever_however_often_somebody_unfollows() -> None:
    deed = tallied([[Follow(*head(0)), Follow(*head(1))], [Follow(*head(9_000))]])[1]
    assert (deed.follows, deed.points) == (3, {"follows": 10})


@given(st.lists(EVENTS, max_size=60), CUTS)
def test_however_events_in_order_are_cut_into_batches_the_sums_are_the_same(
    events: list[ViewerEvent], places: list[int]
) -> None:
    ordered = sorted(events, key=lambda event: event.at)
    assert tallied(cut(ordered, places)) == (tallied([ordered]) if ordered else {})


@given(st.lists(EVENTS, min_size=1, max_size=60), CUTS, st.randoms())
def test_events_out_of_order_are_counted_all_and_never_earn_more_than_the_caps(
    events: list[ViewerEvent], places: list[int], chance: Random
) -> None:
    ordered = tallied([sorted(events, key=lambda event: event.at)])
    mixed = events.copy()
    chance.shuffle(mixed)
    found = tallied(cut(mixed, places))
    for account, deed in ordered.items():
        assert (found[account].likes, found[account].comments) == (deed.likes, deed.comments)
        assert found[account].watched <= deed.watched
        assert found[account].points.get(Origin.LIKES, 0) <= min(deed.likes, 100 * 16)


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 900)), max_size=40), CUTS, st.integers(1, 500))
def test_coins_of_streaks_are_exact_under_repeats_disorder_and_lost_steps(
    steps: list[tuple[int, int]], places: list[int], price: int
) -> None:
    events = [gift(count, group, coins=price) for group, count in steps]
    highest = {group: max(count for other, count in steps if other == group) for group, _ in steps}
    deed = tallied(cut(events, places)).get(1, AccountActivity(START))
    assert deed.coins == price * sum(highest.values())
    assert deed.gifts == sum(highest.values())
    assert deed.points.get(Origin.GIFTS, 0) == sum(gift_points(price * count) for count in highest.values())


def test_gifts_without_streaks_count_whole_each_time() -> None:
    deed = of_mia([gift(1, 0, coins=600, streak=False), gift(1, 0, coins=600, streak=False)])
    assert (deed.gifts, deed.coins, deed.points) == (2, 1_200, {"gifts": 2_400})


def test_gifts_of_a_streak_without_a_group_count_whole_each_time_for_nothing_says_which_belong_together() -> None:
    deed = of_mia([gift(5, 0, coins=10), gift(3, 0, coins=10)])
    assert (deed.gifts, deed.coins, deed.points) == (8, 80, {"gifts": 160})


def test_the_same_gift_in_another_room_is_another_streak() -> None:
    deed = of_mia([gift(5), replace(gift(5), room_id=100)])
    assert deed.coins == 10


def test_gifts_to_guests_are_counted_apart_and_earn_nothing() -> None:
    tally = Tally(ACCOUNTS, Known(), DEFAULTS)
    tally.add_all([gift(5, 1, host=False), gift(9, 1, host=False), gift(2, 2)])
    deed = tally.activities[1]
    assert (deed.guest_coins, deed.coins, deed.gifts, deed.points) == (9, 2, 2, {"gifts": 4})
    assert (tally.credit, tally.coins) == ({1: 2}, 2)


def test_a_blocked_account_is_in_the_figures_and_earns_neither_points_nor_credit() -> None:
    tally = Tally(ACCOUNTS, Known(blocked={1}), DEFAULTS)
    tally.add_all([gift(5), Like(*head(), 7), Like(*head(0, MAX), 7), Follow(*head())])
    assert (tally.activities[1].coins, tally.activities[1].likes, tally.activities[1].points) == (5, 7, {})
    assert (tally.activities[2].points, tally.credit, tally.coins) == ({"likes": 7}, {}, 5)


@given(st.lists(st.integers(0, 7_200), min_size=1, max_size=40), CUTS)
def test_watch_time_is_the_sum_of_the_gaps_of_up_to_five_minutes(seconds: list[int], places: list[int]) -> None:
    moments = sorted(seconds)
    gaps = sum(after - before for before, after in pairwise(moments) if after - before <= 300)
    deed = tallied(cut([Join(*head(moment)) for moment in moments], places))[1]
    assert deed.watched == timedelta(seconds=gaps)


def test_one_event_is_no_watch_time_and_a_longer_gap_is_none_either() -> None:
    assert of_mia([Join(*head(0))]).watched == timedelta()
    assert of_mia([Join(*head(0)), Join(*head(300))]).watched == timedelta(minutes=5)
    assert of_mia([Join(*head(0)), Join(*head(301))]).watched == timedelta()
