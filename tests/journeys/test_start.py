"""The start without what it needs: one sentence for the owner, and no traceback."""

from __future__ import annotations

from pathlib import Path

from standins.discord import Discord
from tests.journeys.show import run_bot


async def test_without_a_token_the_bot_says_which_variable_where_to_get_one_and_what_to_try(tmp_path: Path) -> None:
    code, output = await run_bot({"DISCORD_TOKEN": "", "DATA_DIR": str(tmp_path)})
    assert code == 2
    assert len(output.strip().splitlines()) == 1
    for part in ("DISCORD_TOKEN", "https://discord.com/developers/applications", "make demo"):
        assert part in output


async def test_with_a_wrong_token_the_bot_says_so_in_one_sentence(tmp_path: Path) -> None:
    async with Discord() as world:
        code, output = await run_bot({**world.env(), "DISCORD_TOKEN": "wrong", "DATA_DIR": str(tmp_path)})
        assert world.surprises == []
    said = [line for line in output.splitlines() if "INFO" not in line]
    assert code == 3
    assert len(said) == 1
    assert "DISCORD_TOKEN" in said[0]
