"""Notices: told once, by direct message, else by a mention, else not at all; never an error."""

from __future__ import annotations

import pytest

from tests.bot_env import BotEnv
from tests.flows.display_checks import backstage, boss, drawn, messages, submit


async def approve(bot_env: BotEnv, title: str = "First") -> None:
    """Has a member's skip approved, of which the member has to be told."""
    song = await submit(bot_env, title, skip=True)
    with backstage(bot_env) as services:
        await services.review.approve(bot_env.guild.id, boss(bot_env), song.number)


def told(bot_env: BotEnv) -> list[str]:
    """What the member was told by direct message."""
    return [message.content for message in bot_env.mia.user.dm_channel.history()]


async def settled(bot_env: BotEnv) -> list[str]:
    """How each notice ended."""
    async with bot_env.database.transaction() as tables:
        return [str(row[0]) for row in await tables.notices.rows("SELECT settled FROM notices ORDER BY notice_id")]


async def test_a_member_is_told_once_by_direct_message(bot_env: BotEnv) -> None:
    await approve(bot_env)
    await drawn(bot_env)
    await bot_env.restart()
    await drawn(bot_env)
    assert len(told(bot_env)) == 1
    assert "was approved for Skip" in told(bot_env)[0]
    assert await settled(bot_env) == ["dm"]


async def test_a_member_who_takes_no_direct_messages_is_mentioned_and_nobody_else(bot_env: BotEnv) -> None:
    bot_env.env.inject_error("POST", f"/channels/{bot_env.mia.user.dm_channel.id}/messages", status=403, code=50007)
    await approve(bot_env, "Hello @everyone")
    await drawn(bot_env)
    mention = next(message for message in messages(bot_env, "submission") if message.content)
    assert [member.id for member in mention.mentions] == [bot_env.mia.id]
    assert not mention.mention_everyone
    assert await settled(bot_env) == ["mention"]


async def test_a_member_who_cannot_be_reached_at_all_is_no_error(bot_env: BotEnv) -> None:
    bot_env.env.inject_error("POST", f"/channels/{bot_env.mia.user.dm_channel.id}/messages", status=403, code=50007)
    with backstage(bot_env) as services:
        await services.settings.change(bot_env.guild.id, boss(bot_env), {"submission_channel": "none"})
    await approve(bot_env)
    await drawn(bot_env)
    assert await settled(bot_env) == ["nowhere"]


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_notice_that_was_going_out_at_a_kill_is_looked_up_before_it_is_sent_again(
    bot_env: BotEnv, *, arrived: bool
) -> None:
    await approve(bot_env)
    if arrived:
        await drawn(bot_env)
        async with bot_env.database.transaction() as tables:
            await tables.notices.rows("UPDATE notices SET settled = NULL")
    else:
        notice = (await bot_env.services.outbox.notices_to_send(bot_env.guild.id))[0]
        await bot_env.services.outbox.set_notice_tried(notice.notice_id)
    await bot_env.restart()
    await drawn(bot_env)
    assert len(told(bot_env)) == 1
    assert await settled(bot_env) == ["dm"]


async def test_a_notice_waits_while_discord_is_down(bot_env: BotEnv) -> None:
    bot_env.env.inject_error(
        "POST", f"/channels/{bot_env.mia.user.dm_channel.id}/messages", status=503, code=0, times=2
    )
    await approve(bot_env)
    await drawn(bot_env)
    assert len(told(bot_env)) == 1
    assert await settled(bot_env) == ["dm"]
