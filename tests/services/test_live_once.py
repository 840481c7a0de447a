"""Every coin is counted once: 10,000 gifts under all that a LIVE and a process can do to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from random import Random

import pytest

from domain.live_events import Gift, Viewer
from domain.points import gift_points
from tables.credit import CreditTable
from tests.live_env import LiveEnv
from tests.show import Show

GIFTS, VIEWERS = 10_000, 40


class Killed(Exception):
    """The process ends here."""


@dataclass
class Truth:
    """What viewers gave: the highest count of each streak, to the host and to guests."""

    streaks: dict[tuple[int, int, bool], int] = field(default_factory=dict)

    def note(self, gift: Gift, key: int) -> None:
        """Adds a gift; `key` is its streak, or itself where it has none."""
        mark = gift.viewer.user_id, key, gift.to_host
        self.streaks[mark] = max(self.streaks.get(mark, 0), gift.coins_each * gift.repeat_count)

    def coins(self, *, to_host: bool) -> Counter[int]:
        """Coins by viewer."""
        sums: Counter[int] = Counter()
        for (user_id, _, host), coins in self.streaks.items():
            sums[user_id] += coins if host is to_host else 0
        return sums

    def points(self) -> Counter[int]:
        """Points by viewer."""
        sums: Counter[int] = Counter()
        for (user_id, _, host), coins in self.streaks.items():
            sums[user_id] += gift_points(coins) if host else 0
        return sums


def gifts(live: LiveEnv, chance: Random, truth: Truth) -> list[Gift]:
    """Ten thousand messages about gifts: steps of streaks, their ends, single gifts, some of each for a guest."""
    made: list[Gift] = []
    for group in range(1, GIFTS):
        viewer = Viewer(6_000 + chance.randrange(VIEWERS), "", "")
        coins, to_host = chance.choice((1, 1, 5, 99, 500)), chance.random() < 0.9
        if chance.random() < 0.2:
            single = replace(live.gift(coins, viewer), to_host=to_host)
            truth.note(single, -single.message_id)
            made.append(single)
        else:
            counts = sorted(chance.sample(range(1, 60), chance.randint(1, 12)))
            steps = [replace(live.step(group, one, viewer, coins=coins), to_host=to_host) for one in counts]
            truth.note(steps[-1], group)
            end = replace(live.step(group, counts[-1], viewer, coins=coins, end=True), to_host=to_host)
            made += [*steps, end] if chance.random() < 0.5 else steps  # every second end is lost
        if len(made) >= GIFTS:
            break
    return made


def as_they_arrive(made: list[Gift], chance: Random) -> Iterable[list[Gift]]:
    """Batches in a loose order, with repeats; what a drop swallows comes after the reconnect, with some history."""
    position, swallowed = 0, list[Gift]()
    while position < len(made):
        batch = made[position : position + chance.randint(1, 80)]
        position += len(batch)
        if chance.random() < 0.1:
            swallowed += batch
            continue
        if swallowed:
            history = made[max(0, position - 200) : position - len(batch)]
            batch, swallowed = swallowed + chance.sample(history, len(history) // 2) + batch, []
        batch += chance.choices(made[:position], k=chance.randint(0, 10))
        chance.shuffle(batch)
        yield batch
    yield swallowed


@pytest.mark.parametrize("seed", [1, 2])
async def test_ten_thousand_gifts_are_credited_to_the_coin_whatever_happens_to_them(
    show: Show, live: LiveEnv, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance, truth, give = Random(seed), Truth(), CreditTable.give
    restarts = kills = 0

    async def die(*_: object) -> None:
        raise Killed

    for batch in as_they_arrive(gifts(live, chance, truth), chance):
        show.clock.advance(chance.random() * 20)
        if chance.random() < 0.05:
            monkeypatch.setattr(CreditTable, "give", die)
            with pytest.raises(Killed):
                await live.send(*batch)
            monkeypatch.setattr(CreditTable, "give", give)
            kills += 1
        if chance.random() < 0.05:
            await show.restart()
            restarts += 1
        await live.send(*batch)
    assert min(restarts, kills) > 3
    await compare(show, live, truth)


async def compare(show: Show, live: LiveEnv, truth: Truth) -> None:
    """Sent = counted = credited, and the points are those of whole streaks."""
    figures = await live.figures()
    by_handle = {f"user{user_id}": user_id for user_id, _, _ in truth.streaks}
    assert figures.keys() == by_handle.keys()
    assert {by_handle[one]: found.coins for one, found in figures.items()} == truth.coins(to_host=True)
    assert {by_handle[one]: found.guest_coins for one, found in figures.items()} == truth.coins(to_host=False)
    async with show.database.transaction() as tables:
        credit = await tables.credit.rows(
            "SELECT a.tiktok_user_id, sum(l.coins_left) FROM lots l JOIN accounts a ON a.account_id = l.holder_id "
            "GROUP BY 1"
        )
        points = await tables.ledger.rows(
            "SELECT a.tiktok_user_id, sum(b.points) FROM balances b JOIN accounts a ON a.account_id = b.holder_id "
            "GROUP BY 1"
        )
        session = await tables.sessions.get(show.guild_id, live.session_id)
    assert dict(map(tuple, credit)) == truth.coins(to_host=True)
    assert dict(map(tuple, points)) == truth.points()
    assert session
    assert session.coins == truth.coins(to_host=True).total()
    await show.assert_sound()


async def test_a_batch_is_kept_whole_or_not_at_all(show: Show, live: LiveEnv, monkeypatch: pytest.MonkeyPatch) -> None:
    async def die(*_: object) -> None:
        raise Killed

    batch = [live.like(5), live.comment(), live.follow(), live.gift(700), live.watched_by(3)]
    with monkeypatch.context() as broken:
        broken.setattr(CreditTable, "give", die)
        with pytest.raises(Killed):
            await live.send(*batch)
    assert await live.figures() == {}
    await show.restart()
    for _ in range(2):
        await live.send(*batch)
    figures = (await live.figures())["mia.sings"]
    assert (figures.likes, figures.comments, figures.follows, figures.coins) == (5, 1, 1, 700)


async def test_the_same_message_in_one_batch_in_the_next_and_after_a_restart_counts_once(
    show: Show, live: LiveEnv
) -> None:
    like = live.like(7)
    await live.send(like, like)
    await live.send(like)
    await show.restart()
    await live.send(like, live.like(1))
    assert (await live.figures())["mia.sings"].likes == 8


async def test_the_same_id_in_another_room_is_another_message(show: Show, live: LiveEnv) -> None:
    like = live.like(7)
    await live.send(like, replace(like, room_id=8_000))
    assert (await live.figures())["mia.sings"].likes == 14


async def test_a_session_that_began_anew_in_the_same_room_counts_nothing_again(show: Show, live: LiveEnv) -> None:
    gift, step = live.gift(700), live.step(1, 30)
    await live.send(gift, step)
    await live.close()
    await live.open()
    await live.send(gift, step, live.step(1, 31))
    assert (await live.figures())["mia.sings"].coins == 1
