"""Undo (rule 5): every kind of action, twenty in a row, after a restart, by somebody else, and what it leaves alone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from domain.actions import UNDOABLE, ActionKind
from domain.lines import Line
from domain.refusals import Refusal
from domain.submissions import Person, Status
from tests.show import GUILD, MAX, MIA, RITA, SAM, ZOE, Show

HOUR = 3_600
Act = Callable[[Show, Person], Awaitable[object]]

# Each way to do an undoable thing, on the queue of `evening`.
ACTS: dict[str, tuple[ActionKind, Act]] = {
    "next": (ActionKind.NEXT, lambda show, doer: show.services.queue.play_next(GUILD, doer)),
    "approve": (ActionKind.APPROVE, lambda show, doer: show.services.review.approve(GUILD, doer, 4)),
    "approve to a line": (
        ActionKind.APPROVE,
        lambda show, doer: show.services.review.approve(GUILD, doer, 4, Line.BACK_TO_BACK),
    ),
    "reject to free": (ActionKind.REJECT, lambda show, doer: show.services.review.reject(GUILD, doer, 4, "why")),
    "reject to nowhere": (ActionKind.REJECT, lambda show, doer: show.services.review.reject(GUILD, doer, 5)),
    "move": (ActionKind.MOVE, lambda show, doer: show.services.review.move(GUILD, doer, 2, Line.DOUBLE_SKIP)),
    "move a pending skip": (ActionKind.MOVE, lambda show, doer: show.services.review.move(GUILD, doer, 4, Line.SKIP)),
    "remove": (ActionKind.REMOVE, lambda show, doer: show.services.review.remove(GUILD, doer, 2, "why")),
    "remove a pending skip": (ActionKind.REMOVE, lambda show, doer: show.services.review.remove(GUILD, doer, 4)),
    "clear": (ActionKind.CLEAR, lambda show, doer: show.services.review.clear_free(GUILD, doer)),
    "reset a member": (ActionKind.RESET, lambda show, doer: show.services.points.reset_member(GUILD, doer, MIA)),
    "reset a handle": (
        ActionKind.RESET,
        lambda show, doer: show.services.points.reset_handle(GUILD, doer, "@Mia.Sings"),
    ),
    "reset everyone": (ActionKind.RESET, lambda show, doer: show.services.points.reset_everyone(GUILD, doer)),
    "give points": (ActionKind.ADJUST, lambda show, doer: show.services.points.adjust(GUILD, doer, MAX, 9, "why")),
    "take points": (ActionKind.ADJUST, lambda show, doer: show.services.points.adjust(GUILD, doer, MAX, -9, "why")),
    "promote": (ActionKind.PROMOTE, lambda show, doer: show.services.credits.give(GUILD, doer, ZOE, 2_500, "why")),
    "block and remove": (
        ActionKind.BLOCK_AND_REMOVE,
        lambda show, doer: show.services.blocks.add_and_remove_songs(GUILD, doer, MIA, "spam"),
    ),
    "ladder": (ActionKind.LADDER, lambda show, doer: show.services.settings.change_ladder(GUILD, doer, "tiers")),
    "ladder by settings": (
        ActionKind.LADDER,
        lambda show, doer: show.services.settings.change(GUILD, doer, {"ladder": "tiers"}),
    ),
}


@pytest.fixture
async def evening(show: Show) -> Show:
    """#1 plays, #2 and #3 wait in Free, #4 and #5 are pending (#5's member has no room), #6 waits in Skip; points."""
    await show.submit(MAX)
    await show.next()
    await show.submit(MIA)
    await show.submit(ZOE)
    await show.submit(MAX, skip=True)
    await show.submit(ZOE, skip=True)
    await show.submit(MIA, skip=True)
    await show.services.review.approve(GUILD, RITA, 6)
    await show.give(MIA, 40)
    await show.earn(MIA, 60, "mia.sings")
    show.clock.advance(1)
    return show


def test_there_is_a_way_to_do_every_undoable_thing() -> None:
    assert {kind for kind, _ in ACTS.values()} == set(UNDOABLE)


@pytest.mark.parametrize("name", ACTS)
async def test_undo_by_somebody_else_after_a_restart_brings_everything_back(evening: Show, name: str) -> None:
    kind, act = ACTS[name]
    before = await evening.snapshot()
    await act(evening, RITA)
    assert await evening.snapshot() != before
    await evening.restart()
    evening.clock.advance(1)
    undone = await evening.services.undo.undo(GUILD, SAM)
    assert (undone.action.kind, undone.action.doer, undone.left_alone) == (kind, RITA, ())
    assert await evening.snapshot() == before
    await evening.assert_sound()


