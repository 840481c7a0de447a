"""What a check found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp
import discord
from discord.http import Route

from domain.follow import FollowStatus
from domain.rounds import Rounds


@dataclass(frozen=True)
class CheckResult:
    """`name` says what was looked at, `finding` what was found; with a `mend`, which says what to do, it is red."""

    name: str
    finding: str
    mend: str = ""

    @property
    def is_green(self) -> bool:
        """Whether nothing is to do."""
        return not self.mend

    def __str__(self) -> str:
        return f"{'✅' if self.is_green else '❌'} {self.name}: {self.finding} {self.mend}".rstrip()


MOST_SECONDS_OFF = 10  # a Date header has whole seconds, and the answer takes its time


def intents_line(flags: discord.ApplicationFlags, *, in_use: bool | None = None) -> CheckResult:
    """Message Content Intent, at the portal and, where the bot runs, in use."""
    on = flags.gateway_message_content or flags.gateway_message_content_limited
    says = "on: dropped files are submitted." if on else "off: a dropped file is answered with a Submit button."
    changed = in_use is not None and in_use is not on
    return CheckResult("Message Content Intent", says, "It was changed since: start the bot again." if changed else "")


def commands_line(known: Collection[str], ours: Collection[str] | None) -> CheckResult:
    """Which commands Discord has; `ours` are those of this bot, None where they cannot be told."""
    says = f"Discord has {len(known)}."
    if ours is None:
        return CheckResult("commands", says, "" if known else "Start the bot: it sends them.")
    wrong = sorted(set(known) ^ set(ours))
    if wrong:
        return CheckResult(
            "commands", f"{says} Different: {', '.join(wrong)}.", "Start the bot again: it sends them anew."
        )
    return CheckResult("commands", says)


async def clock_line(clock: Callable[[], datetime]) -> CheckResult:
    """The bot's clock beside Discord's."""
    try:
        async with aiohttp.ClientSession() as session, session.get(f"{Route.BASE}/gateway") as answer:
            theirs = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return CheckResult("clock", f"Discord's cannot be read ({type(error).__name__}).", "Look at the network.")
    seconds = (clock() - theirs).total_seconds()
    mend = "Set the computer's clock (timedatectl set-ntp true), then start the bot again."
    return CheckResult("clock", f"{seconds:+.0f} s beside Discord's.", mend if abs(seconds) > MOST_SECONDS_OFF else "")


def following_line(status: FollowStatus) -> CheckResult:
    """How a server's following stands."""
    who = f" @{status.creator}" if status.creator else ""
    mend = f"{status.problem} Look at /tiktok status." if status.problem else ""
    return CheckResult("TikTok LIVE", f"{status.state}{who}.", mend)


def reach_lines(troubles: Mapping[str, str], *, has_key: bool) -> Iterator[CheckResult]:
    """Whether TikTok and the sign server answer, from tiktok.library."""
    mend = "Look at the network and at what the site says; the bot tries again by itself."
    for name, trouble in troubles.items():
        wrong_key = "SIGN_API_KEY" in trouble
        todo = "Write the right key into .env, or none." if wrong_key else mend
        yield CheckResult(name, trouble or "it answers.", todo if trouble else "")
    says = "set." if has_key else "not set; LIVEs work without one, with a lower daily limit."
    yield CheckResult("sign key", says)


def rounds_line(rounds: Rounds) -> CheckResult:
    """One line for all of them; names the one that fails, and what it meets."""
    if not rounds.failing:
        return CheckResult("rounds", "all that the bot does again and again went well.")
    name, error = next(iter(rounds.failing.items()))
    return CheckResult(
        "rounds", f"{name} fails: {error}.", "It is tried again by itself; its owner finds more in the log."
    )
