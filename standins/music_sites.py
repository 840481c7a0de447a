"""The music sites on loopback: what they say about a link, and where their short links lead."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from aiohttp import web


class Sites:
    """Answers oEmbed for the songs it was told of, and redirects for short links; `base` goes into OEMBED_BASE."""

    def __init__(self) -> None:
        self.songs: dict[str, tuple[str, str]] = {}
        self.short: dict[str, str] = {}
        self.base = ""
        app = web.Application()
        app.router.add_get("/{host}/{path:.*}", self._answer)
        self._runner = web.AppRunner(app)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        host, path = request.match_info["host"], request.match_info["path"]
        if f"{host}/{path}" in self.short:
            return web.Response(status=302, headers={"Location": self.short[f"{host}/{path}"]})
        if path.endswith("oembed") and request.query.get("url") in self.songs:
            artist, title = self.songs[request.query["url"]]
            return web.json_response({"title": title, "author_name": artist, "type": "rich", "version": "1.0"})
        return web.Response(status=404)
