"""The way to Discord: intents, the list of commands, and the clock."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp
import discord
from discord.http import Route

from doctor.line import Line

MOST_SECONDS_OFF = 10  # a Date header has whole seconds, and the answer takes its time


def intents_line(flags: discord.ApplicationFlags, *, in_use: bool | None = None) -> Line:
    """Message Content Intent, at the portal and, where the bot runs, in use."""
    on = flags.gateway_message_content or flags.gateway_message_content_limited
    says = "on: dropped files are submitted." if on else "off: a dropped file is answered with a Submit button."
    changed = in_use is not None and in_use is not on
    return Line("Message Content Intent", says, "It was changed since: start the bot again." if changed else "")


def commands_line(known: Collection[str], ours: Collection[str] | None) -> Line:
    """Which commands Discord has; `ours` are those of this bot, None where they cannot be told."""
    says = f"Discord has {len(known)}."
    if ours is None:
        return Line("commands", says, "" if known else "Start the bot: it sends them.")
    wrong = sorted(set(known) ^ set(ours))
    if wrong:
        return Line("commands", f"{says} Different: {', '.join(wrong)}.", "Start the bot again: it sends them anew.")
    return Line("commands", says)


async def clock_line(clock: Callable[[], datetime]) -> Line:
    """The bot's clock beside Discord's."""
    try:
        async with aiohttp.ClientSession() as session, session.get(f"{Route.BASE}/gateway") as answer:
            theirs = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return Line("clock", f"Discord's cannot be read ({type(error).__name__}).", "Look at the network.")
    seconds = (clock() - theirs).total_seconds()
    mend = "Set the computer's clock (timedatectl set-ntp true), then start the bot again."
    return Line("clock", f"{seconds:+.0f} s beside Discord's.", mend if abs(seconds) > MOST_SECONDS_OFF else "")
