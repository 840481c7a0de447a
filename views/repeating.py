"""Requests to Discord that are made again when their answer is lost: the connection broke, or Discord is down."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import aiohttp
import discord

T = TypeVar("T")

# RateLimited is not an HTTPException; a lost connection is neither. TimeoutError is an OSError.
FAILURES = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError)
PAUSES = (0.5, 1, 2, 4, 8, 16)
LONGEST_TRY_SECONDS = 60


def passes_by_itself(failure: BaseException) -> bool:
    """True where trying again later may help: Discord is down, busy, or out of reach."""
    return not isinstance(failure, discord.HTTPException) or failure.status == 429 or failure.status >= 500


async def repeated(
    request: Callable[[], Awaitable[T]], pauses: Sequence[float] = PAUSES, seconds: float = LONGEST_TRY_SECONDS
) -> T:
    """What `request` returns, made again after each pause while its failure passes by itself.

    Only for requests that may arrive twice: edits, first answers (Discord takes one), messages with their own nonce.
    """
    for pause in pauses:
        try:
            async with asyncio.timeout(seconds):
                return await request()
        except FAILURES as failure:
            if not passes_by_itself(failure):
                raise
        await asyncio.sleep(pause)
    async with asyncio.timeout(seconds):
        return await request()
