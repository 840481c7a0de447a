"""Notices: told once, by direct message, else by a mention, else not at all; never an error."""

from __future__ import annotations

import pytest

from tests.flows.boards import backstage, boss, drawn, messages, submit
from tests.stage import Stage


async def approve(stage: Stage, title: str = "First") -> None:
    """Has a member's skip approved, of which the member has to be told."""
    song = await submit(stage, title, skip=True)
    with backstage(stage) as services:
        await services.review.approve(stage.guild.id, boss(stage), song.number)


def told(stage: Stage) -> list[str]:
    """What the member was told by direct message."""
    return [message.content for message in stage.mia.user.dm_channel.history()]


async def settled(stage: Stage) -> list[str]:
    """How each notice ended."""
    async with stage.database.transaction() as tables:
        return [str(row[0]) for row in await tables.notices.rows("SELECT settled FROM notices ORDER BY notice_id")]


async def test_a_member_is_told_once_by_direct_message(stage: Stage) -> None:
    await approve(stage)
    await drawn(stage)
    await stage.restart()
    await drawn(stage)
    assert len(told(stage)) == 1
    assert "was approved for Skip" in told(stage)[0]
    assert await settled(stage) == ["dm"]


async def test_a_member_who_takes_no_direct_messages_is_mentioned_and_nobody_else(stage: Stage) -> None:
    stage.env.inject_error("POST", f"/channels/{stage.mia.user.dm_channel.id}/messages", status=403, code=50007)
    await approve(stage, "Hello @everyone")
    await drawn(stage)
    mention = next(message for message in messages(stage, "submission") if message.content)
    assert [member.id for member in mention.mentions] == [stage.mia.id]
    assert not mention.mention_everyone
    assert await settled(stage) == ["mention"]


async def test_a_member_who_cannot_be_reached_at_all_is_no_error(stage: Stage) -> None:
    stage.env.inject_error("POST", f"/channels/{stage.mia.user.dm_channel.id}/messages", status=403, code=50007)
    with backstage(stage) as services:
        await services.settings.change(stage.guild.id, boss(stage), {"submission_channel": "none"})
    await approve(stage)
    await drawn(stage)
    assert await settled(stage) == ["nowhere"]


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_notice_that_was_going_out_at_a_kill_is_looked_up_before_it_is_sent_again(
    stage: Stage, *, arrived: bool
) -> None:
    await approve(stage)
    if arrived:
        await drawn(stage)
        async with stage.database.transaction() as tables:
            await tables.notices.rows("UPDATE notices SET settled = NULL")
    else:
        notice = (await stage.services.outbox.notices_to_send(stage.guild.id))[0]
        await stage.services.outbox.set_notice_tried(notice.notice_id)
    await stage.restart()
    await drawn(stage)
    assert len(told(stage)) == 1
    assert await settled(stage) == ["dm"]


async def test_a_notice_waits_while_discord_is_down(stage: Stage) -> None:
    stage.env.inject_error("POST", f"/channels/{stage.mia.user.dm_channel.id}/messages", status=503, code=0, times=2)
    await approve(stage)
    await drawn(stage)
    assert len(told(stage)) == 1
    assert await settled(stage) == ["dm"]
