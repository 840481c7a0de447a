"""Blocks by staff (rule 12): made, listed, run out, taken away."""

from __future__ import annotations

import pytest

from domain.blocks import BlockKind
from domain.refusals import Refusal
from tests.show import GUILD, MIA, RITA, SAM, Show

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
