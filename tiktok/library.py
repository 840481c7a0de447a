"""Whether TikTok and the sign server answer from here, and whether the sign server takes our key."""

from __future__ import annotations

import asyncio
import gc
import importlib
from collections.abc import Callable
from datetime import datetime
from functools import partial
from types import ModuleType

import aiohttp

from domain.follow import TroubleKind
from tiktok.backoff import Quota
from tiktok.ports import Gateway, LiveSettings, Trouble

ANSWER_SECONDS = 8
_RATE_LIMITS = "/webcast/rate_limits"  # Euler Stream: costs nothing of the limits that it tells


async def troubles(settings: LiveSettings) -> dict[str, str]:
    """What is wrong with `TikTok` and with the `sign server`, in a sentence each; empty where nothing is."""
    key = {"x-api-key": settings.sign_api_key} if settings.sign_api_key else {}
    tiktok_url, sign_url = await asyncio.to_thread(_addresses, settings)
    timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        page, sign = await asyncio.gather(
            _status(session, tiktok_url, {}),
            _status(session, sign_url + _RATE_LIMITS, key),
        )
    refused = key and sign in {"status 401", "status 403"}
    return {
        "TikTok": _sentence(page),
        "sign server": "It does not accept SIGN_API_KEY." if refused else _sentence(sign),
    }


def _addresses(settings: LiveSettings) -> tuple[str, str]:
    """TikTok's pages and the sign server. The library is imported late: it takes two seconds and 65 MB."""
    from TikTokLive.client.web.web_settings import WebDefaults

    return (
        settings.tiktok_url or WebDefaults.tiktok_app_url,
        settings.sign_api_url or WebDefaults.tiktok_sign_url,
    )


async def _status(session: aiohttp.ClientSession, url: str, headers: dict[str, str]) -> str:
    """`status 200` and the like, or what kept it from answering."""
    try:
        async with session.get(url, headers=headers) as answer:
            return f"status {answer.status}"
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return type(error).__name__


def _sentence(status: str) -> str:
    number = status.removeprefix("status ")
    return "" if number.isdecimal() and int(number) < 500 else f"It does not answer ({status})."


class Library:
    """Opens the ways to creators' LIVEs; one for the whole process."""

    def __init__(self, settings: LiveSettings, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._clock = clock
        self._quota = Quota()
        self._loading = asyncio.Lock()
        self._module: ModuleType | None = None

    async def gateway(self, creator: str) -> Gateway:
        """A new way to the creator's LIVE. Raises Trouble when the library does not fit."""
        async with self._loading:
            if self._module is None:
                self._module = await asyncio.to_thread(_load, self._settings)
        make = partial(self._module.TikTokGateway, self._settings, creator, self._clock, self._quota)
        made: Gateway = await asyncio.to_thread(make)
        return made


def _load(settings: LiveSettings) -> ModuleType:
    try:
        module = importlib.import_module("tiktok.gateway")
    except (ImportError, AttributeError) as error:
        raise Trouble(TroubleKind.LIBRARY_MOVED, detail=f"{error}.") from error
    module.prepare(settings)
    if not gc.get_freeze_count():
        # Python: a search for garbage looks through all that lives, and with this library it stops the loop for 0.1 s.
        gc.freeze()
    return module
