"""Blocks by staff (rule 12): made, listed, run out, taken away."""

from __future__ import annotations

import pytest

from domain.blocks import BlockKind
from domain.lines import Line
from domain.refusals import Refusal
from domain.submissions import Status
from tests.live_env import credit_of, notices
from tests.show import GUILD, MAX, MIA, RITA, SAM, Show

DAY = 24 * 3_600


async def test_a_block_holds_for_its_days_and_then_no_more(show: Show) -> None:
    await show.services.blocks.add(GUILD, RITA, BlockKind.MEMBER, str(MIA.member_id), "spam", days=7)
    show.clock.advance(7 * DAY - 5)
    with pytest.raises(Refusal, match="You cannot submit songs here until 08 Nov 2026"):
        await show.submit(MIA)
    show.clock.advance(5)
    await show.submit(MIA)
    assert await show.services.blocks.holding(GUILD) == []


async def test_a_block_without_days_holds_until_it_is_taken_away(show: Show) -> None:
    block = await show.services.blocks.add(GUILD, RITA, BlockKind.PATTERN, "kazoo", "noise")
    show.clock.advance(1_000 * DAY)
    assert await show.services.blocks.holding(GUILD) == [block]
    await show.services.blocks.remove(GUILD, SAM, block.block_id)
    assert await show.services.blocks.holding(GUILD) == []
    with pytest.raises(Refusal, match="no block number"):
        await show.services.blocks.remove(GUILD, SAM, block.block_id)


async def test_a_block_needs_a_reason(show: Show) -> None:
    with pytest.raises(Refusal, match="A reason is needed"):
        await show.services.blocks.add(GUILD, RITA, BlockKind.PATTERN, "kazoo", " ")
    assert await show.services.blocks.holding(GUILD) == []


@pytest.mark.parametrize("typed", ["a", "ab", " a ", "\u200bab"])
async def test_a_text_so_short_that_it_would_block_everything_is_refused(show: Show, typed: str) -> None:
    with pytest.raises(Refusal, match="block nearly everything"):
        await show.services.blocks.add(GUILD, RITA, BlockKind.PATTERN, typed, "noise")


@pytest.mark.parametrize(
    "typed", ["noise.bandcamp.com", "https://www.Noise.Bandcamp.com/track/1", "http://noise.bandcamp.com?x=1"]
)
async def test_a_website_is_blocked_however_it_is_typed(show: Show, typed: str) -> None:
    block = await show.services.blocks.add(GUILD, RITA, BlockKind.DOMAIN, typed, "noise")
    assert block.value == "noise.bandcamp.com"
    with pytest.raises(Refusal, match="not taken here"):
        await show.submit(MIA, link="https://noise.bandcamp.com/track/2")


@pytest.mark.parametrize("typed", ["com", "", "not a site", "https://", "a" * 5_000])
async def test_what_is_no_website_is_not_blocked(show: Show, typed: str) -> None:
    with pytest.raises(Refusal, match="is not a website"):
        await show.services.blocks.add(GUILD, RITA, BlockKind.DOMAIN, typed, "noise")


async def test_an_account_is_blocked_by_its_handle(show: Show) -> None:
    block = await show.services.blocks.add(GUILD, RITA, BlockKind.ACCOUNT, "@Noisy", "noise")
    assert block.value == "noisy"


async def test_blocks_and_their_end_are_in_the_audit(show: Show) -> None:
    block = await show.services.blocks.add(GUILD, RITA, BlockKind.PATTERN, "kazoo", "noise")
    await show.services.blocks.remove(GUILD, SAM, block.block_id)
    actions = (await show.services.records.audit(GUILD, 0)).actions
    assert [(one.kind, one.doer, one.reason) for one in actions] == [("unblock", SAM, ""), ("block", RITA, "noise")]
    assert "kazoo" in actions[1].subject


async def songs_of_mia(show: Show) -> None:
    """#1 in DoubleSkip for 2,000 coins, #2 pending, #3 in Free; #4 is of Max."""
    await show.submit(MIA)
    await show.services.credits.give(GUILD, RITA, MIA, 2_500, "for the test")
    await show.submit(MIA, skip=True)
    await show.submit(MIA)
    await show.submit(MAX)


async def test_all_songs_of_a_blocked_member_go_in_one_step_and_the_member_is_told_once(show: Show) -> None:
    await songs_of_mia(show)
    told = len(await notices(show))
    block, gone = await show.services.blocks.add_and_remove_songs(GUILD, RITA, MIA, "spam", days=7)
    assert (gone, await show.order()) == (3, [4])
    assert [await show.status(number) for number in (1, 2, 3)] == [Status.REMOVED] * 3
    assert await credit_of(show, MIA) == 2_500
    assert (await notices(show))[told:] == [
        "Your 3 songs were taken out of the queue by the staff. The 2,000 coins spent on them are credit again. "
        "Reason: spam"
    ]
    with pytest.raises(Refusal, match="cannot submit songs here until"):
        await show.submit(MIA)
    assert await show.services.blocks.holding(GUILD) == [block]
    newest = (await show.services.records.audit(GUILD, 0)).actions[0]
    assert (newest.kind, newest.subject, newest.reason) == ("block and remove", "3 songs of Mia", "spam")


async def test_one_undo_brings_back_all_songs_with_line_time_and_coins_and_takes_the_block_away(show: Show) -> None:
    await songs_of_mia(show)
    other = await show.services.blocks.add(GUILD, SAM, BlockKind.MEMBER, str(MAX.member_id), "rude")
    before = [await show.song(number) for number in range(1, 5)], await show.order(), await credit_of(show, MIA)
    show.clock.advance(1)
    await show.services.blocks.add_and_remove_songs(GUILD, RITA, MIA, "spam")
    await show.restart()
    assert await show.undo(SAM) == "block and remove"
    after = [await show.song(number) for number in range(1, 5)], await show.order(), await credit_of(show, MIA)
    assert after == before
    assert (after[0][0].line, after[2]) == (Line.DOUBLE_SKIP, 500)
    assert await show.services.blocks.holding(GUILD) == [other]
    await show.submit(MIA, skip=True)


async def test_a_member_without_songs_is_blocked_and_told_nothing(show: Show) -> None:
    _, gone = await show.services.blocks.add_and_remove_songs(GUILD, RITA, MIA, "spam")
    assert (gone, await notices(show)) == (0, [])
