"""The HTTP side: finds the route, checks the token, plays faults, counts limits, answers in JSON."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from standins.discord import errors, ratelimits
from standins.discord.call import MOST_REQUEST_BYTES, Call, Route, read_body
from standins.discord.errors import ApiError, SurpriseError
from standins.discord.log import Request
from standins.discord.rest import ROUTES
from standins.discord.wire import API_PATH, encode

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from standins.discord.faults import Fault
    from standins.discord.world import Discord

# Not 500: the library retries that five times, and a surprise should be loud at once.
SURPRISE_STATUS = 501


class Server:
    """Serves the API, the gateway and the file host on one loopback port."""

    def __init__(self, world: Discord) -> None:
        self._world = world
        self._runner: web.AppRunner | None = None

    async def start(self) -> str:
        """Listens on a free port of 127.0.0.1 and gives `host:port`."""
        app = web.Application(client_max_size=MOST_REQUEST_BYTES)
        world = self._world
        for route in ROUTES:
            app.router.add_route(route.method, API_PATH + route.template, self._serve(route))
        for path in ("/gateway", "/gateway/"):
            app.router.add_get(path, world.gateway.serve)
        app.router.add_get("/{kind:(?:ephemeral-)?attachments}/{folder}/{id}/{name}", world.files.serve)
        app.router.add_get("/{kind:embed|avatars|icons}/{rest:.*}", world.files.serve_image)
        app.router.add_route("*", "/{rest:.*}", self._refuse)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        return f"{host}:{port}"

    async def stop(self) -> None:
        """Stops listening and closes every connection."""
        if self._runner is not None:
            await self._runner.cleanup()

    def _serve(self, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            return await self._answer(route, request)

        return serve

    async def _answer(self, route: Route, request: web.Request) -> web.StreamResponse:
        call = Call(self._world, request.match_info, request.query)
        record = self._record(route.template, request)
        response: web.StreamResponse | None = None
        try:
            response = await self._attempt(route, request, call, record)
        except ApiError as error:
            record.code = error.kind.code
            response = _json(error.payload(), error.kind.status, {**call.headers, **error.headers})
        except ConnectionError:  # the bot was killed in the middle of its request
            response = web.Response(status=499)
        except SurpriseError as surprise:
            response = self._surprise(f"{request.method} {route.template}: {surprise}")
        finally:
            record.status = response.status if response is not None else 0
            if response is None:
                self._world.surprises.append(f"{request.method} {route.template}: the stand-in itself failed")
        return response

    def _record(self, template: str, request: web.Request) -> Request:
        ids = {key: int(value) for key, value in request.match_info.items() if value.isdigit()}
        record = Request(
            at=self._world.clock.now(),
            method=request.method,
            route_template=template,
            path=request.path.removeprefix(API_PATH),
            channel_id=ids.get("channel_id"),
            message_id=ids.get("message_id"),
        )
        self._world.requests.append(record)
        return record

    async def _attempt(self, route: Route, request: web.Request, call: Call, record: Request) -> web.StreamResponse:
        self._check_token(route, request)
        if unknown := request.query.keys() - set(route.query):
            raise SurpriseError(f"unknown query parameters: {', '.join(sorted(unknown))}")
        await read_body(request, call)
        record.body_json = call.body
        fault = self._world.faults.take(record)
        await self._play(fault, request, after_effect=False)
        call.headers = self._count(route, request)
        result = await route.handler(call)
        await self._play(fault, request, after_effect=True)
        return _json(result, 200 if result is not None else 204, call.headers)

    def _check_token(self, route: Route, request: web.Request) -> None:
        if route.needs_token and request.headers.get("Authorization") != f"Bot {self._world.token}":
            raise ApiError(errors.UNAUTHORIZED)

    async def _play(self, fault: Fault | None, request: web.Request, *, after_effect: bool) -> None:
        if fault is None or fault.after_effect != after_effect:
            return
        await asyncio.sleep(fault.delay_seconds)
        if fault.cut and request.transport is not None:
            request.transport.abort()
        if fault.status or fault.cut:
            raise fault.error()

    def _count(self, route: Route, request: web.Request) -> dict[str, str]:
        if route.needs_token:
            self._world.ratelimits.take(ratelimits.EVERYTHING, "")
        if route.limit is None:
            return {}
        return self._world.ratelimits.take(route.limit, request.match_info.get(route.major, ""))

    def _surprise(self, text: str) -> web.Response:
        self._world.surprises.append(text)
        return _json({"message": f"The stand-in does not know this: {text}", "code": 0}, SURPRISE_STATUS)

    async def _refuse(self, request: web.Request) -> web.Response:
        record = self._record(request.path, request)
        record.status = SURPRISE_STATUS
        return self._surprise(f"{request.method} {request.path}: unknown route")


def _json(body: object, status: int, headers: Mapping[str, str] | None = None) -> web.Response:
    if status == web.HTTPNoContent.status_code:
        return web.Response(status=status, headers=headers)
    # Discord: the type is exactly application/json; with a charset the library does not parse the body.
    kind = {"Content-Type": "application/json", **(headers or {})}
    return web.Response(body=encode(body).encode(), status=status, headers=kind)
