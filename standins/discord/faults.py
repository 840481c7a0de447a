"""Misbehaviour on demand: errors before or after the effect, delays, cut connections, lost interactions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from standins.discord.errors import ApiError, Kind
from standins.discord.ratelimits import RateLimitedError

if TYPE_CHECKING:
    from standins.discord.log import Request

TOO_MANY = 429

Test: TypeAlias = "Callable[[Request], bool]"


def _always(_request: Request) -> bool:
    return True


@dataclass
class Fault:
    """One planned misbehaviour; `left` counts down with each request that it meets, `met` counts up."""

    method: str
    route: str
    left: int
    where: Test
    status: int = 0
    code: int = 0
    after_effect: bool = False
    cut: bool = False
    delay_seconds: float = 0
    met: int = 0

    def error(self) -> ApiError:
        """The error that this fault answers with; a 429 has the headers of Discord's own and asks for a second."""
        if self.status == TOO_MANY:
            return RateLimitedError(1, scope="user", code=self.code)
        return ApiError(Kind(self.status or 500, self.code, "planned by the test"))

    def meets(self, request: Request) -> bool:
        """Whether this fault applies to the request."""
        same = self.method == request.method and self.route == request.route_template
        return self.left > 0 and same and self.where(request)


class Faults:
    """The planned misbehaviour of one world. Routes are named by their templates; `where` narrows a fault further."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []
        self._swallow = 0

    def fail(
        self,
        method: str,
        route: str,
        status: int,
        *,
        times: int = 1,
        code: int = 0,
        after_effect: bool = False,
        where: Test = _always,
    ) -> Fault:
        """The next calls of the route answer with an error; with `after_effect` they do their work all the same."""
        return self._plan(Fault(method, route, times, where, status, code, after_effect))

    def delay(self, method: str, route: str, seconds: float, *, times: int = 1, where: Test = _always) -> Fault:
        """The next calls of the route wait so many real seconds before they are looked at."""
        return self._plan(Fault(method, route, times, where, delay_seconds=seconds))

    def cut(
        self,
        method: str,
        route: str,
        *,
        times: int = 1,
        after_effect: bool = False,
        where: Test = _always,
    ) -> Fault:
        """The next calls of the route get no answer: the connection breaks, before or after the effect."""
        return self._plan(Fault(method, route, times, where, cut=True, after_effect=after_effect))

    def swallow_interactions(self, times: int = 1) -> None:
        """The next interactions never reach the bot."""
        self._swallow += times

    def clear(self) -> None:
        """Forgets everything that is planned."""
        self._planned.clear()
        self._swallow = 0

    def _plan(self, fault: Fault) -> Fault:
        self._planned.append(fault)
        return fault

    def take(self, request: Request) -> Fault | None:
        """The fault for this request, counted down, or None."""
        fault = next((fault for fault in self._planned if fault.meets(request)), None)
        if fault is not None:
            fault.left -= 1
            fault.met += 1
        return fault

    def swallows_interaction(self) -> bool:
        """Whether this interaction is to be lost."""
        lost = self._swallow > 0
        self._swallow -= lost
        return lost
