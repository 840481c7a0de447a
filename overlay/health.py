"""Whether the bot is well, for a supervisor: connected to Discord, and its database answers."""

from __future__ import annotations

import asyncio

from domain.refusals import Refusal
from views.base import ShowBot

ANSWER_SECONDS = 5


def is_connected(bot: ShowBot) -> bool:
    """Whether events come from Discord at this moment; discord.py has no socket at all before the first connection."""
    return bot.is_ready() and not bot.is_closed() and bot.ws.open


async def complaint(bot: ShowBot) -> str:
    """What is wrong, empty when the bot is well."""
    if not is_connected(bot):
        return "not connected to Discord"
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await bot.services.queue.lengths()
    except TimeoutError:
        return "the database does not answer"
    except Refusal as refusal:
        return str(refusal)
    return ""
