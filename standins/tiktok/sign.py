"""The sign server: keys, quotas, and the first batch with the address of the socket."""

from __future__ import annotations

import math
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from aiohttp import web

from standins.tiktok.frame import FetchResult

if TYPE_CHECKING:
    from standins.tiktok.live import Live
    from standins.tiktok.world import TikTok

Part = Literal["cursor", "push_server", "route_params", "cookies", "everything"]
WINDOWS = {"minute": 60, "day": 86_400}
# TikTok: a signed address is good for half a minute.
TICKET_SECONDS = 30


@dataclass(frozen=True)
class Ticket:
    """What a signed address stands for: a room, and how much of it the client was told already."""

    live: Live
    position: int
    issued_at: float


@dataclass
class _Refusal:
    left: float
    reset_seconds: float
    headers: bool


class Sign:
    """Signs for one world. `key` is the one good API key; clients without one are served while `anonymous` holds."""

    def __init__(self, world: TikTok) -> None:
        self.key = "sandbox-sign-key"
        self.anonymous = True
        self.tickets: dict[str, Ticket] = {}
        self._world = world
        self._limits: dict[str, int] = {}
        self._headers = True
        self._served_at: list[float] = []
        self._refusal = _Refusal(0, 0, headers=True)
        self._left_out: tuple[Part, float] = ("cursor", 0)

    def limit(self, *, per_minute: int | None = None, per_day: int | None = None, headers: bool = True) -> None:
        """How many requests are served in a minute and in a day from their first on; None is as many as come."""
        limits = {"minute": per_minute, "day": per_day}
        self._limits = {window: limit for window, limit in limits.items() if limit is not None}
        self._headers = headers
        self._served_at.clear()

    def refuse(self, *, reset_seconds: float = 60, headers: bool = True, times: float = 1) -> None:
        """The next requests are refused with 429, whatever the quota."""
        self._refusal = _Refusal(times, reset_seconds, headers)

    def leave_out(self, part: Part, *, times: float = 1) -> None:
        """The next answers lack this part; "everything" is an answer of 200 without a byte."""
        self._left_out = part, times

    async def answer(self, request: web.Request) -> web.Response:
        """Answers a request to be signed in."""
        key = request.headers.get("X-Api-Key")
        if key != self.key and (key is not None or not self.anonymous):
            return _refused(401, "The API key is missing or wrong.")
        if (refused := self._too_many()) is not None:
            return refused
        self._served_at.append(self._world.now())
        live = self._world.room(request.query.get("room_id", ""))
        if live is None:
            return _refused(400, "There is no such room.")
        return self._signed(live)

    def _too_many(self) -> web.Response | None:
        now = self._world.now()
        if self._refusal.left > 0:
            self._refusal.left -= 1
            headers = _quota(0, 0, now + self._refusal.reset_seconds) if self._refusal.headers else {}
            return _refused(429, "You have been rate limited.", label="minute", headers=headers)
        for window, limit in self._limits.items():
            left, reset_at = self._state(window, limit)
            if left <= 0:
                headers = _quota(limit, 0, reset_at) if self._headers else {}
                return _refused(429, "You have been rate limited.", label=window, headers=headers)
        return None

    def _state(self, window: str, limit: int) -> tuple[int, float]:
        """How many are left in the window and when it ends; a window begins with its first request."""
        now, length = self._world.now(), WINDOWS[window]
        starts_at, used = -math.inf, 0
        for served_at in self._served_at:
            if served_at - starts_at >= length:
                starts_at, used = served_at, 0
            used += 1
        if now - starts_at >= length:
            return limit, now + length
        return limit - used, starts_at + length

    def _signed(self, live: Live) -> web.Response:
        missing = self._take_left_out()
        if missing == "everything":
            return web.Response(body=b"")
        now = self._world.now()
        token = secrets.token_urlsafe(12)
        self.tickets[token] = Ticket(live, live.position(), now)
        cursor = f"{int(now * 1000)}_{live.position()}_1_1_0_0"
        # The agent goes into the address with its spaces, as the real server does: clients have to quote it.
        params = {"wrss": token, "imprp": secrets.token_urlsafe(24), "user_agent": "Mozilla/5.0 (X11; Linux x86_64)"}
        result = FetchResult(
            live.history(),
            "" if missing == "cursor" else cursor,
            f"internal_src:dim|wss_push_room_id:{live.room_id}|seq:1",
            int(now * 1000),
            is_first=True,
            history=True,
            heartbeat_ms=int(self._world.heartbeat_seconds * 1000),
            push_server="" if missing == "push_server" else self._world.push_url,
            route_params={} if missing == "route_params" else params,
        )
        headers = {} if missing == "cookies" else {"X-Set-TT-Cookie": "ttwid=1%7Csandbox; Path=/; Domain=.tiktok.com"}
        for window, limit in self._limits.items() if self._headers else ():
            headers |= _quota(limit, *self._state(window, limit))
        return web.Response(body=result.encoded, content_type="application/octet-stream", headers=headers)

    def _take_left_out(self) -> Part | None:
        part, left = self._left_out
        self._left_out = part, left - 1
        return part if left > 0 else None


def _quota(limit: int, left: float, reset_at: float) -> dict[str, str]:
    # Euler Stream: the reset is a moment in Unix time, not a number of seconds to wait.
    return {
        "RateLimit-Limit": f"{limit}",
        "RateLimit-Remaining": f"{left}",
        "RateLimit-Reset": f"{math.ceil(reset_at)}",
    }


def _refused(status: int, message: str, *, label: str = "", headers: dict[str, str] | None = None) -> web.Response:
    body = {"code": status, "message": message, "limit_label": label}
    return web.json_response(body, status=status, headers=headers)
