"""What supervisors and Prometheus read at the bot's pages."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from standins.discord import Discord
from tests.journeys.show import open_show, run_bot


def free_port() -> str:
    """A port that nobody uses at this moment."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return str(taken.getsockname()[1])


async def read(port: str, page: str) -> tuple[int, str]:
    """A page's status and text; 0 where nobody listens yet."""
    try:
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/{page}") as answer:
            return answer.status, await answer.text()
    except aiohttp.ClientConnectionError:
        return 0, ""


async def until_well(port: str) -> list[tuple[int, str]]:
    """Waits until the bot is well; all answers until then."""
    said = []
    async with asyncio.timeout(30):
        while (answer := await read(port, "healthz")) != (200, "ok\n"):
            said.append(answer)
            await asyncio.sleep(0.02)
    return said


def figures(text: str) -> dict[str, float]:
    """Every figure by its name, with the value of its one label behind it."""
    samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
    return {" ".join([one.name, *one.labels.values()]): one.value for one in samples}


async def test_the_pages_say_when_the_bot_is_well_and_what_it_does(tmp_path: Path) -> None:
    port = free_port()
    async with open_show(tmp_path, variables={"OVERLAY_PORT": port}) as show:
        await until_well(port)
        await show.submit("Ana", "one")
        await show.submit("Ben", "two")
        await show.next()
        found = figures((await read(port, "metrics"))[1])
        assert found["musicbot_gateway_connected"] == 1
        assert found["musicbot_servers"] == 1
        assert found["musicbot_songs waiting"] == 1
        assert found["musicbot_songs pending"] == 0
        assert found["musicbot_followings live"] == 0
        assert found["musicbot_display_steps_total sent"] > 0
        assert found["musicbot_transaction_seconds_count"] > 10
        assert 0 <= found["musicbot_gateway_latency_seconds"] < 5
        assert 0 <= found["musicbot_backup_age_seconds hourly"] < 3 * 3600
        assert found["musicbot_bugs_total"] == 0
        assert not [name for name in found if str(show.cast.stage.guild.id) in name]
        await show.stop()
        await show.bot.start()
        assert (503, "not connected to Discord\n") in await until_well(port)


async def test_a_port_that_is_taken_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        async with Discord() as world:
            variables = {**world.env(), "DATA_DIR": str(tmp_path), "BACKUP_DIR": str(tmp_path), "OVERLAY_PORT": port}
            code, output = await run_bot(variables)
    assert code == 2
    assert f"OVERLAY_PORT {port} at 127.0.0.1 cannot be used" in output
    assert "Traceback" not in output
