"""Asks the sites what a link is about: where a short one leads, and which song by whom it is."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import aiohttp
from yarl import URL

from domain.links import Link, follow, is_short
from media.oembed import SongInfo, read_oembed

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

_PATIENCE_SECONDS = 3
_LONGEST_ANSWER_BYTES = 64 * 1024
_HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; music-queue-bot)", "Accept-Encoding": "identity"}
# The endpoints that answer without a key, as their makers or oembed.com document them. TikTok's page says that it will
# move to another player soon. Bandcamp, Ditto, Google Drive and Dropbox have none.
_ENDPOINTS = {
    "SoundCloud": "https://soundcloud.com/oembed",
    "Spotify": "https://open.spotify.com/oembed",
    "YouTube": "https://www.youtube.com/oembed",
    "Deezer": "https://api.deezer.com/oembed",
    "Audiomack": "https://audiomack.com/oembed",
    "TikTok": "https://www.tiktok.com/oembed",
}


class LinkLookup:
    """Requests to the sites' own hosts; an `oembed_base`, for stand-ins, takes them as `{oembed_base}/host/path`."""

    def __init__(self, session: aiohttp.ClientSession, oembed_base: str | None) -> None:
        self._session = session
        self._scheme = f"{oembed_base.rstrip('/')}/" if oembed_base else "https://"

    async def resolve(self, link: Link) -> Link:
        """Where a short link leads, by one request of at most 3 s; `link` itself if not short, or on any failure."""
        if not is_short(link):
            return link
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS), self._get(link.url) as response:
                location = response.headers.get("Location", "")
        except (aiohttp.ClientError, TimeoutError):
            return link
        return follow(link, location) or link

    async def describe(self, link: Link) -> SongInfo | None:
        """What the site's oEmbed says about `link`, within 3 s; None if it has none or did not answer well."""
        if link.provider not in _ENDPOINTS:
            return None
        question = urlencode({"url": link.url, "format": "json"})
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                body = await self._read(f"{_ENDPOINTS[link.provider]}?{question}")
        except (aiohttp.ClientError, TimeoutError):
            return None
        return read_oembed(link.provider, body)

    async def _read(self, url: str) -> bytes:
        """The body of a good answer of a sensible size, else nothing."""
        body = bytearray()
        async with self._get(url) as response:
            while response.ok and len(body) <= _LONGEST_ANSWER_BYTES:
                chunk = await response.content.readany()
                if not chunk:
                    return bytes(body)
                body += chunk
        return b""

    def _get(self, url: str) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        address = URL(self._scheme + url.removeprefix("https://"), encoded=True)
        return self._session.get(address, allow_redirects=False, headers=_HEADERS)
