"""The list of commands at Discord: sent when it changed, and never twice in one place."""

from __future__ import annotations

import json
from pathlib import Path

from tests.stage import Stage


def syncs(stage: Stage) -> list[str]:
    """The requests so far that replaced a list of commands."""
    return [one.path for one in stage.env.http_requests if one.method == "PUT" and one.path.endswith("/commands")]


async def test_a_restart_with_the_same_commands_sends_nothing(stage: Stage) -> None:
    assert len(syncs(stage)) == 1
    await stage.restart()
    assert len(syncs(stage)) == 1
    assert stage.bot.command_ids["next"] > 0


async def test_a_note_that_cannot_be_read_costs_a_sync_and_nothing_else(stage: Stage) -> None:
    (stage.folder / "commands.json").write_text("{broken")
    await stage.restart()
    assert len(syncs(stage)) == 2
    assert stage.bot.command_ids["next"] > 0


async def test_commands_that_differ_from_those_sent_last_are_sent(stage: Stage) -> None:
    note: Path = stage.folder / "commands.json"
    note.write_text(json.dumps(json.loads(note.read_text()) | {"digest": "old"}))
    await stage.restart()
    assert len(syncs(stage)) == 2


async def test_a_home_server_has_the_commands_alone_and_an_earlier_home_loses_them(stage: Stage) -> None:
    await stage.restart(home=stage.guild.id)
    assert not stage.env.backend.commands[None]
    assert len(stage.env.backend.commands[stage.guild.id]) > 20
    await stage.restart()
    assert not stage.env.backend.commands[stage.guild.id]
    assert len(stage.env.backend.commands[None]) > 20
