"""Fixtures: TikTok on loopback, and a supervisor that talks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from standins.tiktok.creator import Creator
from standins.tiktok.world import TikTok
from tests.tiktok.memory_recorder import FollowerEnv, open_follower_env


@pytest.fixture
async def tiktok() -> AsyncIterator[TikTok]:
    """The stand-in, whose clients say every 300 ms that they live."""
    async with TikTok(heartbeat_seconds=0.3) as world:
        yield world


@pytest.fixture
async def follower_env(tiktok: TikTok) -> AsyncIterator[FollowerEnv]:
    """A supervisor with a recorder."""
    async with open_follower_env(tiktok) as ready:
        yield ready


@pytest.fixture
def nova(tiktok: TikTok) -> Creator:
    """A creator, offline."""
    return tiktok.creator("dj_nova")
