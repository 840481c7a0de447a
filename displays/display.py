"""A display: something of one server that one channel shows, and that stops when it is broken, until it is healed."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable

import discord
from prometheus_client import Counter

from displays.worker import Step
from guild.alerts import Alerts
from guild.client import ShowBot
from guild.permissions import Channel, lacking, missing_essentials
from views.answers import FAILURES, passes_by_itself

_STEPS = Counter(
    "musicbot_display_steps",
    "Steps of the displays: done without a request, sent, more to do, later because Discord was out of reach, broken.",
    ["result"],
)
log = logging.getLogger(__name__)


class Display(ABC):
    """One display; `trouble` says what is wrong with it, None while it works.

    `name` is what people call it, `purpose` the setting that names its channel, `channel_id` that setting's value.
    """

    def __init__(self, bot: ShowBot, troubles: Alerts, guild_id: int, name: str, purpose: str) -> None:
        self.bot = bot
        self.guild_id = guild_id
        self.name = name
        self.purpose = purpose
        self.channel_id: int | None = None
        self.trouble: str | None = None
        self.in_doubt = True  # what Discord has may not be what is stored: after a start, a failure, a deletion
        self._alerts = troubles
        self._lock = asyncio.Lock()

    async def step(self) -> Step:
        """One request nearer to the newest state; nothing while the display is broken."""
        if self.trouble:
            return Step.DONE
        step = await self._guarded(self._advance)
        _STEPS.labels(self._outcome(step)).inc()
        if self.trouble is None and step is not Step.LATER:
            self._alerts.clear(self.guild_id, self.name)
        return step

    def _outcome(self, step: Step) -> str:
        return "broken" if self.trouble else step.name.lower()

    def doubt(self) -> None:
        """Asks for a look at what is really there before the next step, also where the display was broken."""
        self.trouble = None
        self.in_doubt = True

    async def heal(self) -> list[str]:
        """Looks at what is really there and mends it; returns what was mended, and sets `trouble`."""
        mended = ["it had stopped and tries again"] if self.trouble else []
        self.doubt()

        async def look(channel: Channel) -> Step:
            mended.extend(await self.inspect(channel))
            return Step.DONE

        await self._guarded(lambda: self._in_channel(look))
        return mended

    async def inspect(self, _: Channel, /) -> list[str]:
        """Compares what is in the channel with what is stored, mends it, and says what was mended.

        There is nothing to compare where each message is looked up when its turn comes.
        """
        return []

    @abstractmethod
    async def show(self, channel: Channel) -> Step:
        """Brings `channel` one request nearer to the newest state."""

    @abstractmethod
    async def leave(self) -> None:
        """Takes back what is shown, now that no channel is set."""

    async def _advance(self) -> Step:
        if self.channel_id is None:
            await self.leave()
            return Step.DONE
        return await self._in_channel(self.show)

    async def _in_channel(self, act: Callable[[Channel], Awaitable[Step]]) -> Step:
        """Does `act` in the display's channel, where there is one that the bot may use."""
        guild = self.bot.get_guild(self.guild_id)
        if guild is None or guild.unavailable or self.channel_id is None:
            return Step.DONE
        channel = guild.get_channel(self.channel_id)
        if not isinstance(channel, discord.TextChannel):
            self._break("Its channel is gone. Pick another one with /setup.")
            return Step.DONE
        if missing := missing_essentials(channel, self.purpose):
            self._break(lacking(channel, missing))
            return Step.DONE
        return await act(channel)

    async def _guarded(self, act: Callable[[], Awaitable[Step]]) -> Step:
        async with self._lock:
            try:
                return await act()
            except FAILURES as failure:
                return self._fail(failure)

    def _fail(self, failure: BaseException) -> Step:
        self.in_doubt = True
        if passes_by_itself(failure):
            log.warning("server %d: the %s has to wait: %s", self.guild_id, self.name, failure)
            return Step.LATER
        self._break(f"Discord did not allow it: {failure}. Mend that, then use /selfheal.")
        return Step.SENT

    def _break(self, trouble: str) -> None:
        self.trouble = trouble
        self._alerts.report(self.guild_id, self.name, f"The {self.name} cannot be shown. {trouble}")

    def miss(self, what: str) -> None:
        """Tells the owner once about something that the display goes on without."""
        self._alerts.report(self.guild_id, f"{self.name} is incomplete", f"The {self.name} is shown, but {what}")

    def complete(self) -> None:
        """What was missed is there again."""
        self._alerts.clear(self.guild_id, f"{self.name} is incomplete")
