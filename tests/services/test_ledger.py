"""The ledger: whatever is earned, spent, taken back and linked, the sum of the rows is the balance."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from database import open_database
from domain.points import Holder, HolderKind, Origin
from domain.submissions import Person
from tables import Tables
from tests.bot_env import HandClock

GUILDS, MEMBERS, ACCOUNTS = (1, 2), (11, 12), (1, 2, 3, 4)
HOLDERS = [Holder(HolderKind.MEMBER, one) for one in MEMBERS] + [Holder(HolderKind.ACCOUNT, one) for one in ACCOUNTS]
amounts = st.integers(-1_000, 1_000).filter(bool)
holders = st.sampled_from(HOLDERS)
guilds = st.sampled_from(GUILDS)

Earn = tuple[str, int, Holder, Origin, int]
steps = st.lists(
    st.one_of(
        st.tuples(st.just("earn"), guilds, holders, st.sampled_from(Origin), amounts),
        st.tuples(st.just("zero"), guilds, st.lists(holders, min_size=1, max_size=3, unique=True)),
        st.tuples(st.just("take back"), st.integers(0, 30)),
        st.tuples(st.just("link"), st.sampled_from(ACCOUNTS), st.sampled_from(MEMBERS)),
    ),
    max_size=40,
)


@dataclass
class Model:
    """What the balances have to be; every action remembers what it changed."""

    balances: Counter[tuple[int, Holder, Origin]] = field(default_factory=Counter)
    actions: list[Counter[tuple[int, Holder, Origin]]] = field(default_factory=list)
    links: dict[int, int] = field(default_factory=dict)

    def act(self, change: Counter[tuple[int, Holder, Origin]]) -> None:
        """Adds a change as the next action."""
        self.actions.append(change)
        self.add(change, 1)

    def add(self, change: Counter[tuple[int, Holder, Origin]], sign: int) -> None:
        """Adds a change, or its inverse."""
        for key, amount in change.items():
            self.balances[key] += sign * amount

    def of(self, guild_id: int, member_id: int) -> dict[Origin, int]:
        """A member's points by origin, linked accounts included."""
        mine = {Holder(HolderKind.MEMBER, member_id)}
        if guild_id == GUILDS[0]:
            mine |= {Holder(HolderKind.ACCOUNT, one) for one, member in self.links.items() if member == member_id}
        found: Counter[Origin] = Counter()
        for (guild, holder, origin), points in self.balances.items():
            if guild == guild_id and holder in mine:
                found[origin] += points
        return {origin: points for origin, points in found.items() if points}


@settings(max_examples=60, deadline=None)
@given(steps)
def test_the_balances_are_the_sums_of_the_ledger_after_every_step(plan: list[tuple[object, ...]]) -> None:
    asyncio.run(play_out(plan))


async def play_out(plan: list[tuple[object, ...]]) -> None:
    model, clock = Model(), HandClock()
    with tempfile.TemporaryDirectory() as folder:
        async with open_database(Path(folder) / "show.db") as database:
            async with database.transaction() as tables:
                for account in ACCOUNTS:
                    await tables.accounts.add(GUILDS[0], f"handle{account}")
            for step in plan:
                async with database.transaction() as tables:
                    await do(tables, model, clock, step)
                async with database.transaction() as tables:
                    await compare(tables, model)


async def do(tables: Tables, model: Model, clock: HandClock, step: tuple[object, ...]) -> None:
    now = clock()
    match step:
        case ("earn", int(guild), Holder() as holder, Origin() as origin, int(amount)):
            action = await tables.actions.add(guild, "adjust points", Person(1, "Rita"), now)
            await tables.ledger.add(guild, holder, origin, amount, "test", now, action)
            model.act(Counter({(guild, holder, origin): amount}))
        case ("zero", int(guild), list(chosen)):
            action = await tables.actions.add(guild, "reset points", Person(1, "Rita"), now)
            gone = await tables.ledger.zero(guild, chosen, "reset", action, now)
            change = Counter({key: -n for key, n in model.balances.items() if key[0] == guild and key[1] in chosen})
            assert gone == -change.total()
            model.act(change)
        case ("take back", int(index)) if index < len(model.actions):
            await tables.ledger.take_back(index + 1, now)
            model.add(model.actions[index], -1)
        case ("link", int(account), int(member)):
            await tables.accounts.link(GUILDS[0], account, member, now)
            model.links[account] = member


async def compare(tables: Tables, model: Model) -> None:
    assert await tables.ledger.disagreements() == []
    for guild in GUILDS:
        wanted = {member: model.of(guild, member) for member in MEMBERS}
        found = {member: (await tables.ledger.of_member(guild, member)).by_origin for member in MEMBERS}
        assert found == wanted
        sums = {member: sum(points.values()) for member, points in wanted.items()}
        assert await tables.ledger.totals(guild, MEMBERS) == sums
        assert dict(await tables.ledger.top(guild, 10)) == {one: total for one, total in sums.items() if total > 0}


async def test_a_balance_that_was_tampered_with_is_found(tmp_path: Path) -> None:
    async with open_database(tmp_path / "show.db") as database, database.transaction() as tables:
        await tables.ledger.add(1, HOLDERS[0], Origin.STAFF, 5, "test", HandClock()())
        await tables.ledger.rows("UPDATE balances SET points = 6")
        assert await tables.ledger.disagreements() == [HOLDERS[0]]
