"""Self-heal: what was deleted or taken away comes back, once, and what cannot be mended is told once."""

from __future__ import annotations

import discord
import pytest

from tests.bot_env import BotEnv
from tests.flows.display_checks import allow, backstage, board, boss, delete, drawn, messages, sent, submit, text_of
from tests.flows.reviewer_actions import answer

QUEUE = ("queue", "The queue")
REVIEWERS = ("reviewer", "Reviewers' queue")


async def test_a_deleted_board_is_posted_again_once_and_pinned(bot_env: BotEnv) -> None:
    await drawn(bot_env)
    old = board(bot_env, *QUEUE)
    delete(bot_env, old)
    await drawn(bot_env)
    new = board(bot_env, *QUEUE)
    assert new.id != old.id
    assert new.pinned
    assert (await bot_env.services.outbox.places(bot_env.guild.id))["public queue"].message_id == new.id
    posts = len(sent(bot_env, "POST"))
    await drawn(bot_env)
    assert len(sent(bot_env, "POST")) == posts


async def test_boards_deleted_all_at_once_come_back(bot_env: BotEnv) -> None:
    await drawn(bot_env)
    with bot_env.env._bot_scope():
        bot_env.env.backend.bulk_delete_messages(
            bot_env.channels["reviewer"].id, [message.id for message in messages(bot_env, "reviewer")]
        )
    await drawn(bot_env)
    assert len(messages(bot_env, "reviewer")) == 2


async def test_a_board_deleted_while_the_bot_was_away_comes_back_at_the_next_change(bot_env: BotEnv) -> None:
    await drawn(bot_env)
    old = board(bot_env, *QUEUE)
    del bot_env.env.backend.messages[bot_env.channels["queue"].id][old.id]
    await submit(bot_env, "First")
    await drawn(bot_env)
    assert "First" in text_of(board(bot_env, *QUEUE))


async def test_a_board_that_lost_its_pin_is_pinned_again_by_selfheal(bot_env: BotEnv) -> None:
    await drawn(bot_env)
    bot_env.env.backend.set_pinned(bot_env.channels["queue"].id, board(bot_env, *QUEUE).id, pinned=False)
    result = await bot_env.boss.slash(bot_env.channels["debug"], "selfheal")
    assert "🔧 public queue" in answer(result)
    assert "pinned again" in answer(result)
    assert board(bot_env, *QUEUE).pinned


async def test_a_channel_deleted_during_a_show_is_told_once_and_heals_with_another_channel(bot_env: BotEnv) -> None:
    await drawn(bot_env)
    with bot_env.env._bot_scope():
        bot_env.env.backend.delete_channel(bot_env.channels["queue"].id)
    for number in range(3):
        await submit(bot_env, f"Song {number}", who=("mia", "max", "zoe")[number])
        await drawn(bot_env)
    told = [text_of(message) for message in messages(bot_env, "debug")]
    assert len(told) == 1
    assert "public queue cannot be shown" in told[0]
    assert "/setup" in told[0]
    bot_env.channels["queue"] = bot_env.guild.create_text_channel("new-queue")
    await bot_env.boss.slash(bot_env.channels["debug"], "setup", queue=bot_env.channels["queue"])
    await drawn(bot_env)
    assert "Song 2" in text_of(board(bot_env, *QUEUE))


async def test_a_permission_that_is_taken_is_named_once_and_the_board_goes_on_when_it_is_back(bot_env: BotEnv) -> None:
    await drawn(bot_env)
    allow(bot_env, "queue", send_messages=False)
    for title in ("First", "Second"):
        await submit(bot_env, title, who="mia" if title == "First" else "max")
        await drawn(bot_env)
    told = [text_of(message) for message in messages(bot_env, "debug")]
    assert len(told) == 1
    assert "Send Messages" in told[0]
    assert f"<#{bot_env.channels['queue'].id}>" in told[0]
    allow(bot_env, "queue", send_messages=True)
    await drawn(bot_env)
    assert "Second" in text_of(board(bot_env, *QUEUE))


