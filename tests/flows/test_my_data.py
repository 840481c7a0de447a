"""/my-data: a file for oneself, and erasure that asks first."""

from __future__ import annotations

import json

from tests.bot_env import BotEnv
from tests.flows.reviewer_actions import answer, asked, in_queue, submit


async def test_a_member_gets_their_data_as_a_file_for_their_eyes_alone(file_host: BotEnv) -> None:
    bot_env = file_host
    await submit(bot_env, bot_env.mia, "Night")
    shown = asked(await bot_env.mia.slash(bot_env.channels["queue"], "my-data export"))
    assert shown.ephemeral
    stored = json.loads(await shown.attachments[0].read())["stored"]
    assert [song["title"] for song in stored["submissions"]] == ["Night"]


async def test_erasing_asks_first_and_then_leaves_nothing_of_the_member(bot_env: BotEnv) -> None:
    await submit(bot_env, bot_env.mia, "Night")
    await submit(bot_env, bot_env.max, "Day")
    result = await bot_env.mia.slash(bot_env.channels["queue"], "my-data delete")
    assert "Nobody can bring it back" in answer(result)
    assert await in_queue(bot_env) == [1, 2]
    await bot_env.mia.click(asked(result), label="Erase my data")
    assert "Waiting songs that went: 1" in asked(result).content
    assert await in_queue(bot_env) == [2]
