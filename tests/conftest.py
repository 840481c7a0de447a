"""Fixtures for everybody: a clock that is set by hand, the services on a real file, and a bot environment for flows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import simcord

from displays import worker
from services.container import Services
from tests.bot_env import BotEnv, HandClock, open_bot_env, open_services

# These take longest, a minute and more each: begun first, nobody waits for them at the end.
LONGEST = (
    *("test_torture.py", "test_live_gifts.py", "test_sigterm.py", "test_benchmarks.py"),
    *("test_machine.py", "test_hostile_files.py", "test_memory_limit.py", "test_live_sessions.py"),
    *("test_live_outage.py", "test_healing.py", "test_demo.py"),
)
PACE = {"WAIT_SECONDS": worker.WAIT_SECONDS, "GAP_SECONDS": worker.GAP_SECONDS}
SLOW_SECONDS = 30


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests first; all others in their order."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


@pytest.fixture(autouse=True)
def slow_displays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Displays wait for the test to let time pass: simcord would sit through their real pauses after every press."""
    for name in PACE:
        monkeypatch.setattr(worker, name, SLOW_SECONDS)


@pytest.fixture
def real_pace(slow_displays: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pace that the displays really have."""
    for name, seconds in PACE.items():
        monkeypatch.setattr(worker, name, seconds)


@pytest.fixture
def clock() -> HandClock:
    """A clock that stands still until a test moves it."""
    return HandClock()


@pytest.fixture
async def services(tmp_path: Path, clock: HandClock) -> AsyncIterator[Services]:
    """All services over a new database file."""
    async with open_services(tmp_path, clock) as opened:
        yield opened.services


@pytest.fixture
async def opened_bot_env(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[BotEnv]:
    """The bot environment; `@pytest.mark.bot_env(message_content=True)` and the like go to `open_bot_env`."""
    marker = request.node.get_closest_marker("bot_env")
    async with open_bot_env(tmp_path, **(marker.kwargs if marker else {})) as ready:
        yield ready


@pytest.fixture
def stage_env(opened_bot_env: BotEnv) -> simcord.Env:
    """The bot environment's environment, as simcord's pytest plugin wants to find it: a fixture of its own."""
    return opened_bot_env.env


@pytest.fixture
def bot_env(opened_bot_env: BotEnv, stage_env: simcord.Env) -> BotEnv:
    """A running bot in a simulated Discord: a server with channels, staff and members, set up and ready."""
    assert opened_bot_env.env is stage_env
    return opened_bot_env
