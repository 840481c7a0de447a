"""What runs again and again outlives what it meets, and the doctor says what failed."""

from __future__ import annotations

from doctor.checks import rounds_line
from tests.bot_env import BotEnv
from tests.flows.reviewer_actions import submit

CLEAN_UP = "clean-up of the submission channels"


async def rename(bot_env: BotEnv, old: str, new: str) -> None:
    """Gives a table another name, which no code reckons with."""
    async with bot_env.database.transaction() as tables:
        await tables.submissions.rows(f"ALTER TABLE {old} RENAME TO {new}")


async def test_a_clean_up_that_meets_an_unexpected_error_goes_on_and_the_doctor_shows_it(bot_env: BotEnv) -> None:
    await rename(bot_env, "cleanups", "gone")
    await bot_env.env.advance_time(60)
    line = rounds_line(bot_env.bot.rounds)
    assert str(line).startswith(f"❌ rounds: {CLEAN_UP} fails: OperationalError: no such table: cleanups.")
    await rename(bot_env, "gone", "cleanups")
    await bot_env.env.advance_time(200)
    assert str(rounds_line(bot_env.bot.rounds)) == "✅ rounds: all that the bot does again and again went well."


async def test_the_show_goes_on_meanwhile(bot_env: BotEnv) -> None:
    await rename(bot_env, "cleanups", "gone")
    await bot_env.env.advance_time(60)
    assert (await submit(bot_env, bot_env.mia, "Goes on")).number == 1
