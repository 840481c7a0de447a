"""/settings export and import."""

from __future__ import annotations

import json

from domain.settings_file import settings_file
from tests.flows.desk import answer, asked
from tests.stage import Stage


async def exported(stage: Stage) -> bytes:
    """The file that /settings export attaches."""
    shown = asked(await stage.boss.slash(stage.channels["debug"], "settings export"))
    (file,) = shown.attachments
    return await file.read()


async def test_an_exported_file_brings_every_setting_back(file_host: Stage) -> None:
    stage, channel = file_host, file_host.channels["debug"]
    before = await stage.services.settings.of(stage.guild.id)
    data = await exported(stage)
    for name, value in (("like_points", "9"), ("free_order", "fair"), ("queue_channel", "none")):
        await stage.boss.slash(channel, "settings set", name=name, value=value)
    result = await stage.boss.slash(channel, "settings import", file=("settings.json", data))
    assert "settings are as in the file now" in answer(result)
    assert await stage.services.settings.of(stage.guild.id) == before


async def test_one_bad_value_keeps_all_of_a_file_out(file_host: Stage) -> None:
    stage, channel = file_host, file_host.channels["debug"]
    before = await stage.services.settings.of(stage.guild.id)
    content = json.loads(settings_file(stage.guild.id, before))
    for name, value in (("like_points", "many"), ("queue_channel", "12345")):
        content["settings"] |= {"comment_points": "77", name: value}
        data = json.dumps(content).encode()
        result = await stage.boss.slash(channel, "settings import", file=("settings.json", data))
        assert "Nothing changed." in answer(result)
    assert await stage.services.settings.of(stage.guild.id) == before


async def test_only_admins_carry_settings(file_host: Stage) -> None:
    stage, channel = file_host, file_host.channels["debug"]
    stage.guild.set_command_permissions(stage.bot.command_ids["settings"], {stage.staff_role: True})
    result = await stage.rita.slash(channel, "settings export")
    assert "Only people with Manage Server" in answer(result)
