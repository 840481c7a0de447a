"""What the tests of the services share: a show in a server that is new."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.broadcast import Broadcast
from tests.show import Show, open_show
from tests.stage import HandClock


@pytest.fixture
async def show(tmp_path: Path, clock: HandClock) -> AsyncIterator[Show]:
    """A show without songs."""
    async with open_show(tmp_path, clock) as opened:
        yield opened


@pytest.fixture
async def live(show: Show) -> Broadcast:
    """A LIVE that goes on in the show."""
    broadcast = Broadcast(show)
    await broadcast.open()
    return broadcast
