"""The way to one creator's LIVE through TikTokLive, and the list of names that it rests on."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Iterator
from datetime import datetime

from TikTokLive.__version__ import PACKAGE_VERSION
from TikTokLive.client.logger import TikTokLiveLogHandler
from TikTokLive.client.web.routes.fetch_is_live import FetchIsLiveRoute
from TikTokLive.client.web.routes.fetch_room_id_api import FetchRoomIdAPIRoute
from TikTokLive.client.web.routes.fetch_signed_websocket import FetchSignedWebSocketRoute
from TikTokLive.client.web.web_base import TikTokHTTPClient
from TikTokLive.client.web.web_client import TikTokWebClient
from TikTokLive.client.web.web_settings import WebDefaults
from TikTokLive.client.web.web_signer import TikTokSigner
from TikTokLive.client.ws.ws_client import WebcastWSClient
from TikTokLive.proto import ProtoMessageFetchResult
from websockets.frames import Frame
from websockets.legacy.client import Connect, WebSocketClientProtocol

from domain.follow import Room, TroubleKind
from tiktok.backoff import Quota
from tiktok.decode import Decoder
from tiktok.finder import Finder
from tiktok.ports import LiveSettings, Sink, Trouble
from tiktok.socket import Intake, listen

# An assignment to a name that moved would raise nothing, and an unknown option may be ignored: both are looked up.
_NAMES: tuple[tuple[object, str], ...] = (
    (WebDefaults, "tiktok_app_url"),
    (WebDefaults, "tiktok_webcast_url"),
    (WebDefaults, "tiktok_sign_url"),
    (FetchIsLiveRoute, "fetch_is_live_room_ids"),
    (FetchRoomIdAPIRoute, "fetch_user_room_data"),
    (FetchRoomIdAPIRoute, "parse_room_id"),
    (TikTokSigner, "sdk_client"),
    (TikTokHTTPClient, "signer"),
    (WebcastWSClient, "ws"),
    (WebSocketClientProtocol, "recv"),
    (WebSocketClientProtocol, "open"),
)
_ROUTES = (
    "fetch_room_id_from_html",
    "fetch_room_id_from_api",
    "fetch_room_info",
    "fetch_is_live",
    "fetch_signed_websocket",
)
_OPTIONS: tuple[tuple[type, str, tuple[str, ...]], ...] = (
    (TikTokHTTPClient, "__init__", ("httpx_kwargs", "signer_kwargs")),
    (TikTokSigner, "__init__", ("sign_api_key", "sign_api_base")),
    (FetchSignedWebSocketRoute, "__call__", ("platform", "room_id")),
    (WebcastWSClient, "__init__", ("ws_kwargs",)),
    (WebcastWSClient, "connect", ("room_id", "cookies", "user_agent", "initial_webcast_response")),
    (Frame, "serialize", ("mask",)),
    (Connect, "__init__", ("create_protocol", "open_timeout", "close_timeout", "max_size")),
)
_FIELDS = ("messages", "is_first", "need_ack", "internal_ext")


class TikTokGateway:
    """Implements ports.Gateway. Making one blocks for a moment: do it in a thread."""

    def __init__(self, settings: LiveSettings, creator: str, clock: Callable[[], datetime], quota: Quota) -> None:
        self._pace = settings.pace
        self._finder = Finder(settings, creator, clock, quota)
        self.decoder = Decoder(clock)

    @property
    def unreadable(self) -> int:
        """How many frames and messages could not be read."""
        return self.decoder.unreadable

    async def find(self) -> Room:
        """The creator's room, if it is LIVE. Raises Trouble."""
        return await self._finder.find()

    async def listen(self, room: Room, sink: Sink) -> None:
        """Signs in, opens the socket and fills `sink`; returns when the other side closed. Raises Trouble."""
        signed = await self._finder.sign(room)
        await listen(signed, self._finder.web, Intake(room, self.decoder, sink, self._pace))

    async def close(self) -> None:
        """Closes its connections to pages and sign server."""
        await self._finder.close()


def prepare(settings: LiveSettings) -> None:
    """Checks the library's names, and sets up what it keeps for the whole process. Raises Trouble."""
    if moved := list(names_that_moved()):
        raise Trouble(TroubleKind.LIBRARY_MOVED, detail=f"TikTokLive {PACKAGE_VERSION} lacks: {', '.join(moved)}.")
    if settings.tiktok_url:
        WebDefaults.tiktok_app_url = settings.tiktok_url
    if settings.tiktok_webcast_url:
        WebDefaults.tiktok_webcast_url = settings.tiktok_webcast_url
    for chatty in ("httpx", "httpcore"):  # they log addresses with signatures at INFO, cookies at DEBUG
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # TikTokLive: its logger writes to stderr by itself, and at DEBUG also cookies.
    logger = TikTokLiveLogHandler.get_logger()
    logger.handlers.clear()
    logger.propagate = True
    logger.setLevel(logging.WARNING)


def names_that_moved() -> Iterator[str]:
    """The public names of TikTokLive and websockets that the bot needs and that are not where they were."""
    for owner, name in _NAMES:
        if not hasattr(owner, name):
            yield f"{getattr(owner, '__name__', type(owner).__name__)}.{name}"
    yield from (f"ProtoMessageFetchResult.{name}" for name in _FIELDS if not hasattr(ProtoMessageFetchResult(), name))
    web = TikTokWebClient()
    yield from (f"TikTokWebClient.{route}" for route in _ROUTES if not hasattr(web, route))
    for owner, name, options in _OPTIONS:
        method = getattr(owner, name, None)
        known = inspect.signature(method).parameters if method else {}
        yield from (f"{owner.__name__}.{name}({option}=)" for option in options if option not in known)
