"""What the tests of the services share: a show in a server that is new."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot_env import HandClock
from tests.live_env import LiveEnv
from tests.show import Show, open_show


@pytest.fixture
async def show(tmp_path: Path, clock: HandClock) -> AsyncIterator[Show]:
    """A show without songs."""
    async with open_show(tmp_path, clock) as opened:
        yield opened


@pytest.fixture
async def live(show: Show) -> LiveEnv:
    """A LIVE that goes on in the show."""
    live_env = LiveEnv(show)
    await live_env.open()
    return live_env
