"""Fixtures: a world with one creator who is LIVE, a fan, and listeners that hang up at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest
from TikTokLive.client.web.web_settings import WebDefaults

from standins.tiktok import Creator, Live, TikTok, Viewer
from standins.tiktok.tests.listener import Listener

Listen = Callable[..., Listener]


@pytest.fixture
async def tiktok(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TikTok]:
    """A world; new clients of the library find it."""
    async with TikTok(heartbeat_seconds=0.5) as world:
        monkeypatch.setattr(WebDefaults, "tiktok_app_url", world.url)
        monkeypatch.setattr(WebDefaults, "tiktok_webcast_url", world.webcast_url)
        monkeypatch.setenv("SIGN_API_URL", world.sign_url)
        monkeypatch.setenv("SIGN_API_KEY", world.sign.key)
        yield world


@pytest.fixture
def host(tiktok: TikTok) -> Creator:
    """A creator, offline."""
    return tiktok.creator("host")


@pytest.fixture
def live(host: Creator) -> Live:
    """The creator's LIVE."""
    return host.go_live()


@pytest.fixture
def fan(tiktok: TikTok) -> Viewer:
    """A viewer."""
    return tiktok.viewer("fan_one", user_id=6_900_000_000_000_000_001, nickname="Fan №1 🎵")


@pytest.fixture
async def listen(tiktok: TikTok) -> AsyncIterator[Listen]:
    """Makes listeners."""
    made: list[Listener] = []

    def make(handle: str = "host", **ws_kwargs: object) -> Listener:
        made.append(Listener(handle, **ws_kwargs))
        return made[-1]

    yield make
    for listener in made:
        await listener.hang_up()
