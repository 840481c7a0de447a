"""Fixtures for whole flows: the host of the files that members attach, on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from simcord.backend import cdn

from tests.bot_env import BotEnv


@pytest.fixture
async def file_host(bot_env: BotEnv, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[BotEnv]:
    """The bot environment, whose attachments can be downloaded for real: simcord's own addresses lead nowhere."""

    async def give(request: web.Request) -> web.Response:
        body = bot_env.env.backend.cdn.get(f"{cdn.CDN_BASE}{request.path}")
        return web.Response(status=404) if body is None else web.Response(body=body)

    app = web.Application()
    app.router.add_get("/{path:.*}", give)
    async with TestServer(app) as server:
        monkeypatch.setattr(cdn, "CDN_BASE", str(server.make_url("")).rstrip("/"))
        yield bot_env
