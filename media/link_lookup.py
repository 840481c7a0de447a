"""Artist, title and artwork out of the oEmbed answers of the sites, each of which words them in its own way."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import aiohttp
from yarl import URL

from domain.links import Link, follow, is_short
from domain.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEXT_LENGTH = 100
_LONGEST_URL = 512
_DASH = re.compile(r"\s+[-–—]\s+")
_TOPIC = re.compile(r" - Topic$|VEVO$")  # YouTube: channels named after an artist by YouTube or by Vevo


@dataclass(frozen=True)
class SongInfo:
    """What a site says about a link; each part may be missing. `artwork_url` is https, at most 512 characters."""

    artist: str | None
    title: str | None
    artwork_url: str | None


def read_oembed(provider: str, body: bytes) -> SongInfo | None:
    """The song that `provider` described in `body`; None unless that is a JSON object with a title in it."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict):
        return None
    title, author = _text(answer, "title"), _text(answer, "author_name")
    if not title:
        return None
    artist, title = _SPLITS.get(provider, _as_they_are)(title, author)
    return SongInfo(artist or None, title, _artwork(answer))


def _as_they_are(title: str, author: str) -> tuple[str, str]:
    return author, title


def _soundcloud(title: str, author: str) -> tuple[str, str]:
    return author, title.removesuffix(f" by {author}") if author else title


def _youtube(title: str, author: str) -> tuple[str, str]:
    """A channel made for an artist has bare titles; anyone else's are mostly "artist - title"."""
    parts = _DASH.split(title, maxsplit=1)
    if author.endswith(" - Topic") or len(parts) == 1 or not all(parts):
        return _TOPIC.sub("", author), title
    return parts[0], parts[1]


_SPLITS = {"SoundCloud": _soundcloud, "YouTube": _youtube}


def _text(answer: Mapping[str, object], name: str) -> str:
    value = answer.get(name)
    return clean_line(value, _TEXT_LENGTH) if isinstance(value, str) else ""


def _artwork(answer: Mapping[str, object]) -> str | None:
    url = answer.get("thumbnail_url")
    if not isinstance(url, str) or len(url) > _LONGEST_URL:
        return None
    return url if re.fullmatch(r"https://[!-~]+", url) else None


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
