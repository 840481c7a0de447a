"""/backup now, list and restore as an admin sees them, and the backups that the bot makes by itself."""

from __future__ import annotations

import errno
import json
import os
import shutil

import pytest

from tests.bot_env import BotEnv
from tests.flows.display_checks import board, drawn, messages, submit, text_of
from tests.flows.reviewer_actions import answer, asked, old_message


def made(bot_env: BotEnv, prefix: str) -> list[str]:
    """The names of the backups that begin so."""
    return sorted(one.name for one in (bot_env.folder / "backups").iterdir() if one.name.startswith(prefix))


async def a_minute_passes(bot_env: BotEnv) -> None:
    """The bot looks what is due."""
    await bot_env.env.advance_time(60)


def lose_backups(bot_env: BotEnv) -> None:
    """What is due is missing, as it is when the next hour begins."""
    shutil.rmtree(bot_env.folder / "backups")
    bot_env.services.backups._newest.clear()


async def test_the_bot_makes_the_first_backups_when_it_starts_and_looks_every_minute_what_is_due(
    bot_env: BotEnv,
) -> None:
    for _ in range(2):
        assert len(made(bot_env, "points_backup_")) == len(made(bot_env, "music_queue_")) == 1
        lose_backups(bot_env)
        await a_minute_passes(bot_env)
    await bot_env.restart()
    assert len(made(bot_env, "points_backup_")) == 1


async def test_backup_now_hands_the_file_to_the_admin_alone(bot_env: BotEnv) -> None:
    await submit(bot_env, "First")
    result = await bot_env.boss.slash(bot_env.channels["debug"], "backup now")
    (name,) = made(bot_env, f"guild_{bot_env.guild.id}_")
    assert f"`{name}`" in answer(result)
    (attached,) = asked(result).attachments
    assert attached.filename == name
    document = json.loads((bot_env.folder / "backups" / name).read_bytes())
    assert [row["title"] for row in document["tables"]["submissions"]] == ["First"]


async def test_list_names_what_there_is(bot_env: BotEnv) -> None:
    await bot_env.boss.slash(bot_env.channels["debug"], "backup now")
    listed = answer(await bot_env.boss.slash(bot_env.channels["debug"], "backup list"))
    for name in made(bot_env, "guild_") + made(bot_env, "points_backup_"):
        assert name in listed
    assert "music_queue" not in listed


async def test_restore_asks_first_then_the_server_is_as_it_was_and_the_boards_follow(bot_env: BotEnv) -> None:
    await submit(bot_env, "First")
    await bot_env.boss.slash(bot_env.channels["debug"], "backup now")
    (name,) = made(bot_env, "guild_")
    await submit(bot_env, "Second", who="max")
    await drawn(bot_env)
    assert "Second" in text_of(board(bot_env, "queue", "The queue"))
    result = await bot_env.boss.slash(bot_env.channels["debug"], "backup restore", name=name)
    assert "Nothing has changed yet" in answer(result)
    assert "songs: 2 now, 1 then" in answer(result)
    assert len((await bot_env.services.queue.line_up(bot_env.guild.id)).order) == 2
    done = await bot_env.boss.click(asked(result), label="Restore")
    assert f"`{name}` is brought back" in answer(done)
    await drawn(bot_env)
    text = text_of(board(bot_env, "queue", "The queue"))
    assert "First" in text
    assert "Second" not in text
    assert len(messages(bot_env, "queue")) == 1


async def test_the_restore_button_works_after_a_restart(bot_env: BotEnv) -> None:
    await submit(bot_env, "First")
    await bot_env.boss.slash(bot_env.channels["debug"], "backup now")
    (name,) = made(bot_env, "guild_")
    digits = "".join(name.removesuffix(".json").split("_")[2:])
    await submit(bot_env, "Second", who="max")
    await bot_env.restart()
    custom_id = f"backup:restore:1:{digits}"
    done = await bot_env.boss.click(old_message(bot_env, custom_id), custom_id=custom_id)
    assert "is brought back" in answer(done)
    assert len((await bot_env.services.queue.line_up(bot_env.guild.id)).order) == 1


