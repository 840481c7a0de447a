"""The panel of /setup against forged ids, things of the wrong kind, and people who may not use it."""

from __future__ import annotations

import pytest

from tests.flows.desk import answer, old_choice, old_message
from tests.flows.newcomers import MANAGE_CHANNELS
from tests.stage import Stage


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
async def test_a_forged_choice_changes_nothing(stage: Stage, custom_id: str, value: str) -> None:
    before = await stage.services.settings.of(stage.guild.id)
    known = {
        "voice": stage.guild.create_voice_channel("talk").id,
        "category": stage.guild.create_category("box").id,
        "hall": stage.guild.create_text_channel("hall").id,
        "everyone": stage.guild.id,
    }
    message = old_choice(stage, custom_id, str(known.get(value, value)))
    result = await stage.boss.select(message, [str(known.get(value, value))], custom_id=custom_id)
    assert "Nothing changed" in answer(result)
    assert await stage.services.settings.of(stage.guild.id) == before


@pytest.mark.parametrize("custom_id", ["setup:page:4", "setup:page:99999999999", "setup:nothing", "setup:create:x"])
async def test_a_forged_button_changes_nothing(stage: Stage, custom_id: str) -> None:
    result = await stage.boss.click(old_message(stage, custom_id), custom_id=custom_id)
    assert "Nothing changed" in answer(result)


@pytest.mark.stage(permissions=MANAGE_CHANNELS)
async def test_people_without_manage_server_can_use_nothing_of_the_panel(stage: Stage) -> None:
    before, channels = await stage.services.settings.of(stage.guild.id), len(stage.guild.channels)
    for custom_id in ("setup:page", "setup:page:1", "setup:create", "setup:createalone"):
        result = await stage.rita.click(old_message(stage, custom_id), custom_id=custom_id)
        assert "Only people with Manage Server" in answer(result)
    choices = {
        "setup:channel:1": stage.channels["debug"].id,
        "setup:staff": stage.staff_role.id,
        "setup:preset:0": "tiers",
    }
    for custom_id, value in choices.items():
        message = old_choice(stage, custom_id, str(value))
        result = await stage.rita.select(message, [str(value)], custom_id=custom_id)
        assert "Only people with Manage Server" in answer(result)
    assert await stage.services.settings.of(stage.guild.id) == before
    assert len(stage.guild.channels) == channels