async def test_next_undone_brings_back_the_song_the_one_before_it_and_the_points(evening: Show) -> None:
    await evening.services.review.remove(GUILD, RITA, 6)
    assert await evening.next() == 2
    assert (await evening.playing(), await evening.points(MIA)) == (2, 0)
    undone = await evening.services.undo.undo(GUILD, SAM)
    assert undone.action.subject == "#2 Mia – Song"
    assert (await evening.playing(), await evening.order(), await evening.points(MIA)) == (1, [2, 3], 100)
    assert await evening.next() == 2


async def test_the_message_of_an_undone_play_is_to_be_edited_and_the_one_before_it_too(evening: Show) -> None:
    async def shown() -> list[tuple[int, str]]:
        plays = await evening.services.outbox.plays_to_show(GUILD)
        return [(one.submission.number, one.play.state) for one in plays]

    async def show_all() -> None:
        async with evening.database.transaction() as tables:
            for play in await tables.plays.to_show(GUILD):
                await tables.plays.set_shown(play, 1, play.play_id)

    await show_all()
    await evening.next()
    await show_all()
    await evening.undo()
    assert await shown() == [(1, "playing"), (6, "undone")]
    await show_all()
    assert await shown() == []


async def test_a_play_that_was_undone_before_its_message_was_posted_is_never_posted(evening: Show) -> None:
    await evening.next()
    await evening.undo()
    plays = await evening.services.outbox.plays_to_show(GUILD)
    assert [(one.submission.number, one.play.state) for one in plays] == [(1, "playing")]


async def test_points_earned_since_stay(evening: Show) -> None:
    await evening.services.review.remove(GUILD, RITA, 6)
    await evening.next()
    await evening.earn(MIA, 7, "mia.sings")
    await evening.undo()
    assert await evening.points(MIA) == 107


async def test_points_go_back_to_the_account_that_had_them_even_when_it_was_unlinked_since(evening: Show) -> None:
    await evening.services.points.reset_member(GUILD, RITA, MIA)
    await evening.services.linking.unlink(GUILD, MIA.member_id, "mia.sings")
    await evening.undo()
    assert await evening.points(MIA) == 40
    await evening.services.linking.link(GUILD, MIA, "mia.sings")
    assert await evening.points(MIA) == 100


async def test_an_undo_is_not_bound_by_the_limit_of_free(evening: Show) -> None:
    await evening.services.review.move(GUILD, RITA, 2, Line.SKIP)
    second = await evening.submit(MIA)
    await evening.undo()
    in_free = [await evening.song(number) for number in (2, second.number)]
    assert [song.line for song in in_free] == [Line.FREE, Line.FREE]
    with pytest.raises(Refusal, match="room for 1"):
        await evening.submit(MIA)


async def test_an_undo_is_not_bound_by_a_free_line_that_was_closed_since(evening: Show) -> None:
    await evening.services.review.clear_free(GUILD, RITA)
    await evening.services.review.set_free_open(GUILD, RITA, free_open=False)
    await evening.undo()
    assert await evening.order() == [6, 2, 3]


async def test_twenty_actions_are_undone_one_after_the_other_newest_first(show: Show) -> None:
    for member in (MIA, MAX, ZOE):
        await show.submit(member)
        await show.submit(member, skip=True)
    acts: list[Act] = [
        lambda show, doer: show.services.review.approve(GUILD, doer, 2),
        lambda show, doer: show.services.review.reject(GUILD, doer, 4),
        lambda show, doer: show.services.queue.play_next(GUILD, doer),
        lambda show, doer: show.services.review.move(GUILD, doer, 3, Line.DOUBLE_SKIP),
        lambda show, doer: show.services.points.adjust(GUILD, doer, MIA, 30, "good"),
        lambda show, doer: show.services.queue.play_next(GUILD, doer),
        lambda show, doer: show.services.settings.change_ladder(GUILD, doer, "tiers"),
        lambda show, doer: show.services.review.move(GUILD, doer, 5, Line.TIER_10),
        lambda show, doer: show.services.points.adjust(GUILD, doer, MIA, -10, "bad"),
        lambda show, doer: show.services.queue.play_next(GUILD, doer),
        lambda show, doer: show.services.review.approve(GUILD, doer, 6, Line.TIER_25),
        lambda show, doer: show.services.review.move(GUILD, doer, 6, Line.TIER_5),
        lambda show, doer: show.services.settings.change_ladder(GUILD, doer, "classic"),
        lambda show, doer: show.services.queue.play_next(GUILD, doer),
        lambda show, doer: show.services.points.adjust(GUILD, doer, ZOE, 5, "good"),
        lambda show, doer: show.services.points.reset_everyone(GUILD, doer),
        lambda show, doer: show.services.review.clear_free(GUILD, doer),
        lambda show, doer: show.services.queue.play_next(GUILD, doer),
        lambda show, doer: show.services.points.adjust(GUILD, doer, MAX, 5, "good"),
        lambda show, doer: show.services.points.reset_member(GUILD, doer, MAX),
    ]
    snapshots = []
    for number, act in enumerate(acts):
        show.clock.advance(10)
        snapshots.append(await show.snapshot())
        await act(show, (RITA, SAM)[number % 2])
    for snapshot in reversed(snapshots):
        await show.restart()
        await show.undo()
        assert await show.snapshot() == snapshot
    with pytest.raises(Refusal, match="nothing to undo"):
        await show.undo()
    await show.assert_sound()


