"""Asks TikTok's pages whether a creator is LIVE and where, and the sign server for the way in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from typing import Any

import httpx
from TikTokLive.__version__ import PACKAGE_VERSION
from TikTokLive.client.errors import AgeRestrictedError, TikTokLiveError, UserNotFoundError, UserOfflineError
from TikTokLive.client.web.routes.fetch_signed_websocket import WebcastPlatform
from TikTokLive.client.web.web_client import TikTokWebClient
from TikTokLive.client.web.web_settings import WebDefaults
from TikTokLive.proto import ProtoMessageFetchResult

from domain.follow import Room, TroubleKind
from tiktok.backoff import Quota
from tiktok.ports import LiveSettings, Trouble

Table = Mapping[type[Exception], TroubleKind]

# What can be raised, the closest class first. TikTokLive: a captcha or a 403 in place of an answer ends in a
# JSONDecodeError (a ValueError), KeyError, IndexError or TypeError.
LOOKING_UP: Table = {
    UserOfflineError: TroubleKind.OFFLINE,
    UserNotFoundError: TroubleKind.UNKNOWN_CREATOR,
    AgeRestrictedError: TroubleKind.AGE_RESTRICTED,
    TikTokLiveError: TroubleKind.NO_PROPER_ANSWER,
    httpx.HTTPError: TroubleKind.NO_CONNECTION,
    OSError: TroubleKind.NO_CONNECTION,
    ValueError: TroubleKind.NO_PROPER_ANSWER,
    LookupError: TroubleKind.NO_PROPER_ANSWER,
    TypeError: TroubleKind.NO_PROPER_ANSWER,
    AttributeError: TroubleKind.NO_PROPER_ANSWER,
}
SIGNING: Table = {
    TikTokLiveError: TroubleKind.SIGN_FAILED,
    httpx.HTTPError: TroubleKind.SIGN_FAILED,
    OSError: TroubleKind.SIGN_FAILED,
    ValueError: TroubleKind.SIGN_FAILED,
    TypeError: TroubleKind.SIGN_FAILED,
}


@contextmanager
def told(table: Table) -> Iterator[None]:
    """Turns what the library raises into the Trouble that `table` has for it."""
    try:
        yield
    except tuple(table) as error:
        kind = next(kind for expected, kind in table.items() if isinstance(error, expected))
        raise Trouble(kind) from error


class Finder:
    """One creator's way in. Making one reads certificates, which blocks for a moment: do it in a thread."""

    def __init__(self, settings: LiveSettings, creator: str, clock: Callable[[], datetime], quota: Quota) -> None:
        self._creator = creator
        self._clock = clock
        self._quota = quota
        self._seconds = settings.pace.answer_seconds
        tls = httpx.create_ssl_context()
        sign_url = settings.sign_api_url or WebDefaults.tiktok_sign_url
        referer = f"https://www.tiktok.com/@{creator}/live"
        self.web = TikTokWebClient(  # TikTokLive: it empties the dicts it is given, so they are made here each time
            httpx_kwargs={
                "params": {"referer": referer, "root_referer": referer},
                "timeout": self._seconds,
                "verify": tls,
            },
            signer_kwargs={"sign_api_key": settings.sign_api_key, "sign_api_base": sign_url},
        )
        # TikTokLive: its own client for the sign server checks no certificate and waits for ever.
        headers = {"User-Agent": f"TikTokLive.py/{PACKAGE_VERSION}"}
        if settings.sign_api_key:
            headers["X-Api-Key"] = settings.sign_api_key
        hooks = {"response": [self._refused]}
        self._sign_client = httpx.AsyncClient(
            base_url=sign_url, headers=headers, timeout=self._seconds, verify=tls, event_hooks=hooks
        )
        self.web.signer.sdk_client.set_async_httpx_client(self._sign_client)

    async def close(self) -> None:
        """Closes the connections to the pages and to the sign server."""
        await self.web.close()
        await self._sign_client.aclose()

    async def find(self) -> Room:
        """The room of the creator's LIVE. Raises Trouble: offline, unknown, or no proper answer."""
        with told(LOOKING_UP):
            async with asyncio.timeout(2 * self._seconds):  # the page may hang, and the API still answer
                return await self._found()

    async def _found(self) -> Room:
        room_id = await self._room_id()
        if room_id <= 0 or not await self._alive(room_id):
            raise Trouble(TroubleKind.OFFLINE)
        return Room(room_id, self._creator, await self._host_id(room_id))

    async def sign(self, room: Room) -> ProtoMessageFetchResult:
        """The address of the room's socket, with the messages so far; costs a part of the sign server's quota."""
        self._quota.check(self._clock())
        with told(SIGNING):
            async with asyncio.timeout(self._seconds):
                return await self.web.fetch_signed_websocket(WebcastPlatform.WEB, room_id=room.room_id)

    async def _room_id(self) -> int:
        """From the page or, where that says nothing, from the API: a captcha can look like an unknown creator."""
        try:
            with told(LOOKING_UP):
                return int(await self.web.fetch_room_id_from_html(self._creator))
        except Trouble as trouble:
            if trouble.kind is TroubleKind.OFFLINE:
                raise
        api = self.web.fetch_room_id_from_api
        answer = await api.fetch_user_room_data(self.web, self._creator)
        return int(api.parse_room_id(answer) or 0)  # TikTok: empty for those who were never LIVE

    async def _alive(self, room_id: int) -> bool:
        # TikTokLive: calling fetch_is_live itself swallows cancellations.
        return bool((await self.web.fetch_is_live.fetch_is_live_room_ids(room_id))[0])

    async def _host_id(self, room_id: int) -> int | None:
        """Whose gifts count. Without an answer the handle tells (see decode.py), so a failure stops nothing."""
        try:
            info: dict[str, Any] = await self.web.fetch_room_info(room_id=room_id)
            return int(info["owner"]["id_str"])
        except AgeRestrictedError:
            raise
        except (TikTokLiveError, LookupError, ValueError, TypeError):
            return None

    async def _refused(self, response: httpx.Response) -> None:
        """Looks at the sign server's answers before TikTokLive, which trips over a 429 without headers."""
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            raise self._quota.used_up(response.headers.get("RateLimit-Reset"), self._clock())
        if response.status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            raise Trouble(TroubleKind.SIGN_KEY)
