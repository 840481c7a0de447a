"""How the process ends, and what keeps it from starting: the exit code, one sentence, and nothing changed."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

from standins.bot_process import BotProcess
from standins.discord import Discord
from tests.database.damage import damage_table
from tests.journeys.show import Show, open_show, run_bot


def criticals(output: str) -> list[str]:
    """The sentences that the process ended with."""
    return [line for line in output.splitlines() if " CRITICAL " in line]


async def test_a_second_process_on_the_same_data_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    async with open_show(tmp_path) as show:
        code, output = await run_bot(show.bot.variables)
        assert code == 4
        [sentence] = criticals(output)
        assert "works on" in sentence
        assert "Nothing was changed." in sentence
        assert await show.submit("Ana", "still-here")


async def test_after_kill_9_the_next_process_starts(tmp_path: Path) -> None:
    async with open_show(tmp_path) as show:
        number = await show.submit("Ana", "kept")
        await show.bot.kill()
        await show.world.bot_gone()
        await show.start()
        assert f"#{number} " in (await show.next()).text


async def test_an_emptied_database_beside_backups_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    async with open_show(tmp_path) as show:
        await show.world.until(lambda: list((tmp_path / "backups").glob("*.db")), timeout=30, what="the backups")
        await show.stop()
        path = show.bot.data_dir / "music_queue.db"
        path.write_bytes(b"")
        code, output = await run_bot(show.bot.variables)
        assert code == 4
        [sentence] = criticals(output)
        assert "`python bot.py restore FILE`, or delete the empty file" in sentence
        assert path.stat().st_size == 0


async def test_a_file_where_a_folder_should_be_ends_with_2_and_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "media").write_text("x")
    good = {"DISCORD_TOKEN": "none", "DATA_DIR": str(tmp_path / "good"), "BACKUP_DIR": str(tmp_path / "backups")}
    wrong = (
        {"DATA_DIR": str(tmp_path / "file")},
        {"DATA_DIR": str(tmp_path / "file" / "data")},
        {"DATA_DIR": str(tmp_path / "data")},
        {"BACKUP_DIR": str(tmp_path / "file")},
        {"BACKUP_DIR": str(tmp_path / "file" / "backups")},
    )
    for one in wrong:
        code, output = await run_bot({**good, **one})
        assert (code, len(criticals(output))) == (2, 1), output
        assert next(iter(one)) in criticals(output)[0]


async def test_a_damaged_database_is_refused_and_no_backup_takes_its_place_unasked(tmp_path: Path) -> None:
    async with open_show(tmp_path) as show:
        await show.submit("Ana", "kept")
        await show.stop()
        path = show.bot.data_dir / "music_queue.db"
        damage_table(path, "submissions")
        before = path.read_bytes()
        code, output = await run_bot(show.bot.variables)
        assert code == 4
        [sentence] = criticals(output)
        assert "`python bot.py restore FILE`" in sentence
        assert path.read_bytes() == before


async def test_a_token_that_stops_working_ends_the_bot_with_its_own_code_and_without_another_try(
    tmp_path: Path,
) -> None:
    async with open_show(tmp_path, expected="401 Unauthorized") as show:
        show.world.token = "another"  # noqa: S105 - the owner pressed Reset Token
        identifies = show.world.gateway.identifies
        show.world.gateway.close(4000)
        assert await show.bot.ended() == 3
        assert show.world.gateway.identifies == identifies
        [sentence] = criticals((tmp_path / "bot.log").read_text(encoding="utf-8"))
        assert "does not accept DISCORD_TOKEN" in sentence


async def test_discord_out_of_reach_at_the_start_is_told_in_a_sentence(tmp_path: Path) -> None:
    async with Discord() as world:
        nobody = {**world.env(), "DISCORD_API_BASE": "http://127.0.0.1:9/api/v10"}
    code, output = await run_bot({**nobody, "DATA_DIR": str(tmp_path), "BACKUP_DIR": str(tmp_path)})
    assert code == 5
    [sentence] = criticals(output)
    assert "Discord cannot be reached" in sentence
    assert "Traceback" not in output


async def test_in_a_crash_loop_the_bot_waits_before_it_asks_discord_and_can_be_stopped_meanwhile(
    tmp_path: Path,
) -> None:
    data, log = tmp_path / "data", tmp_path / "bot.log"
    data.mkdir()
    (data / "starts.json").write_text(json.dumps([datetime.now(UTC).isoformat()] * 10))
    async with Discord() as world:
        bot = BotProcess(world.env(), data, log)
        await bot.start()
        await world.until(lambda: "seconds=15" in log.read_text(), timeout=20, what="the pause")
        started = time.monotonic()
        assert await bot.stop() == 0
        assert time.monotonic() - started < 5
        assert world.requests == []


async def test_nothing_that_the_bot_logs_holds_its_token_even_at_debug(tmp_path: Path) -> None:
    async with open_show(tmp_path, variables={"LOG_LEVEL": "DEBUG"}, expected="asyncio") as show:
        await _work(show)
        token = show.world.token
    text = (tmp_path / "bot.log").read_text(encoding="utf-8")
    assert token not in text
    assert "aW50ZXJhY3Rpb2" not in text
    assert all(line[:4].isdecimal() and line[23:24] == "Z" for line in text.splitlines())


async def _work(show: Show) -> None:
    await show.submit("Ana", "quiet")
    await show.next()
