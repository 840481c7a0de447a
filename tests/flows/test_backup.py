"""/backup now, list and restore as an admin sees them, and the backups that the bot makes by itself."""

from __future__ import annotations

import errno
import json
import os
import shutil

import pytest

from tests.flows.boards import board, drawn, messages, submit, text_of
from tests.flows.desk import answer, asked, old_message
from tests.stage import Stage


def made(stage: Stage, prefix: str) -> list[str]:
    """The names of the backups that begin so."""
    return sorted(one.name for one in (stage.folder / "backups").iterdir() if one.name.startswith(prefix))


async def a_minute_passes(stage: Stage) -> None:
    """The bot looks what is due."""
    await stage.env.advance_time(60)


def lose_backups(stage: Stage) -> None:
    """What is due is missing, as it is when the next hour begins."""
    shutil.rmtree(stage.folder / "backups")
    stage.services.backups._newest.clear()


async def test_the_bot_makes_the_first_backups_when_it_starts_and_looks_every_minute_what_is_due(stage: Stage) -> None:
    for _ in range(2):
        assert len(made(stage, "points_backup_")) == len(made(stage, "music_queue_")) == 1
        lose_backups(stage)
        await a_minute_passes(stage)
    await stage.restart()
    assert len(made(stage, "points_backup_")) == 1


async def test_backup_now_hands_the_file_to_the_admin_alone(stage: Stage) -> None:
    await submit(stage, "First")
    result = await stage.boss.slash(stage.channels["debug"], "backup now")
    (name,) = made(stage, f"guild_{stage.guild.id}_")
    assert f"`{name}`" in answer(result)
    (attached,) = asked(result).attachments
    assert attached.filename == name
    document = json.loads((stage.folder / "backups" / name).read_bytes())
    assert [row["title"] for row in document["tables"]["submissions"]] == ["First"]


async def test_list_names_what_there_is(stage: Stage) -> None:
    await stage.boss.slash(stage.channels["debug"], "backup now")
    listed = answer(await stage.boss.slash(stage.channels["debug"], "backup list"))
    for name in made(stage, "guild_") + made(stage, "points_backup_"):
        assert name in listed
    assert "music_queue" not in listed


async def test_restore_asks_first_then_the_server_is_as_it_was_and_the_boards_follow(stage: Stage) -> None:
    await submit(stage, "First")
    await stage.boss.slash(stage.channels["debug"], "backup now")
    (name,) = made(stage, "guild_")
    await submit(stage, "Second", who="max")
    await drawn(stage)
    assert "Second" in text_of(board(stage, "queue", "The queue"))
    result = await stage.boss.slash(stage.channels["debug"], "backup restore", name=name)
    assert "Nothing has changed yet" in answer(result)
    assert "songs: 2 now, 1 then" in answer(result)
    assert len((await stage.services.queue.line_up(stage.guild.id)).order) == 2
    done = await stage.boss.click(asked(result), label="Restore")
    assert f"`{name}` is brought back" in answer(done)
    await drawn(stage)
    text = text_of(board(stage, "queue", "The queue"))
    assert "First" in text
    assert "Second" not in text
    assert len(messages(stage, "queue")) == 1


async def test_the_restore_button_works_after_a_restart(stage: Stage) -> None:
    await submit(stage, "First")
    await stage.boss.slash(stage.channels["debug"], "backup now")
    (name,) = made(stage, "guild_")
    digits = "".join(name.removesuffix(".json").split("_")[2:])
    await submit(stage, "Second", who="max")
    await stage.restart()
    custom_id = f"backup:restore:1:{digits}"
    done = await stage.boss.click(old_message(stage, custom_id), custom_id=custom_id)
    assert "is brought back" in answer(done)
    assert len((await stage.services.queue.line_up(stage.guild.id)).order) == 1


async def test_a_file_is_restored_and_one_that_is_no_backup_is_refused(file_host: Stage) -> None:
    stage = file_host
    await submit(stage, "First")
    await stage.boss.slash(stage.channels["debug"], "backup now")
    content = (stage.folder / "backups" / made(stage, "guild_")[0]).read_bytes()
    await submit(stage, "Second", who="max")
    for broken in (content[:-5], b"ID3"):
        result = await stage.boss.slash(stage.channels["debug"], "backup restore", file=("backup.json", broken))
        assert "not JSON" in answer(result)
    result = await stage.boss.slash(stage.channels["debug"], "backup restore", file=("backup.json", content))
    done = await stage.boss.click(asked(result), label="Restore")
    assert "is brought back" in answer(done)
    assert len((await stage.services.queue.line_up(stage.guild.id)).order) == 1


async def test_neither_a_file_nor_a_name_or_both_is_asked_again(stage: Stage) -> None:
    result = await stage.boss.slash(stage.channels["debug"], "backup restore")
    assert "Attach a file or pick a name" in answer(result)


async def test_backups_are_for_admins_alone(stage: Stage) -> None:
    await stage.boss.slash(stage.channels["debug"], "backup now")
    (name,) = made(stage, "guild_")
    stage.guild.set_command_permissions(stage.bot.command_ids["backup"], {stage.rita.user: True})
    for command, options in (("backup now", {}), ("backup list", {}), ("backup restore", {"name": name})):
        result = await stage.rita.slash(stage.channels["debug"], command, **options)
        assert "Only people with Manage Server" in answer(result)
    assert await stage.rita.autocomplete(stage.channels["debug"], "backup restore", "name", "") == []
    digits = "".join(name.removesuffix(".json").split("_")[2:])
    pressed = await stage.rita.click(
        old_message(stage, f"backup:restore:1:{digits}"), custom_id=f"backup:restore:1:{digits}"
    )
    assert "Only people with Manage Server" in answer(pressed)


async def test_names_are_suggested(stage: Stage) -> None:
    await stage.boss.slash(stage.channels["debug"], "backup now")
    found = await stage.boss.autocomplete(stage.channels["debug"], "backup restore", "name", "guild")
    assert [choice["value"] for choice in found] == made(stage, "guild_")


@pytest.mark.parametrize(
    "custom_id", ["backup:restore", "backup:restore:1", "backup:restore:7:1", "backup:restore:0:99"]
)
async def test_a_forged_button_restores_nothing(stage: Stage, custom_id: str) -> None:
    pressed = await stage.boss.click(old_message(stage, custom_id), custom_id=custom_id)
    assert "Nothing changed" in answer(pressed)


async def test_a_backup_that_fails_is_told_once_and_so_is_its_end(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync, full = os.fsync, True

    def fsync(number: int) -> None:
        if full:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(number)

    monkeypatch.setattr("os.fsync", fsync)
    lose_backups(stage)
    for _ in range(3):
        await a_minute_passes(stage)
    (told,) = [message.content for message in messages(stage, "debug") if "hourly backup" in message.content]
    assert "No space left on device" in told
    await submit(stage, "First")
    full = False
    for _ in range(2):
        await a_minute_passes(stage)
    told = [message.content for message in messages(stage, "debug") if "hourly backup" in message.content][-1]
    assert "is made again" in told
    assert len(made(stage, "points_backup_")) == len(made(stage, "music_queue_")) == 1
