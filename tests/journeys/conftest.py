"""The shared show: one started bot for all journeys of a module."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.journeys.live_show_env import LiveShow, open_live_show
from tests.journeys.show import Show, open_show


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def show(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Show]:
    """A running show; the journeys of a module leave it as they want to find it."""
    async with open_show(tmp_path_factory.mktemp("show")) as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def live_show(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LiveShow]:
    """The same beside a stand-in of TikTok."""
    async with open_live_show(tmp_path_factory.mktemp("live")) as opened:
        yield opened
