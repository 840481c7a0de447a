"""The LIVEs that servers asked for: followed from the start on, and again where that stopped."""

from __future__ import annotations

import asyncio

from domain.following import State
from services.live import unfinished
from tables.sessions import LiveSession, Wish
from views.base import ShowBot

AT_REST = frozenset({State.IDLE, State.ENDED})
SECOND_LOOK_SECONDS = 1  # a following that ends right now is about to take its wish back

Asked = tuple[Wish, LiveSession | None]


async def follow_wishes(bot: ShowBot) -> dict[int, str]:
    """Goes on with every LIVE that is asked for and not followed; returns the creators, by server."""
    neglected = await _neglected(bot)
    for wish, session in neglected:
        bot.followings.resume(wish.guild_id, unfinished(wish, session))
    return {wish.guild_id: wish.creator for wish, _ in neglected}


async def mend_followings(bot: ShowBot) -> dict[int, str]:
    """The same while the bot runs: only what is neglected at two looks, for one can fall into a disconnect."""
    if not await _neglected(bot):
        return {}
    await asyncio.sleep(SECOND_LOOK_SECONDS)
    return await follow_wishes(bot)


async def _neglected(bot: ShowBot) -> list[Asked]:
    wishes = await bot.services.live.wishes()
    return [asked for asked in wishes if bot.followings.status(asked[0].guild_id).state in AT_REST]