async def test_a_file_is_restored_and_one_that_is_no_backup_is_refused(file_host: BotEnv) -> None:
    bot_env = file_host
    await submit(bot_env, "First")
    await bot_env.boss.slash(bot_env.channels["debug"], "backup now")
    content = (bot_env.folder / "backups" / made(bot_env, "guild_")[0]).read_bytes()
    await submit(bot_env, "Second", who="max")
    for broken in (content[:-5], b"ID3"):
        result = await bot_env.boss.slash(bot_env.channels["debug"], "backup restore", file=("backup.json", broken))
        assert "not JSON" in answer(result)
    result = await bot_env.boss.slash(bot_env.channels["debug"], "backup restore", file=("backup.json", content))
    done = await bot_env.boss.click(asked(result), label="Restore")
    assert "is brought back" in answer(done)
    assert len((await bot_env.services.queue.line_up(bot_env.guild.id)).order) == 1


async def test_neither_a_file_nor_a_name_or_both_is_asked_again(bot_env: BotEnv) -> None:
    result = await bot_env.boss.slash(bot_env.channels["debug"], "backup restore")
    assert "Attach a file or pick a name" in answer(result)


async def test_backups_are_for_admins_alone(bot_env: BotEnv) -> None:
    await bot_env.boss.slash(bot_env.channels["debug"], "backup now")
    (name,) = made(bot_env, "guild_")
    bot_env.guild.set_command_permissions(bot_env.bot.command_ids["backup"], {bot_env.rita.user: True})
    for command, options in (("backup now", {}), ("backup list", {}), ("backup restore", {"name": name})):
        result = await bot_env.rita.slash(bot_env.channels["debug"], command, **options)
        assert "Only people with Manage Server" in answer(result)
    assert await bot_env.rita.autocomplete(bot_env.channels["debug"], "backup restore", "name", "") == []
    digits = "".join(name.removesuffix(".json").split("_")[2:])
    pressed = await bot_env.rita.click(
        old_message(bot_env, f"backup:restore:1:{digits}"), custom_id=f"backup:restore:1:{digits}"
    )
    assert "Only people with Manage Server" in answer(pressed)


async def test_names_are_suggested(bot_env: BotEnv) -> None:
    await bot_env.boss.slash(bot_env.channels["debug"], "backup now")
    found = await bot_env.boss.autocomplete(bot_env.channels["debug"], "backup restore", "name", "guild")
    assert [choice["value"] for choice in found] == made(bot_env, "guild_")


@pytest.mark.parametrize(
    "custom_id", ["backup:restore", "backup:restore:1", "backup:restore:7:1", "backup:restore:0:99"]
)
async def test_a_forged_button_restores_nothing(bot_env: BotEnv, custom_id: str) -> None:
    pressed = await bot_env.boss.click(old_message(bot_env, custom_id), custom_id=custom_id)
    assert "Nothing changed" in answer(pressed)


async def test_a_backup_that_fails_is_told_once_and_so_is_its_end(
    bot_env: BotEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync, full = os.fsync, True

    def fsync(number: int) -> None:
        if full:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(number)

    monkeypatch.setattr("os.fsync", fsync)
    lose_backups(bot_env)
    for _ in range(3):
        await a_minute_passes(bot_env)
    (told,) = [message.content for message in messages(bot_env, "debug") if "hourly backup" in message.content]
    assert "No space left on device" in told
    await submit(bot_env, "First")
    full = False
    for _ in range(2):
        await a_minute_passes(bot_env)
    told = [message.content for message in messages(bot_env, "debug") if "hourly backup" in message.content][-1]
    assert "is made again" in told
    assert len(made(bot_env, "points_backup_")) == len(made(bot_env, "music_queue_")) == 1
