"""What runs again and again outlives what it meets, and the doctor says what failed."""

from __future__ import annotations

from doctor.rounds import rounds_line
from tests.flows.desk import submit
from tests.stage import Stage

CLEAN_UP = "clean-up of the submission channels"


async def rename(stage: Stage, old: str, new: str) -> None:
    """Gives a table another name, which no code reckons with."""
    async with stage.database.transaction() as tables:
        await tables.submissions.rows(f"ALTER TABLE {old} RENAME TO {new}")


async def test_a_clean_up_that_meets_an_unexpected_error_goes_on_and_the_doctor_shows_it(stage: Stage) -> None:
    await rename(stage, "cleanups", "gone")
    await stage.env.advance_time(60)
    line = rounds_line(stage.bot.rounds)
    assert str(line).startswith(f"❌ rounds: {CLEAN_UP} fails: OperationalError: no such table: cleanups.")
    await rename(stage, "gone", "cleanups")
    await stage.env.advance_time(200)
    assert str(rounds_line(stage.bot.rounds)) == "✅ rounds: all that the bot does again and again went well."


async def test_the_show_goes_on_meanwhile(stage: Stage) -> None:
    await rename(stage, "cleanups", "gone")
    await stage.env.advance_time(60)
    assert (await submit(stage, stage.mia, "Goes on")).number == 1
