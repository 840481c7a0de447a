"""Self-heal: what was deleted or taken away comes back, once, and what cannot be mended is told once."""

from __future__ import annotations

import discord
import pytest

from tests.flows.boards import allow, backstage, board, boss, delete, drawn, messages, sent, submit, text_of
from tests.flows.desk import answer
from tests.stage import Stage

QUEUE = ("queue", "The queue")
REVIEWERS = ("reviewer", "Reviewers' queue")


async def test_a_deleted_board_is_posted_again_once_and_pinned(stage: Stage) -> None:
    await drawn(stage)
    old = board(stage, *QUEUE)
    delete(stage, old)
    await drawn(stage)
    new = board(stage, *QUEUE)
    assert new.id != old.id
    assert new.pinned
    assert (await stage.services.outbox.places(stage.guild.id))["public queue"].message_id == new.id
    posts = len(sent(stage, "POST"))
    await drawn(stage)
    assert len(sent(stage, "POST")) == posts


async def test_boards_deleted_all_at_once_come_back(stage: Stage) -> None:
    await drawn(stage)
    with stage.env._bot_scope():
        stage.env.backend.bulk_delete_messages(
            stage.channels["reviewer"].id, [message.id for message in messages(stage, "reviewer")]
        )
    await drawn(stage)
    assert len(messages(stage, "reviewer")) == 2


async def test_a_board_deleted_while_the_bot_was_away_comes_back_at_the_next_change(stage: Stage) -> None:
    await drawn(stage)
    old = board(stage, *QUEUE)
    del stage.env.backend.messages[stage.channels["queue"].id][old.id]
    await submit(stage, "First")
    await drawn(stage)
    assert "First" in text_of(board(stage, *QUEUE))


async def test_a_board_that_lost_its_pin_is_pinned_again_by_selfheal(stage: Stage) -> None:
    await drawn(stage)
    stage.env.backend.set_pinned(stage.channels["queue"].id, board(stage, *QUEUE).id, pinned=False)
    result = await stage.boss.slash(stage.channels["debug"], "selfheal")
    assert "🔧 public queue" in answer(result)
    assert "pinned again" in answer(result)
    assert board(stage, *QUEUE).pinned


async def test_a_channel_deleted_during_a_show_is_told_once_and_heals_with_another_channel(stage: Stage) -> None:
    await drawn(stage)
    with stage.env._bot_scope():
        stage.env.backend.delete_channel(stage.channels["queue"].id)
    for number in range(3):
        await submit(stage, f"Song {number}", who=("mia", "max", "zoe")[number])
        await drawn(stage)
    told = [text_of(message) for message in messages(stage, "debug")]
    assert len(told) == 1
    assert "public queue cannot be shown" in told[0]
    assert "/setup" in told[0]
    stage.channels["queue"] = stage.guild.create_text_channel("new-queue")
    await stage.boss.slash(stage.channels["debug"], "setup", queue=stage.channels["queue"])
    await drawn(stage)
    assert "Song 2" in text_of(board(stage, *QUEUE))


async def test_a_permission_that_is_taken_is_named_once_and_the_board_goes_on_when_it_is_back(stage: Stage) -> None:
    await drawn(stage)
    allow(stage, "queue", send_messages=False)
    for title in ("First", "Second"):
        await submit(stage, title, who="mia" if title == "First" else "max")
        await drawn(stage)
    told = [text_of(message) for message in messages(stage, "debug")]
    assert len(told) == 1
    assert "Send Messages" in told[0]
    assert f"<#{stage.channels['queue'].id}>" in told[0]
    allow(stage, "queue", send_messages=True)
    await drawn(stage)
    assert "Second" in text_of(board(stage, *QUEUE))


async def test_an_edit_that_discord_forbids_stops_the_board_until_selfheal(stage: Stage) -> None:
    await drawn(stage)
    channel = stage.channels["queue"].id
    stage.env.inject_error("PATCH", f"/channels/{channel}/messages/*", status=403, code=50013, times=None)
    for title in ("First", "Second"):
        await submit(stage, title, who="mia" if title == "First" else "max")
        await drawn(stage)
    tried = [path for path in sent(stage, "PATCH") if str(channel) in path]
    assert len(messages(stage, "debug")) == 1
    stage.env.backend.faults.clear()
    await drawn(stage)
    assert len(tried) <= 2
    await stage.boss.slash(stage.channels["debug"], "selfheal")
    await drawn(stage)
    assert "Second" in text_of(board(stage, *QUEUE))


async def test_a_board_waits_while_discord_is_down_and_is_not_doubled(stage: Stage) -> None:
    await drawn(stage)
    path = f"/channels/{stage.channels['queue'].id}/messages/*"
    stage.env.inject_error("PATCH", path, status=503, times=2)
    await submit(stage, "First")
    await drawn(stage)
    assert "First" in text_of(board(stage, *QUEUE))
    assert not messages(stage, "debug")


@pytest.mark.stage(permissions=discord.Permissions(2251799813811264 - (1 << 51) - (1 << 13)))
async def test_without_the_permission_to_pin_the_boards_are_there_and_the_owner_is_told_once(stage: Stage) -> None:
    await drawn(stage)
    await drawn(stage)
    await stage.boss.slash(stage.channels["debug"], "selfheal")
    told = [text_of(message) for message in messages(stage, "debug")]
    assert not board(stage, *QUEUE).pinned
    assert len([text for text in told if "public queue is shown, but not pinned" in text]) == 1
    assert all("Pin Messages" in text for text in told)


async def test_selfheal_says_what_was_checked(stage: Stage) -> None:
    await drawn(stage)
    allow(stage, "now_playing", attach_files=False)
    report = answer(await stage.boss.slash(stage.channels["debug"], "selfheal"))
    for name in ("portal", "public queue", "reviewers' queue", "pending skips"):
        assert f"✅ {name}" in report
    assert "❌ now playing" in report
    assert "Attach Files" in report
    assert "✅ database: sound" in report
    assert "buttons" in report


async def test_selfheal_is_for_admins(stage: Stage) -> None:
    """Discord lets admins of a server open a command to others, so the bot checks for itself."""
    stage.guild.set_command_permissions(stage.bot.command_ids["selfheal"], {stage.mia.user: True})
    result = await stage.mia.slash(stage.channels["debug"], "selfheal")
    assert "Only people with Manage Server" in answer(result)


async def test_buttons_of_a_board_work_after_a_restart_and_on_an_old_copy(stage: Stage) -> None:
    await drawn(stage)
    old = board(stage, *REVIEWERS)
    await submit(stage, "First", who="mia")
    await submit(stage, "Second", who="max")
    await stage.restart()
    await stage.rita.click(old, custom_id="review:next:0")
    line_up = await stage.services.queue.line_up(stage.guild.id)
    assert line_up.playing
    assert line_up.playing.song.title == "First"
    await drawn(stage)
    result = await stage.mia.click(board(stage, *QUEUE), label="My place")
    assert result.ephemeral


async def test_a_moved_board_leaves_its_old_channel(stage: Stage) -> None:
    await drawn(stage)
    new = stage.guild.create_text_channel("elsewhere")
    with backstage(stage) as services:
        await services.settings.change(stage.guild.id, boss(stage), {"queue_channel": str(new.id)})
    await drawn(stage)
    assert not messages(stage, "queue")
    assert [message.pinned for message in new.history()] == [True]