async def test_what_its_member_changed_since_is_left_alone_and_named(evening: Show) -> None:
    await evening.services.review.move(GUILD, RITA, 2, Line.SKIP)
    await evening.services.submissions.remove(GUILD, MIA.member_id, 2)
    undone = await evening.services.undo.undo(GUILD, RITA)
    assert undone.left_alone == ("#2 Mia – Song",)
    assert await evening.status(2) is Status.REMOVED


async def test_the_rest_of_an_action_is_undone_when_one_of_its_songs_was_changed_since(evening: Show) -> None:
    await evening.services.settings.change_ladder(GUILD, RITA, "tiers")
    await evening.services.submissions.remove(GUILD, MIA.member_id, 6)
    await evening.submit(MAX)
    undone = await evening.services.undo.undo(GUILD, RITA)
    assert undone.left_alone == ("#6 Mia – Song",)
    assert (await evening.services.settings.of(GUILD)).ladder == "classic"
    assert await evening.order() == [2, 3, 7]


async def test_a_member_who_renamed_the_song_since_keeps_the_new_name(evening: Show) -> None:
    await evening.services.review.move(GUILD, RITA, 2, Line.SKIP)
    link = (await evening.song(2)).song.link
    await evening.services.submissions.edit(2, evening.draft(MIA, link=link, title="New"))
    assert await evening.undo() == ActionKind.MOVE
    song = await evening.song(2)
    assert (song.song.title, song.line) == ("New", Line.FREE)


async def test_what_is_not_undoable_is_passed_over(evening: Show) -> None:
    await evening.services.review.move(GUILD, RITA, 2, Line.SKIP)
    await evening.services.review.set_free_open(GUILD, RITA, free_open=False)
    await evening.services.settings.change(GUILD, RITA, {"replay_hours": "1"})
    assert await evening.undo() == ActionKind.MOVE
    assert (await evening.services.settings.of(GUILD)).replay_hours == 1


async def test_nothing_of_a_show_that_ran_out_is_undone(evening: Show) -> None:
    await evening.next()
    evening.clock.advance(6 * HOUR)
    with pytest.raises(Refusal, match="nothing to undo in this show"):
        await evening.undo()
    await evening.next()
    assert await evening.undo() == ActionKind.NEXT
    with pytest.raises(Refusal, match="nothing to undo"):
        await evening.undo()
    assert await evening.playing() == 6


async def test_nothing_of_a_show_that_was_ended_is_undone(evening: Show) -> None:
    await evening.services.review.move(GUILD, RITA, 2, Line.SKIP)
    await evening.services.queue.end_show(GUILD, RITA)
    with pytest.raises(Refusal, match="nothing to undo"):
        await evening.undo()
    await evening.services.review.move(GUILD, RITA, 3, Line.SKIP)
    assert await evening.undo() == ActionKind.MOVE
    assert (await evening.song(2)).line is Line.SKIP


async def test_an_undone_action_stays_in_the_audit_with_who_undid_it(evening: Show) -> None:
    await evening.next()
    await evening.undo(SAM)
    newest = (await evening.services.records.audit(GUILD, 0)).actions[0]
    assert (newest.kind, newest.doer.name, newest.undone_by) == (ActionKind.NEXT, "Rita", "Sam")
    assert newest.undone_at


async def test_a_next_that_found_nothing_but_ended_a_song_is_undone_too(show: Show) -> None:
    await show.submit(MIA)
    await show.next()
    await show.next()
    assert await show.playing() is None
    await show.undo()
    assert await show.playing() == 1
    await show.undo()
    assert (await show.playing(), await show.order()) == (None, [1])


async def test_turns_of_an_undone_play_do_not_count(show: Show) -> None:
    await show.services.settings.change(GUILD, RITA, {"free_order": "fair"})
    await show.submit(MIA)
    await show.submit(MAX)
    await show.next()
    await show.undo()
    assert await show.order() == [1, 2]


async def test_two_who_press_undo_at_once_take_back_two_actions(evening: Show) -> None:
    await evening.services.review.move(GUILD, RITA, 2, Line.SKIP)
    await evening.services.review.move(GUILD, RITA, 3, Line.SKIP)
    first, second = await asyncio.gather(*(evening.services.undo.undo(GUILD, doer) for doer in (RITA, SAM)))
    assert [first.action.subject, second.action.subject] == ["#3 Zoe – Song to Skip", "#2 Mia – Song to Skip"]
