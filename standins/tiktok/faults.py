"""Misbehaviour on demand of everything that answers requests: errors, odd bodies, delays, hangs, cut connections."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from standins.tiktok.disconnect import pull
from standins.tiktok.log import Place

CAPTCHA = b'<!DOCTYPE html><html><head><title>Security Check</title></head><body><div id="captcha"></div></body></html>'


@dataclass
class Fault:
    """One planned misbehaviour. `left` counts down with each request that it meets; `math.inf` stays until cleared."""

    place: Place
    left: float
    status: int = 0
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_seconds: float = 0
    cut: bool = False
    reset: bool = False
    met: int = 0

    async def play(self, request: web.Request) -> web.Response | None:
        """Misbehaves; the answer to give, or None where the request goes on as usual."""
        await asyncio.sleep(self.delay_seconds)
        if self.cut:
            pull(request.transport, reset=self.reset)
        if self.status or self.cut:
            return web.Response(status=self.status or 500, body=self.body, headers=self.headers)
        return None


class Faults:
    """The planned misbehaviour of one stand-in. The first that fits a request is played."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    def answer(
        self,
        place: Place,
        status: int,
        body: bytes = b"",
        *,
        times: float = 1,
        headers: Mapping[str, str] | None = None,
    ) -> Fault:
        """The next requests there get this answer."""
        return self._plan(Fault(place, times, status, body, headers or {}))

    def captcha(self, place: Place, *, times: float = 1) -> Fault:
        """The next requests there get the page that asks whether one is human."""
        return self.answer(place, 200, CAPTCHA, times=times, headers={"Content-Type": "text/html"})

    def block(self, reason: str = "DEVICE_BLOCKED", *, status: int = 200, times: float = 1) -> Fault:
        """The next handshakes of the socket are refused as TikTok does (200 or 400), with its reason."""
        return self.answer(
            Place.PUSH, status, times=times, headers={"Handshake-Msg": reason, "Handshake-Status": "415"}
        )

    def delay(self, place: Place, seconds: float, *, times: float = 1) -> Fault:
        """The next requests there wait before they are answered."""
        return self._plan(Fault(place, times, delay_seconds=seconds))

    def hang(self, place: Place, *, times: float = 1) -> Fault:
        """The next requests there are never answered."""
        return self._plan(Fault(place, times, delay_seconds=math.inf))

    def cut(self, place: Place, *, reset: bool = True, times: float = 1) -> Fault:
        """The next requests there lose their connection."""
        return self._plan(Fault(place, times, cut=True, reset=reset))

    def clear(self) -> None:
        """Forgets everything that is planned."""
        self._planned.clear()

    def take(self, place: Place) -> Fault | None:
        """The fault for a request there, counted down, or None."""
        fault = next((fault for fault in self._planned if fault.place is place and fault.left > 0), None)
        if fault is not None:
            fault.left -= 1
            fault.met += 1
        return fault

    def _plan(self, fault: Fault) -> Fault:
        self._planned.append(fault)
        return fault