async def test_an_edit_that_discord_forbids_stops_the_board_until_selfheal(bot_env: BotEnv) -> None:
    await drawn(bot_env)
    channel = bot_env.channels["queue"].id
    bot_env.env.inject_error("PATCH", f"/channels/{channel}/messages/*", status=403, code=50013, times=None)
    for title in ("First", "Second"):
        await submit(bot_env, title, who="mia" if title == "First" else "max")
        await drawn(bot_env)
    tried = [path for path in sent(bot_env, "PATCH") if str(channel) in path]
    assert len(messages(bot_env, "debug")) == 1
    bot_env.env.backend.faults.clear()
    await drawn(bot_env)
    assert len(tried) <= 2
    await bot_env.boss.slash(bot_env.channels["debug"], "selfheal")
    await drawn(bot_env)
    assert "Second" in text_of(board(bot_env, *QUEUE))


async def test_a_board_waits_while_discord_is_down_and_is_not_doubled(bot_env: BotEnv) -> None:
    await drawn(bot_env)
    path = f"/channels/{bot_env.channels['queue'].id}/messages/*"
    bot_env.env.inject_error("PATCH", path, status=503, times=2)
    await submit(bot_env, "First")
    await drawn(bot_env)
    assert "First" in text_of(board(bot_env, *QUEUE))
    assert not messages(bot_env, "debug")


@pytest.mark.bot_env(permissions=discord.Permissions(2251799813811264 - (1 << 51) - (1 << 13)))
async def test_without_the_permission_to_pin_the_boards_are_there_and_the_owner_is_told_once(bot_env: BotEnv) -> None:
    await drawn(bot_env)
    await drawn(bot_env)
    await bot_env.boss.slash(bot_env.channels["debug"], "selfheal")
    told = [text_of(message) for message in messages(bot_env, "debug")]
    assert not board(bot_env, *QUEUE).pinned
    assert len([text for text in told if "public queue is shown, but not pinned" in text]) == 1
    assert all("Pin Messages" in text for text in told)


async def test_selfheal_says_what_was_checked(bot_env: BotEnv) -> None:
    await drawn(bot_env)
    allow(bot_env, "now_playing", attach_files=False)
    report = answer(await bot_env.boss.slash(bot_env.channels["debug"], "selfheal"))
    for name in ("portal", "public queue", "reviewers' queue", "pending skips"):
        assert f"✅ {name}" in report
    assert "❌ now playing" in report
    assert "Attach Files" in report
    assert "✅ database: sound" in report
    assert "buttons" in report


async def test_selfheal_is_for_admins(bot_env: BotEnv) -> None:
    """Discord lets admins of a server open a command to others, so the bot checks for itself."""
    bot_env.guild.set_command_permissions(bot_env.bot.command_ids["selfheal"], {bot_env.mia.user: True})
    result = await bot_env.mia.slash(bot_env.channels["debug"], "selfheal")
    assert "Only people with Manage Server" in answer(result)


async def test_buttons_of_a_board_work_after_a_restart_and_on_an_old_copy(bot_env: BotEnv) -> None:
    await drawn(bot_env)
    old = board(bot_env, *REVIEWERS)
    await submit(bot_env, "First", who="mia")
    await submit(bot_env, "Second", who="max")
    await bot_env.restart()
    await bot_env.rita.click(old, custom_id="review:next:0")
    line_up = await bot_env.services.queue.line_up(bot_env.guild.id)
    assert line_up.playing
    assert line_up.playing.song.title == "First"
    await drawn(bot_env)
    result = await bot_env.mia.click(board(bot_env, *QUEUE), label="My place")
    assert result.ephemeral


async def test_a_moved_board_leaves_its_old_channel(bot_env: BotEnv) -> None:
    await drawn(bot_env)
    new = bot_env.guild.create_text_channel("elsewhere")
    with backstage(bot_env) as services:
        await services.settings.change(bot_env.guild.id, boss(bot_env), {"queue_channel": str(new.id)})
    await drawn(bot_env)
    assert not messages(bot_env, "queue")
    assert [message.pinned for message in new.history()] == [True]
