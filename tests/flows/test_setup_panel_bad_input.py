"""The panel of /setup against forged ids, things of the wrong kind, and people who may not use it."""

from __future__ import annotations

import pytest

from tests.bot_env import BotEnv
from tests.flows.new_server import MANAGE_CHANNELS
from tests.flows.reviewer_actions import answer, old_choice, old_message


@pytest.mark.parametrize(
    ("custom_id", "value"),
    [
        ("setup:channel:1", "voice"),
        ("setup:channel:1", "category"),
        ("setup:channel:1", "12345"),
        ("setup:channel:1", "none"),
        ("setup:channel:1", "<script>"),
        ("setup:channel:99", "hall"),
        ("setup:channel", "hall"),
        ("setup:staff", "hall"),
        ("setup:staff", "everyone"),
        ("setup:createfor", "everyone"),
        ("setup:preset:0", "platinum"),
        ("setup:preset:9", "classic"),
    ],
)
async def test_a_forged_choice_changes_nothing(bot_env: BotEnv, custom_id: str, value: str) -> None:
    before = await bot_env.services.settings.of(bot_env.guild.id)
    known = {
        "voice": bot_env.guild.create_voice_channel("talk").id,
        "category": bot_env.guild.create_category("box").id,
        "hall": bot_env.guild.create_text_channel("hall").id,
        "everyone": bot_env.guild.id,
    }
    message = old_choice(bot_env, custom_id, str(known.get(value, value)))
    result = await bot_env.boss.select(message, [str(known.get(value, value))], custom_id=custom_id)
    assert "Nothing changed" in answer(result)
    assert await bot_env.services.settings.of(bot_env.guild.id) == before


@pytest.mark.parametrize("custom_id", ["setup:page:4", "setup:page:99999999999", "setup:nothing", "setup:create:x"])
async def test_a_forged_button_changes_nothing(bot_env: BotEnv, custom_id: str) -> None:
    result = await bot_env.boss.click(old_message(bot_env, custom_id), custom_id=custom_id)
    assert "Nothing changed" in answer(result)


@pytest.mark.bot_env(permissions=MANAGE_CHANNELS)
async def test_people_without_manage_server_can_use_nothing_of_the_panel(bot_env: BotEnv) -> None:
    before, channels = await bot_env.services.settings.of(bot_env.guild.id), len(bot_env.guild.channels)
    for custom_id in ("setup:page", "setup:page:1", "setup:create", "setup:createalone"):
        result = await bot_env.rita.click(old_message(bot_env, custom_id), custom_id=custom_id)
        assert "Only people with Manage Server" in answer(result)
    choices = {
        "setup:channel:1": bot_env.channels["debug"].id,
        "setup:staff": bot_env.staff_role.id,
        "setup:preset:0": "tiers",
    }
    for custom_id, value in choices.items():
        message = old_choice(bot_env, custom_id, str(value))
        result = await bot_env.rita.select(message, [str(value)], custom_id=custom_id)
        assert "Only people with Manage Server" in answer(result)
    assert await bot_env.services.settings.of(bot_env.guild.id) == before
    assert len(bot_env.guild.channels) == channels
