"""The loopback server: four doors that can be shut, one for each of TikTok's and the sign server's hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from standins.tiktok.connection import Connection
from standins.tiktok.log import Place, Request
from standins.tiktok.pages import Pages
from standins.tiktok.sign import TICKET_SECONDS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from standins.tiktok.world import TikTok

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_ABOUT = ("uniqueId", "room_ids", "room_id")
_RECORD = web.RequestKey("record", Request)


class Door:
    """A port of 127.0.0.1, the same from the first opening on. While it is shut, connections are refused."""

    def __init__(self) -> None:
        self.port = 0
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None

    async def open(self, runner: web.AppRunner | None = None) -> None:
        """Listens again."""
        self._runner = runner or self._runner
        if self._runner is None or self._site is not None:
            return
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self._site = site
        if not self.port:
            self.port = self._runner.addresses[-1][1]

    async def shut(self) -> None:
        """Stops listening; what is connected stays so."""
        if self._site is not None:
            await self._site.stop()
            self._site = None


class Server:
    """Serves one world."""

    def __init__(self, world: TikTok) -> None:
        self._world = world
        self._runner: web.AppRunner | None = None

    async def start(self, *doors: Door) -> None:
        """Opens the doors."""
        pages, sign = Pages(self._world), self._world.sign
        app = web.Application()
        routes: list[tuple[str, Place, Handler]] = [
            ("/@{name}/live", Place.PAGE, pages.live_page),
            ("/@{name}", Place.PROFILE, pages.profile),
            ("/api-live/user/room/", Place.ROOM_API, pages.room_api),
            ("/webcast/room/check_alive/", Place.ALIVE, pages.alive),
            ("/webcast/room/info/", Place.ROOM_INFO, pages.room_info),
            ("/webcast/gift/list/", Place.GIFT_LIST, pages.gift_list),
            ("/webcast/fetch", Place.SIGN, sign.answer),
            ("/webcast/im/ws_proxy/ws_reuse_supplement/", Place.PUSH, self._push),
        ]
        for path, place, handler in routes:
            app.router.add_get(path, self._serve(place, handler))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        for door in doors:
            await door.open(self._runner)

    async def stop(self) -> None:
        """Stops listening and closes every connection."""
        if self._runner is not None:
            await self._runner.cleanup()

    def _serve(self, place: Place, handler: Handler) -> Handler:
        async def serve(request: web.Request) -> web.StreamResponse:
            record = self._record(place, request)
            fault = self._world.faults.take(place)
            response: web.StreamResponse | None = await fault.play(request) if fault is not None else None
            if response is None:
                response = await handler(request)
            record.status = record.status or response.status
            # Each request knocks at the door anew, so that a door that is shut is noticed.
            response.force_close()
            return response

        return serve

    def _record(self, place: Place, request: web.Request) -> Request:
        asked = [request.query[name] for name in _ABOUT if name in request.query]
        about = request.match_info.get("name") or next(iter(asked), "")
        record = Request(self._world.now(), place, about, request.headers.get("X-Api-Key"))
        self._world.requests.append(record)
        request[_RECORD] = record
        return record

    async def _push(self, request: web.Request) -> web.StreamResponse:
        ticket = self._world.sign.tickets.pop(request.query.get("wrss", ""), None)
        if ticket is None or self._world.now() - ticket.issued_at > TICKET_SECONDS:
            return web.Response(status=400, headers={"Handshake-Msg": "illegal secret key"})
        connection = Connection(request, self._world.heartbeat_seconds, ticket.live.acked)
        await connection.accept()
        request[_RECORD].status = 101
        await ticket.live.welcome(connection, ticket.position)
        return await connection.serve()
