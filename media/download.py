"""A file of a chat, read piece by piece, so that a big one never lies in memory whole."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import aiohttp
from yarl import URL

_PIECE_BYTES = 64 * 1024


async def download(url: str) -> AsyncGenerator[bytes, None]:
    """The bytes at `url` in pieces; raises aiohttp.ClientError or TimeoutError when they cannot be had.

    Discord: an attachment's address is signed, so it is asked for as it is written.
    """
    async with aiohttp.ClientSession() as session, session.get(URL(url, encoded=True)) as response:
        response.raise_for_status()
        async for piece in response.content.iter_chunked(_PIECE_BYTES):
            yield piece
