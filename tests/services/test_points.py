"""Points by hand, resets, and who has how many (rule 9)."""

from __future__ import annotations

import pytest

from domain.refusals import Refusal
from services.points import LARGEST_ADJUSTMENT
from tests.show import GUILD, MAX, MIA, RITA, ZOE, Show, fan


async def test_a_members_points_are_their_own_and_those_of_every_linked_account(show: Show) -> None:
    await show.give(MIA, 5)
    await show.earn(MIA, 7, "mia.sings")
    await show.earn(MIA, 9, "mia.second")
    found = await show.services.points.of_member(GUILD, MIA.member_id)
    assert found.points.by_origin == {"staff": 5, "likes": 16}
    assert found.by_account == {"mia.sings": 7, "mia.second": 9}


async def test_unlinking_leaves_an_accounts_points_with_the_account(show: Show) -> None:
    await show.earn(MIA, 7, "mia.sings")
    await show.services.linking.unlink(GUILD, MIA.member_id, "mia.sings")
    assert await show.points(MIA) == 0
    await show.services.linking.link(GUILD, MAX, "mia.sings")
    assert (await show.points(MIA), await show.points(MAX)) == (0, 7)


async def test_points_given_by_hand_need_a_reason_and_an_amount_within_bounds(show: Show) -> None:
    adjust = show.services.points.adjust
    for amount in (0, LARGEST_ADJUSTMENT + 1, -LARGEST_ADJUSTMENT - 1, 10**30):
        with pytest.raises(Refusal, match="amount does not work"):
            await adjust(GUILD, RITA, MIA, amount, "why")
    for reason in ("", "  \n", "\u200b"):
        with pytest.raises(Refusal, match="A reason is needed"):
            await adjust(GUILD, RITA, MIA, 5, reason)
    assert await show.points(MIA) == 0
    assert await adjust(GUILD, RITA, MIA, LARGEST_ADJUSTMENT, "why") == LARGEST_ADJUSTMENT
    assert await adjust(GUILD, RITA, MIA, -5, "oops") == LARGEST_ADJUSTMENT - 5


async def test_an_adjustment_is_in_the_audit_with_doer_amount_member_and_reason(show: Show) -> None:
    await show.services.points.adjust(GUILD, RITA, MIA, -1_500, "a bet")
    newest = (await show.services.records.audit(GUILD, 0)).actions[0]
    assert (newest.doer, newest.subject, newest.reason) == (RITA, "-1,500 for Mia", "a bet")


async def test_a_reset_of_a_member_takes_all_linked_accounts_with_it_and_nobody_elses(show: Show) -> None:
    await show.give(MIA, 5)
    await show.earn(MIA, 7, "mia.sings")
    await show.give(MAX, 3)
    assert await show.services.points.reset_member(GUILD, RITA, MIA) == 12
    assert (await show.points(MIA), await show.points(MAX)) == (0, 3)
    with pytest.raises(Refusal, match="Mia has no points"):
        await show.services.points.reset_member(GUILD, RITA, MIA)


async def test_a_reset_of_a_handle_takes_that_accounts_points_and_no_others(show: Show) -> None:
    await show.give(MIA, 5)
    await show.earn(MIA, 7, "mia.sings")
    await show.earn(MIA, 9, "mia.second")
    assert await show.services.points.reset_handle(GUILD, RITA, " @MIA.sings") == 7
    assert await show.points(MIA) == 14
    with pytest.raises(Refusal, match="@nobody is not linked"):
        await show.services.points.reset_handle(GUILD, RITA, "nobody")


async def test_a_reset_of_everyone_leaves_nobody_with_points_also_not_with_less_than_none(show: Show) -> None:
    await show.give(MIA, 5)
    await show.give(MAX, -5)
    await show.earn(ZOE, 7, "zoe")
    await show.services.linking.unlink(GUILD, ZOE.member_id, "zoe")
    assert await show.services.points.reset_everyone(GUILD, RITA) == 7
    await show.give(MIA, 5)
    await show.give(MAX, -5)
    await show.services.points.reset_everyone(GUILD, RITA)
    assert (await show.points(MIA), await show.points(MAX)) == (0, 0)
    with pytest.raises(Refusal, match="everyone has no points"):
        await show.services.points.reset_everyone(GUILD, RITA)
    await show.assert_sound()


async def test_a_reset_writes_rows_and_changes_none(show: Show) -> None:
    await show.give(MIA, 5)
    await show.services.points.reset_member(GUILD, RITA, MIA)
    async with show.database.transaction() as tables:
        rows = await tables.ledger.rows("SELECT amount, reason FROM ledger ORDER BY entry_id")
    assert [tuple(row) for row in rows] == [(5, "for the test"), (-5, "reset")]


async def test_nothing_but_a_play_from_free_and_a_reset_takes_points(show: Show) -> None:
    await show.give(MIA, 5)
    for _ in range(2):
        await show.submit(MIA, skip=True)
    await show.services.review.reject(GUILD, RITA, 1)
    await show.services.review.remove(GUILD, RITA, 1)
    await show.services.review.approve(GUILD, RITA, 2)
    await show.services.settings.change_ladder(GUILD, RITA, "tiers")
    await show.next()
    await show.services.queue.end_show(GUILD, RITA)
    await show.restart()
    assert await show.points(MIA) == 5


async def test_the_leaderboard_counts_accounts_for_their_members_and_leaves_out_who_has_none(show: Show) -> None:
    await show.give(MIA, 5)
    await show.earn(MIA, 7, "mia.sings")
    await show.give(MAX, 10)
    await show.give(ZOE, -3)
    await show.earn(fan(1), 50, "stranger")
    await show.services.linking.unlink(GUILD, fan(1).member_id, "stranger")
    assert await show.services.points.leaderboard(GUILD) == [(MIA.member_id, 12), (MAX.member_id, 10)]


async def test_the_leaderboard_has_twenty_members_the_best_first(show: Show) -> None:
    for number in range(25):
        await show.give(fan(number), number + 1)
    top = await show.services.points.leaderboard(GUILD)
    assert top == [(fan(number).member_id, number + 1) for number in range(24, 4, -1)]
