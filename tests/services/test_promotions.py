"""Gifts move songs up (rule 10): at the gift, the link and the submission; what is not spent stays or comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.actions import ActionKind
from domain.blocks import BlockKind
from domain.lines import Line
from domain.refusals import Refusal
from domain.submissions import Status
from services.points import MOST_COINS
from tests.live_env import FAN, OTHER, LiveEnv, credit_of, credit_of_handle, notices
from tests.show import GUILD, MAX, MIA, RITA, SAM, Show

DAY = 24 * 3600


async def line_of(show: Show, number: int) -> Line | None:
    return (await show.song(number)).line


async def linked(show: Show) -> None:
    await show.services.linking.link(GUILD, MIA, FAN.handle)


async def test_a_gift_moves_the_members_song_up_at_once_and_the_member_is_told(show: Show, live: LiveEnv) -> None:
    await linked(show)
    await show.submit(MAX)
    await show.submit(MIA)
    await live.send(live.gift(1_200))
    assert (await show.order(), await line_of(show, 2), await credit_of(show, MIA)) == ([2, 1], Line.SKIP, 200)
    assert await notices(show) == ["Your song #2 Mia – Song moved up to Skip. 1,000 coins were spent on it."]
    newest = (await show.services.records.audit(GUILD, 0)).actions[0]
    assert (newest.kind, newest.doer.name) == (ActionKind.PROMOTE, "TikTok gifts")
    assert newest.subject == "#2 Mia – Song to Skip for 1,000 coins"


async def test_a_streak_promotes_step_by_step_and_costs_as_much_as_one_gift(show: Show, live: LiveEnv) -> None:
    await linked(show)
    await show.submit(MIA)
    seen = []
    for count in (1, 10, 15, 20, 59, 60, 61):
        await live.send(live.step(1, count, coins=100))
        seen.append((await line_of(show, 1), await credit_of(show, MIA)))
    free, skip, double, top = Line.FREE, Line.SKIP, Line.DOUBLE_SKIP, Line.BACK_TO_BACK
    assert seen == [(free, 100), (skip, 0), (skip, 500), (double, 0), (double, 3_900), (top, 0), (top, 100)]
    await show.assert_sound()


async def test_credit_is_held_while_there_is_no_link_and_spent_at_the_link(show: Show, live: LiveEnv) -> None:
    await show.submit(MIA)
    await live.send(live.gift(2_500))
    assert (await line_of(show, 1), await credit_of_handle(show, FAN.handle)) == (Line.FREE, 2_500)
    await show.restart()
    await linked(show)
    assert (await line_of(show, 1), await credit_of(show, MIA)) == (Line.DOUBLE_SKIP, 500)


async def test_credit_is_held_while_there_is_no_song_and_spent_at_the_submission(show: Show, live: LiveEnv) -> None:
    await linked(show)
    await live.send(live.gift(1_000))
    receipt = await show.services.submissions.submit(show.draft(MIA))
    assert (receipt.submission.line, receipt.place) == (Line.SKIP, 1)
    await show.next()
    await live.send(live.gift(1_000))
    assert (await show.services.submissions.resubmit(GUILD, MIA, 1, wants_skip=False)).submission.line is Line.SKIP


async def test_credit_is_spent_on_the_song_that_brings_the_handle_along(show: Show, live: LiveEnv) -> None:
    await live.send(live.gift(1_000))
    receipt = await show.services.submissions.submit(replace(show.draft(MIA), handle=FAN.handle))
    assert receipt.submission.line is Line.SKIP


async def test_credit_is_spent_where_the_staff_moves_a_handle_to(show: Show, live: LiveEnv) -> None:
    await linked(show)
    await live.send(live.gift(1_000))
    await show.submit(MAX)
    await show.services.linking.move(GUILD, RITA, MAX, FAN.handle)
    assert await line_of(show, 1) is Line.SKIP


async def test_the_credit_of_all_linked_accounts_is_pooled_and_the_oldest_goes_first(show: Show, live: LiveEnv) -> None:
    await linked(show)
    await show.services.linking.link(GUILD, MIA, OTHER.handle)
    await live.send(live.gift(700, OTHER))
    show.clock.advance(DAY)
    await live.send(live.gift(700))
    await show.submit(MIA)
    assert await line_of(show, 1) is Line.SKIP
    assert [await credit_of_handle(show, one.handle) for one in (OTHER, FAN)] == [0, 400]


async def test_expired_credit_moves_nothing(show: Show, live: LiveEnv) -> None:
    await linked(show)
    await live.send(live.gift(1_000))
    show.clock.advance(30 * DAY)
    await show.submit(MIA)
    assert (await line_of(show, 1), await credit_of(show, MIA)) == (Line.FREE, 0)


async def test_a_blocked_accounts_gift_moves_nothing(show: Show, live: LiveEnv) -> None:
    await linked(show)
    await show.submit(MIA)
    await show.services.blocks.add(GUILD, RITA, BlockKind.ACCOUNT, FAN.handle, "stolen card")
    await live.send(live.gift(6_000))
    assert (await line_of(show, 1), await credit_of(show, MIA)) == (Line.FREE, 0)


async def test_a_pending_skip_is_let_in_by_a_gift_but_only_when_no_song_waits(show: Show, live: LiveEnv) -> None:
    await linked(show)
    await show.submit(MIA, skip=True)
    await show.submit(MIA)
    await live.send(live.gift(1_000))
    assert (await show.status(1), await line_of(show, 2)) == (Status.PENDING, Line.SKIP)
    await show.next()
    await live.send(live.gift(2_000))
    assert (await show.status(1), await line_of(show, 1)) == (Status.WAITING, Line.DOUBLE_SKIP)


async def test_a_line_that_staff_gave_counts_as_paid_but_is_not_paid_back(show: Show, live: LiveEnv) -> None:
    await linked(show)
    await show.approved(MIA)
    await live.send(live.gift(1_000))
    assert (await line_of(show, 1), await credit_of(show, MIA)) == (Line.DOUBLE_SKIP, 0)
    await show.services.review.remove(GUILD, RITA, 1)
    assert await credit_of(show, MIA) == 1_000


@pytest.mark.parametrize("way", ["remove", "clear", "own"])
async def test_coins_that_were_spent_on_a_song_that_goes_come_back_and_the_member_is_told(
    show: Show, live: LiveEnv, way: str
) -> None:
    await linked(show)
    await show.submit(MIA)
    await live.send(live.gift(1_500))
    if way == "remove":
        await show.services.review.remove(GUILD, RITA, 1)
    elif way == "clear":
        await show.services.review.move(GUILD, RITA, 1, Line.FREE)
        await show.services.review.clear_free(GUILD, RITA)
    else:
        await show.services.submissions.remove(GUILD, MIA.member_id, 1)
    assert await credit_of(show, MIA) == 1_500
    assert any("the 1,000 coins spent on it are credit again" in text for text in await notices(show))
    await show.submit(MIA)
    assert (await line_of(show, 2), await credit_of(show, MIA)) == (Line.SKIP, 500)


async def test_a_rejected_song_that_was_paid_for_gives_its_coins_back(show: Show, live: LiveEnv) -> None:
    await linked(show)
    await show.services.review.set_free_open(GUILD, RITA, free_open=False)
    await show.submit(MIA, skip=True)
    await live.send(live.gift(1_000))
    await show.undo()
    assert (await show.status(1), await credit_of(show, MIA)) == (Status.PENDING, 1_000)
    await show.services.review.reject(GUILD, RITA, 1, "too long")
    assert (await show.status(1), await credit_of(show, MIA)) == (Status.REJECTED, 1_000)


async def test_coins_come_back_good_for_thirty_days_also_when_they_would_have_expired(
    show: Show, live: LiveEnv
) -> None:
    await linked(show)
    await show.submit(MIA)
    await live.send(live.gift(1_000))
    show.clock.advance(40 * DAY)
    await show.services.review.remove(GUILD, RITA, 1)
    show.clock.advance(29 * DAY)
    assert await credit_of(show, MIA) == 1_000


async def test_the_coins_of_a_song_that_was_played_are_gone(show: Show, live: LiveEnv) -> None:
    await linked(show)
    await show.submit(MIA)
    await live.send(live.gift(1_000))
    await show.next()
    await show.next()
    assert await credit_of(show, MIA) == 0


async def test_undo_takes_a_promotion_back_and_its_coins_too(show: Show, live: LiveEnv) -> None:
    await linked(show)
    await show.submit(MAX)
    await show.submit(MIA)
    before = await show.song(2)
    await live.send(live.gift(1_200))
    await show.restart()
    assert await show.undo(SAM) == ActionKind.PROMOTE
    assert (await show.song(2), await credit_of(show, MIA)) == (before, 1_200)
    await live.send(live.gift(1))
    assert (await line_of(show, 2), await credit_of(show, MIA)) == (Line.SKIP, 201)


async def test_undo_of_a_remove_takes_the_coins_again_unless_they_are_spent_elsewhere(
    show: Show, live: LiveEnv
) -> None:
    await linked(show)
    await show.submit(MIA)
    await live.send(live.gift(1_000))
    await show.services.review.remove(GUILD, RITA, 1)
    assert await show.undo() == ActionKind.REMOVE
    assert (await line_of(show, 1), await credit_of(show, MIA)) == (Line.SKIP, 0)
    await show.services.review.remove(GUILD, RITA, 1)
    assert await credit_of(show, MIA) == 1_000
    await show.undo()
    await show.services.submissions.remove(GUILD, MIA.member_id, 1)
    assert await credit_of(show, MIA) == 1_000
    await show.assert_sound()


async def test_undo_of_a_promotion_whose_song_its_member_took_out_gives_nothing_twice(
    show: Show, live: LiveEnv
) -> None:
    await linked(show)
    await show.submit(MIA)
    await live.send(live.gift(1_000))
    await show.services.submissions.remove(GUILD, MIA.member_id, 1)
    undone = await show.services.undo.undo(GUILD, RITA)
    assert undone.left_alone == ("#1 Mia – Song",)
    assert await credit_of(show, MIA) == 1_000


async def test_credit_by_hand_promotes_needs_a_reason_and_bounds_and_is_in_the_audit(show: Show) -> None:
    give = show.services.credits.give
    await show.submit(MIA)
    given = await give(GUILD, RITA, MIA, 1_300, " TikTok is  broken ")
    assert given.promoted
    assert (given.credit, given.promoted.line, await credit_of(show, MIA)) == (300, Line.SKIP, 300)
    promoted, gave = (await show.services.records.audit(GUILD, 0)).actions[:2]
    assert (gave.kind, gave.subject, gave.reason) == (ActionKind.CREDIT, "1,300 coins for Mia", "TikTok is broken")
    assert (promoted.kind, promoted.doer) == (ActionKind.PROMOTE, RITA)
    for coins in (0, -5, MOST_COINS + 1, 10**30):
        with pytest.raises(Refusal, match="number of coins does not work"):
            await give(GUILD, RITA, MIA, coins, "why")
    with pytest.raises(Refusal, match="A reason is needed"):
        await give(GUILD, RITA, MIA, 5, " \u200b")
    assert await credit_of(show, MIA) == 300


async def test_credit_by_hand_and_of_gifts_is_one_sum(show: Show, live: LiveEnv) -> None:
    await linked(show)
    await show.submit(MIA)
    await live.send(live.gift(400))
    assert (await show.services.credits.give(GUILD, RITA, MIA, 600, "why")).credit == 0
    assert await line_of(show, 1) is Line.SKIP


async def test_the_ladder_of_the_server_and_its_prices_decide(show: Show, live: LiveEnv) -> None:
    await linked(show)
    await show.services.settings.change(GUILD, RITA, {"ladder": "tiers", "price_tier_5": "50"})
    await show.submit(MIA)
    await live.send(live.gift(60))
    assert (await line_of(show, 1), await credit_of(show, MIA)) == (Line.TIER_5, 10)


async def test_a_member_without_credit_or_song_costs_no_look_at_the_queue(
    show: Show, live: LiveEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    await linked(show)
    for member in (MAX, RITA):
        await show.submit(member)
    monkeypatch.setattr("tables.submissions.SubmissionsTable.active", None)
    await live.send(live.gift(5_000))
    assert await credit_of(show, MIA) == 5_000
