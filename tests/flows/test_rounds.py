"""The rounds that cogs make: a database that cannot be used for a moment must not end them for good."""

from __future__ import annotations

import pytest
from discord.ext import tasks

from domain import refusals
from tests.bot_env import BotEnv


@pytest.mark.parametrize(
    ("cog", "round_"),
    [("DropsCog", "clean_up"), ("SelfHealing", "sweep"), ("tiktok", "tidy"), ("my-data", "drop_old_audio")],
)
async def test_a_round_that_the_database_refused_is_made_again(bot_env: BotEnv, cog: str, round_: str) -> None:
    loop = getattr(bot_env.bot.get_cog(cog), round_)
    assert isinstance(loop, tasks.Loop)
    assert loop.is_running()
    assert isinstance(refusals.data_in_use(), loop._valid_exception)
