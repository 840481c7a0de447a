"""Being invited and removed: what stops in a server that the bot left, and when its data goes."""

from __future__ import annotations

import logging
from functools import partial

import discord
from discord.ext import commands, tasks

from domain.membership import KEPT_DAYS
from guild.client import ShowBot
from services.tasks import until_usable
from views.reviewing.live_status import AT_REST

log = logging.getLogger(__name__)


class MembershipCog(commands.Cog):
    """Looks at the servers when Discord has named them all, and whenever one comes or goes.

    Discord: an outage leaves a server in the list, as unavailable; discord.py says on_guild_remove for a leaving only.
    """

    def __init__(self, bot: ShowBot) -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        """Starts the round for what no event told, and for what has had its time."""
        self.every_hour.add_exception_type(Exception)  # whatever a round meets, the next one comes, after a pause
        self.every_hour.start()

    async def cog_unload(self) -> None:
        """Ends it; what is half erased goes on after the next start."""
        self.every_hour.cancel()

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Discord has named every server that the application is in."""
        await self._look()

    @commands.Cog.listener()
    async def on_guild_join(self, _: discord.Guild) -> None:
        """The bot was invited, maybe again."""
        await self._look()

    @commands.Cog.listener()
    async def on_guild_remove(self, _: discord.Guild) -> None:
        """The bot was removed, or the server was deleted."""
        await self._look()

    @tasks.loop(hours=1)
    async def every_hour(self) -> None:
        """Looks again, and erases what has had its time."""
        with self._bot.rounds.noted("look at the servers"):
            await self._look()
            for guild_id in await self._bot.services.memberships.erase_left():
                log.info("server %d was left %d days ago: its data is erased", guild_id, KEPT_DAYS)

    @every_hour.before_loop
    async def _wait_until_ready(self) -> None:
        await self._bot.wait_until_ready()

    async def _look(self) -> None:
        """Before the bot is ready it does not know all of its servers; on_ready follows."""
        if self._bot.application_id is None or not self._bot.is_ready():
            return
        present = {guild.id for guild in self._bot.guilds}
        look = partial(self._bot.services.memberships.look, self._bot.application_id, present)
        found = await until_usable(look)
        for guild_id in found.gone:
            log.info(
                "server %d was left: nothing goes on there, and its data is erased in %d days unless the bot is "
                "invited again",
                *(guild_id, KEPT_DAYS),
            )
        for guild_id in found.left:
            await self._stop(guild_id)

    async def _stop(self, guild_id: int) -> None:
        """Ends the LIVE that is followed; all that came is recorded first."""
        if self._bot.supervisors.status(guild_id).state not in AT_REST:
            await self._bot.supervisors.disconnect(guild_id)
        await until_usable(partial(self._bot.services.memberships.stop_following, guild_id))


async def setup(bot: ShowBot) -> None:
    """Adds the cog; discord.py calls it."""
    await bot.add_cog(MembershipCog(bot))
