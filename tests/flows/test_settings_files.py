"""/settings export and import."""

from __future__ import annotations

import json
from dataclasses import replace

from domain.settings import settings_file
from tests.bot_env import BotEnv
from tests.flows.reviewer_actions import answer, asked


async def exported(bot_env: BotEnv) -> bytes:
    """The file that /settings export attaches."""
    shown = asked(await bot_env.boss.slash(bot_env.channels["debug"], "settings export"))
    (file,) = shown.attachments
    return await file.read()


async def test_an_exported_file_brings_every_setting_back(file_host: BotEnv) -> None:
    bot_env, channel = file_host, file_host.channels["debug"]
    before = await bot_env.services.settings.of(bot_env.guild.id)
    data = await exported(bot_env)
    for name, value in (("like_points", "9"), ("free_order", "fair"), ("queue_channel", "none")):
        await bot_env.boss.slash(channel, "settings set", name=name, value=value)
    result = await bot_env.boss.slash(channel, "settings import", file=("settings.json", data))
    assert "settings are as in the file now" in answer(result)
    assert await bot_env.services.settings.of(bot_env.guild.id) == before


async def test_one_bad_value_keeps_all_of_a_file_out(file_host: BotEnv) -> None:
    bot_env, channel = file_host, file_host.channels["debug"]
    before = await bot_env.services.settings.of(bot_env.guild.id)
    content = json.loads(settings_file(bot_env.guild.id, before))
    content["settings"] |= {"comment_points": "77", "like_points": "many"}
    data = json.dumps(content).encode()
    result = await bot_env.boss.slash(channel, "settings import", file=("settings.json", data))
    assert "Nothing changed." in answer(result)
    assert await bot_env.services.settings.of(bot_env.guild.id) == before


async def test_channels_and_roles_of_another_server_are_left_out_and_named(file_host: BotEnv) -> None:
    bot_env, channel = file_host, file_host.channels["debug"]
    before = await bot_env.services.settings.of(bot_env.guild.id)
    content = json.loads(settings_file(bot_env.guild.id, before))
    content["settings"] |= {"comment_points": "77", "queue_channel": "12345", "staff_role": str(bot_env.guild.id)}
    data = json.dumps(content).encode()
    result = await bot_env.boss.slash(channel, "settings import", file=("settings.json", data))
    assert "Left as they are, because this server has no such channel or role: queue_channel, staff_role." in answer(
        result
    )
    assert await bot_env.services.settings.of(bot_env.guild.id) == replace(before, comment_points=77)


async def test_only_admins_carry_settings(file_host: BotEnv) -> None:
    bot_env, channel = file_host, file_host.channels["debug"]
    bot_env.guild.set_command_permissions(bot_env.bot.command_ids["settings"], {bot_env.staff_role: True})
    result = await bot_env.rita.slash(channel, "settings export")
    assert "Only people with Manage Server" in answer(result)
