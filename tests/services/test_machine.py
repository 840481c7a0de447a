"""A show played in any order of presses, restarts included, beside a small model that has to agree at every step."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.lines import Line
from domain.refusals import Refusal
from domain.submissions import Person
from tests.bot_env import HandClock
from tests.services.model import LADDERS, Model
from tests.show import GUILD, MAX, MIA, RITA, SAM, ZOE, Show, fan

MEMBERS = {one.member_id: one for one in (MIA, MAX, ZOE, fan(1), fan(2))}
members = st.sampled_from(sorted(MEMBERS))
songs = st.tuples(st.integers(0, 1_000), st.sampled_from([True, True, True, False]))  # which one; an active one, or any
lines = st.sampled_from(sorted(Line))
staff = st.sampled_from([RITA, SAM])


class ShowMachine(RuleBasedStateMachine):
    """Every rule presses the same button in the bot and in the model, and both take it or both refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.show = Show(Path(self.folder.name), HandClock())

    @initialize(sent=st.lists(st.tuples(members, st.booleans()), max_size=8), given=st.lists(members, max_size=4))
    def open(self, sent: list[tuple[int, bool]], given: list[int]) -> None:
        """A new database; an evening that has begun, so that every button has something to do."""
        self.runner.run(self.show.open())
        for member, skip in sent:
            self.submit(member, skip)
        for amount, member in enumerate(given, start=1):
            self.adjust(member, amount, RITA)

    def teardown(self) -> None:
        """Closes the database and checks the file once more."""
        try:
            self.runner.run(self.show.assert_sound())
        finally:
            self.runner.run(self.show.close())
            self.runner.close()
            self.folder.cleanup()

    def both(self, operation: Coroutine[Any, Any, object], *, taken: bool) -> None:
        """Runs the operation, which has to be refused exactly when the model refused."""
        refused = None
        try:
            self.runner.run(operation)
        except Refusal as refusal:
            refused = refusal
        assert (refused is None) is taken, refused

    def pass_time(self, seconds: int) -> None:
        """Lets the same time pass in both."""
        self.model.pass_time(seconds)
        self.show.clock.advance(seconds)

    def pick(self, which: tuple[int, bool]) -> int:
        """The number of an active song, if there is one and it is wanted, or of any."""
        self.pass_time(1)
        active = self.model.with_status("waiting") + self.model.with_status("pending")
        found = active if active and which[1] else list(self.model.members)
        return found[which[0] % len(found)]

    @rule(sent=st.lists(st.tuples(members, st.booleans()), min_size=2, max_size=5))
    def submit_some(self, sent: list[tuple[int, bool]]) -> None:
        for member, skip in sent:
            self.submit(member, skip)

    @rule(member=members, skip=st.booleans())
    def submit(self, member: int, skip: bool) -> None:  # noqa: FBT001  # hypothesis hands it over by name
        self.pass_time(1)
        taken = self.model.submit(member, skip=skip)
        self.both(self.show.services.submissions.submit(self.show.draft(MEMBERS[member], skip=skip)), taken=taken)

    @precondition(lambda self: self.model.members)
    @rule(which=songs)
    def withdraw(self, which: tuple[int, bool]) -> None:
        number = self.pick(which)
        taken = self.model.withdraw(number)
        self.both(self.show.services.submissions.remove(GUILD, self.model.members[number], number), taken=taken)

    @precondition(lambda self: self.model.members)
    @rule(which=songs, line=lines, doer=staff)
    def approve(self, which: tuple[int, bool], line: Line, doer: Person) -> None:
        number = self.pick(which)
        taken = self.model.enter(number, line, only_pending=True)
        self.both(self.show.services.review.approve(GUILD, doer, number, line), taken=taken)

    @precondition(lambda self: self.model.with_status("pending"))
    @rule(doer=staff)
    def approve_all_the_short_way(self, doer: Person) -> None:
        for number in self.model.with_status("pending"):
            self.pass_time(1)
            taken = self.model.enter(number, LADDERS[self.model.ladder][-2], only_pending=True)
            self.both(self.show.services.review.approve(GUILD, doer, number), taken=taken)

    @precondition(lambda self: self.model.members)
    @rule(which=songs, doer=staff)
    def reject(self, which: tuple[int, bool], doer: Person) -> None:
        number = self.pick(which)
        taken = self.model.reject(number)
        self.both(self.show.services.review.reject(GUILD, doer, number), taken=taken)

    @precondition(lambda self: self.model.members)
    @rule(which=songs, line=lines, doer=staff)
    def move(self, which: tuple[int, bool], line: Line, doer: Person) -> None:
        number = self.pick(which)
        taken = self.model.enter(number, line, only_pending=False)
        self.both(self.show.services.review.move(GUILD, doer, number, line), taken=taken)

    @precondition(lambda self: self.model.members)
    @rule(which=songs, doer=staff)
    def remove(self, which: tuple[int, bool], doer: Person) -> None:
        number = self.pick(which)
        taken = self.model.remove(number)
        self.both(self.show.services.review.remove(GUILD, doer, number), taken=taken)

    @rule(doer=staff)
    def clear(self, doer: Person) -> None:
        self.pass_time(1)
        taken = self.model.clear()
        self.both(self.show.services.review.clear_free(GUILD, doer), taken=taken)

    @rule(doer=staff)
    def open_or_close_free(self, doer: Person) -> None:
        self.pass_time(1)
        self.model.free_open = not self.model.free_open
        self.both(self.show.services.review.set_free_open(GUILD, doer, free_open=self.model.free_open), taken=True)

    @rule(doer=staff)
    def play_next(self, doer: Person) -> None:
        self.pass_time(1)
        wanted = self.model.play_next()
        result = self.runner.run(self.show.services.queue.play_next(GUILD, doer))
        assert (result.started.number if result.started else None) == wanted

    @precondition(lambda self: self.model.with_status("waiting"))
    @rule(doer=staff)
    def play_next_twice(self, doer: Person) -> None:
        self.play_next(doer)
        self.play_next(doer)

    @rule(doer=staff)
    def end_show(self, doer: Person) -> None:
        self.pass_time(1)
        taken = self.model.end_show()
        self.both(self.show.services.queue.end_show(GUILD, doer), taken=taken)

    @rule(doer=staff)
    def undo(self, doer: Person) -> None:
        self.pass_time(1)
        taken = self.model.undo()
        self.both(self.show.services.undo.undo(GUILD, doer), taken=taken)

    @precondition(lambda self: len(self.model.done) > 1)
    @rule(doer=staff)
    def undo_twice(self, doer: Person) -> None:
        self.undo(doer)
        self.undo(doer)

    @precondition(lambda self: self.model.members)
    @rule(which=st.integers(0, 1_000), line=lines, doer=staff)
    def move_and_undo_after_its_member_took_it_out(self, which: int, line: Line, doer: Person) -> None:
        self.move((which, False), line, doer)
        self.withdraw((which, False))
        self.undo(doer)

    @rule(member=members)
    def go_away_or_come_back(self, member: int) -> None:
        self.model.away ^= {member}
        away = self.runner.run(self.show.services.queue.switch_away(GUILD, member))
        assert away is (member in self.model.away)

    @rule(member=members, amount=st.integers(-50, 50).filter(bool), doer=staff)
    def adjust(self, member: int, amount: int, doer: Person) -> None:
        self.pass_time(1)
        self.model.adjust(member, amount)
        self.both(self.show.services.points.adjust(GUILD, doer, MEMBERS[member], amount, "why"), taken=True)

    @rule(member=members, amount=st.integers(1, 50))
    def earn(self, member: int, amount: int) -> None:
        self.model.earn(member, amount)
        self.runner.run(self.show.earn(MEMBERS[member], amount, f"handle{member}"))

    @rule(member=members, doer=staff)
    def reset_member(self, member: int, doer: Person) -> None:
        self.pass_time(1)
        taken = self.model.reset([member])
        self.both(self.show.services.points.reset_member(GUILD, doer, MEMBERS[member]), taken=taken)

    @rule(doer=staff)
    def reset_everyone(self, doer: Person) -> None:
        self.pass_time(1)
        taken = self.model.reset(list(MEMBERS))
        self.both(self.show.services.points.reset_everyone(GUILD, doer), taken=taken)

    @rule(name=st.sampled_from(sorted(LADDERS)), doer=staff)
    def change_ladder(self, name: str, doer: Person) -> None:
        self.pass_time(1)
        taken = self.model.change_ladder(name)
        self.both(self.show.services.settings.change_ladder(GUILD, doer, name), taken=taken)

    @rule()
    def restart(self) -> None:
        self.runner.run(self.show.restart())

    @rule(hours=st.sampled_from([1, 5, 7]))
    def let_hours_pass(self, hours: int) -> None:
        self.pass_time(hours * 3_600)

    @invariant()
    def the_bot_agrees_with_the_model(self) -> None:
        """Order, statuses, lines, points, ladder, Free; ledger = balances; numbers never reused."""
        self.runner.run(self._compare())

    async def _compare(self) -> None:
        model, queue = self.model, await self.show.services.queue.line_up(GUILD)
        assert [song.number for song in queue.order] == model.order()
        assert [song.number for song in queue.pending] == model.with_status("pending")
        assert ([queue.playing.number] if queue.playing else []) == model.with_status("playing")
        assert (queue.settings.ladder, queue.free_open) == (model.ladder, model.free_open)
        async with self.show.database.transaction() as tables:
            assert await tables.ledger.disagreements() == []
            assert await tables.ledger.totals(GUILD, MEMBERS) == {one: model.total(one) for one in MEMBERS}
            rows = await tables.submissions.rows("SELECT number, member_id, status, line FROM submissions ORDER BY 1")
            plays = await tables.plays.rows("SELECT submission_id FROM plays WHERE state = 'playing'")
        assert [(row[0], row[1]) for row in rows] == list(model.members.items())
        assert [(row[2], row[3]) for row in rows] == [(one.status, one.line) for one in model.places.values()]
        assert [row[0] for row in plays] == ([queue.playing.submission_id] if queue.playing else [])


TestTheShow = ShowMachine.TestCase
TestTheShow.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
