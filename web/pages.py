"""The pages: /healthz for supervisors, /metrics for Prometheus."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest

from guild.client import ShowBot
from web.health import complaint, figures_of


class PortError(RuntimeError):
    """The pages cannot be offered; its text is the sentence for the owner."""


@asynccontextmanager
async def serving_pages(bot: ShowBot, host: str, port: int | None) -> AsyncIterator[None]:
    """Offers the pages at `host` and `port` meanwhile; without a port there are none. Raises PortError."""
    if port is None:
        yield
        return
    runner = web.AppRunner(_application(bot), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await _listen(runner, host, port)
        yield
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise PortError(
            f"OVERLAY_PORT {port} at {host} cannot be used: {error.strerror}. Set another one, or leave it empty."
        ) from error


def _application(bot: ShowBot) -> web.Application:
    async def healthz(_: web.Request) -> web.Response:
        wrong = await complaint(bot)
        return web.Response(text=f"{wrong or 'ok'}\n", status=503 if wrong else 200)

    async def metrics(_: web.Request) -> web.Response:
        moment = CollectorRegistry()
        moment.register(await figures_of(bot))
        body = generate_latest(REGISTRY) + generate_latest(moment)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    application = web.Application()
    application.router.add_get("/healthz", healthz)
    application.router.add_get("/metrics", metrics)
    return application
