"""Fixtures: TikTok on loopback, and a supervisor that talks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from sandbox.tiktok.creator import Creator
from sandbox.tiktok.world import TikTok
from tests.tiktok.notebook import Desk, open_desk


@pytest.fixture
async def tiktok() -> AsyncIterator[TikTok]:
    """The stand-in, whose clients say every 300 ms that they live."""
    async with TikTok(heartbeat_seconds=0.3) as world:
        yield world


@pytest.fixture
async def desk(tiktok: TikTok) -> AsyncIterator[Desk]:
    """A supervisor with a notebook."""
    async with open_desk(tiktok) as ready:
        yield ready


@pytest.fixture
def nova(tiktok: TikTok) -> Creator:
    """A creator, offline."""
    return tiktok.creator("dj_nova")
