"""The world: one TikTok on loopback, with its sign server, from start to end of a test or a demo."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from hashlib import sha256
from types import TracebackType
from typing import Self

from standins.tiktok.creator import Creator
from standins.tiktok.faults import Faults
from standins.tiktok.live import Live
from standins.tiktok.log import Place, Request
from standins.tiktok.server import Door, Server
from standins.tiktok.sign import Sign
from standins.tiktok.viewer import Viewer

# TikTok's ids are this large: they need all of int64, and no float holds them.
_FIRST_ID = 7_400_000_000_000_000_000


class TikTok:
    """A stand-in of TikTok LIVE. Use it as `async with TikTok() as tiktok`; everything lives in memory.

    `now` gives the time in Unix seconds, for quotas, tickets and messages. `heartbeat_seconds` is how often clients
    are asked to say that they live.
    """

    def __init__(self, *, now: Callable[[], float] = time.time, heartbeat_seconds: float = 10) -> None:
        self.now = now
        self.heartbeat_seconds = heartbeat_seconds
        self.ids = itertools.count(_FIRST_ID + time.time_ns() // 1000)
        self.faults = Faults()
        self.requests: list[Request] = []
        self.page_door, self.webcast_door, self.sign_door, self.push_door = Door(), Door(), Door(), Door()
        self.sign = Sign(self)
        self._creators: dict[str, Creator] = {}
        self._server = Server(self)

    async def __aenter__(self) -> Self:
        await self._server.start(self.page_door, self.webcast_door, self.sign_door, self.push_door)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for creator in self._creators.values():
            for live in creator.lives:
                await live.drop()
        await self._server.stop()

    @property
    def url(self) -> str:
        """The address of the pages: `WebDefaults.tiktok_app_url`."""
        return f"http://127.0.0.1:{self.page_door.port}"

    @property
    def webcast_url(self) -> str:
        """The address of the webcast API: `WebDefaults.tiktok_webcast_url`."""
        return f"http://127.0.0.1:{self.webcast_door.port}/webcast"

    @property
    def sign_url(self) -> str:
        """The address of the sign server."""
        return f"http://127.0.0.1:{self.sign_door.port}"

    @property
    def push_url(self) -> str:
        """The address of the push socket, which clients learn from the sign server."""
        return f"ws://127.0.0.1:{self.push_door.port}/webcast/im/ws_proxy/ws_reuse_supplement/"

    def env(self) -> dict[str, str]:
        """The variables that point a bot's process at this world."""
        return {
            "TIKTOK_URL": self.url,
            "TIKTOK_WEBCAST_URL": self.webcast_url,
            "SIGN_API_URL": self.sign_url,
            "SIGN_API_KEY": self.sign.key,
        }

    def creator(self, handle: str, *, may_go_live: bool = True) -> Creator:
        """A new creator, offline."""
        made = Creator(self, self.viewer(handle), may_go_live=may_go_live)
        self._creators[handle.lower()] = made
        return made

    def viewer(
        self,
        handle: str,
        *,
        user_id: int | None = None,
        nickname: str | None = None,
        fans_club: bool = False,
        upcoming_event: bool = False,
    ) -> Viewer:
        """A new account; id and nickname are made up unless given. `Viewer.without` takes parts away."""
        number = next(self.ids) if user_id is None else user_id
        sec_uid = "MS4wLjABAAAA" + sha256(str(number).encode()).hexdigest()
        shown = handle.replace("_", " ").title() if nickname is None else nickname
        return Viewer(number, handle, shown, sec_uid, fans_club, upcoming_event)

    def find(self, handle: str) -> Creator | None:
        """The creator of that handle. TikTok does not tell upper from lower case."""
        return self._creators.get(handle.lower())

    def find_by_id(self, user_id: str) -> Creator | None:
        """The creator with that numeric id."""
        return next((one for one in self._creators.values() if str(one.viewer.user_id) == user_id), None)

    def room(self, room_id: str) -> Live | None:
        """The room of that id, open or over."""
        rooms = (live for creator in self._creators.values() for live in creator.lives)
        return next((live for live in rooms if str(live.room_id) == room_id), None)

    def requests_to(self, place: Place) -> list[Request]:
        """The requests to one place, in order."""
        return [request for request in self.requests if request.place is place]
