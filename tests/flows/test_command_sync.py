"""The list of commands at Discord: sent when it changed, and never twice in one place."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bot_env import BotEnv


def syncs(bot_env: BotEnv) -> list[str]:
    """The requests so far that replaced a list of commands."""
    return [one.path for one in bot_env.env.http_requests if one.method == "PUT" and one.path.endswith("/commands")]


async def test_a_restart_with_the_same_commands_sends_nothing(bot_env: BotEnv) -> None:
    assert len(syncs(bot_env)) == 1
    await bot_env.restart()
    assert len(syncs(bot_env)) == 1
    assert bot_env.bot.command_ids["next"] > 0


async def test_a_note_that_cannot_be_read_costs_a_sync_and_nothing_else(bot_env: BotEnv) -> None:
    (bot_env.folder / "commands.json").write_text("{broken")
    await bot_env.restart()
    assert len(syncs(bot_env)) == 2
    assert bot_env.bot.command_ids["next"] > 0


async def test_commands_that_differ_from_those_sent_last_are_sent(bot_env: BotEnv) -> None:
    note: Path = bot_env.folder / "commands.json"
    note.write_text(json.dumps(json.loads(note.read_text()) | {"digest": "old"}))
    await bot_env.restart()
    assert len(syncs(bot_env)) == 2


async def test_a_home_server_has_the_commands_alone_and_an_earlier_home_loses_them(bot_env: BotEnv) -> None:
    await bot_env.restart(home=bot_env.guild.id)
    assert not bot_env.env.backend.commands[None]
    assert len(bot_env.env.backend.commands[bot_env.guild.id]) > 20
    await bot_env.restart()
    assert not bot_env.env.backend.commands[bot_env.guild.id]
    assert len(bot_env.env.backend.commands[None]) > 20
