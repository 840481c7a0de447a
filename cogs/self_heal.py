"""Self-heal: receives what Discord says about lost messages and channels, and /selfheal; the displays are mended."""

from __future__ import annotations

from functools import partial

import discord
from discord import app_commands
from discord.ext import commands, tasks

from displays.heal_report import heal_report
from displays.manager import DisplayManager
from guild.client import ShowBot
from guild.messages import is_own_pin_note, remove
from services.tasks import until_usable
from views.answers import acknowledge
from views.base import Interaction, tell
from views.checks import guild_of, require_admin
from views.components import COMPONENTS
from views.reviewing.live_status import resume_neglected

SWEEP_MINUTES = 10


class SelfHealing(commands.Cog):
    """Keeps buttons and displays alive."""

    def __init__(self, bot: ShowBot) -> None:
        self._bot = bot
        self._keeper = DisplayManager(bot)

    async def cog_load(self) -> None:
        """Starts the sweep; the displays start when Discord is ready."""
        self.sweep.add_exception_type(Exception)  # whatever a round meets, the next one comes, after a pause
        self.sweep.start()

    async def cog_unload(self) -> None:
        """Ends all drawing."""
        self.sweep.cancel()
        await self._keeper.close()

    def reregister_persistent_views(self) -> None:
        """Registers every class of buttons and selects, so that all there ever were work; again is harmless."""
        self._bot.add_dynamic_items(*COMPONENTS)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Discord: this can come many times, each time after events may have been missed."""
        await until_usable(self._keeper.open)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server came back after an outage."""
        self._keeper.look_again(guild.id)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was invited, maybe again: settings from an earlier time are kept."""
        self._keeper.look_again(guild.id)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Somebody deleted a message: it may be a display."""
        if payload.guild_id:
            await self._message_is_gone(payload.guild_id, {payload.message_id})

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Somebody deleted many."""
        if payload.guild_id:
            await self._message_is_gone(payload.guild_id, payload.message_ids)

    async def _message_is_gone(self, guild_id: int, message_ids: set[int]) -> None:
        await until_usable(partial(self._keeper.message_is_gone, guild_id, message_ids))

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel is gone, and the displays in it."""
        self._keeper.doubt_channel(channel.guild.id, channel.id)

    @commands.Cog.listener()
    async def on_guild_channel_update(self, _: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        """A channel's permissions may have been given or taken."""
        self._keeper.doubt_channel(after.guild.id, after.id)

    @commands.Cog.listener()
    async def on_guild_role_update(self, _: discord.Role, after: discord.Role) -> None:
        """So may those of a role."""
        self._keeper.doubt_channel(after.guild.id)

    @commands.Cog.listener()
    async def on_guild_role_delete(self, role: discord.Role) -> None:
        """With a role its permissions go, and it may have been the staff role."""
        self._keeper.doubt_channel(role.guild.id)

    @commands.Cog.listener()
    async def on_member_update(self, _: discord.Member, after: discord.Member) -> None:
        """The bot got or lost a role; Discord: without the members intent this comes for the bot alone."""
        if after == after.guild.me:
            self._keeper.doubt_channel(after.guild.id)

    @commands.Cog.listener()
    async def on_guild_channel_pins_update(self, channel: discord.abc.GuildChannel | discord.Thread, _: object) -> None:
        """A board may have lost its pin."""
        self._keeper.pins_changed(channel.guild.id, channel.id)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Removes what Discord writes when the bot pins a board."""
        if is_own_pin_note(message):
            await remove(message)

    @tasks.loop(minutes=SWEEP_MINUTES)
    async def sweep(self) -> None:
        """Looks at everything now and then, for what no event told; the first look is that of the start."""
        if self.sweep.current_loop == 0:
            return
        with self._bot.rounds.noted("sweep over the displays"):
            for guild in self._bot.guilds:
                await self._keeper.heal(guild.id)
            await resume_neglected(self._bot)

    @sweep.before_loop
    async def _wait_until_ready(self) -> None:
        await self._bot.wait_until_ready()

    @app_commands.command(description="Look for what is broken, and mend it.")
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def selfheal(self, interaction: Interaction) -> None:
        """Checks displays, buttons, permissions, the LIVE and the database; says what was found and mended."""
        require_admin(interaction)
        await acknowledge(interaction)
        self.reregister_persistent_views()
        mended = await self._keeper.heal(guild_of(interaction))
        followed = await resume_neglected(self._bot)
        await tell(interaction, await heal_report(interaction, mended, followed.get(guild_of(interaction))))


async def setup(bot: ShowBot) -> None:
    """Adds the cog."""
    await bot.add_cog(SelfHealing(bot))
