"""Following a creator's TikTok LIVE: connect, disconnect, status."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands, tasks

from displays.followings import AT_REST, follow_wishes
from domain import refusals
from views.base import Interaction, ShowBot, guild_of, require_reviewer, tell
from views.following import FollowingPress, following_text
from views.handle_choices import suggest_handle
from views.paging import buttons


class TikTok(commands.GroupCog, name="tiktok", description="For reviewers: follow a creator's TikTok LIVE"):
    """One following for each server; it goes on after a restart."""

    def __init__(self, bot: ShowBot) -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        """Goes on with what was followed when the process stopped, and starts the daily tidying."""
        await follow_wishes(self._bot)
        self.tidy.add_exception_type(refusals.Refusal)  # the database cannot be used now: tried again after a pause
        self.tidy.start()

    async def cog_unload(self) -> None:
        """Ends the tidying; the followings are closed with the process."""
        self.tidy.cancel()

    @app_commands.command(description="For reviewers: follow a creator, also one who is not LIVE yet")
    @app_commands.describe(handle="The creator's TikTok name, like @name")
    @app_commands.autocomplete(handle=suggest_handle)
    @app_commands.guild_only()
    async def connect(self, interaction: Interaction, handle: str) -> None:
        """Answers at once; the progress is under Refresh."""
        doer, guild_id = await require_reviewer(interaction), guild_of(interaction)
        status = interaction.client.followings.connect(guild_id, handle)
        await interaction.client.services.live.follow(guild_id, doer, status.creator or "")
        await tell(interaction, following_text(status), view=buttons(FollowingPress()))

    @app_commands.command(description="For reviewers: stop following; the numbers of the LIVE are posted")
    @app_commands.guild_only()
    async def disconnect(self, interaction: Interaction) -> None:
        """Works in every state; what has come is recorded first."""
        doer, guild_id = await require_reviewer(interaction), guild_of(interaction)
        if interaction.client.followings.status(guild_id).state in AT_REST:
            raise refusals.not_connected()
        await interaction.response.defer(ephemeral=True, thinking=True)
        status = await interaction.client.followings.disconnect(guild_id)
        await interaction.client.services.live.unfollow(guild_id, doer)
        await tell(interaction, following_text(status))

    @app_commands.command(description="For reviewers: how following the LIVE stands")
    @app_commands.guild_only()
    async def status(self, interaction: Interaction) -> None:
        """All there is to tell."""
        await require_reviewer(interaction)
        status = interaction.client.followings.status(guild_of(interaction))
        await tell(interaction, following_text(status), view=buttons(FollowingPress()))

    @tasks.loop(hours=1)
    async def tidy(self) -> None:
        """Drops the message ids of LIVEs that are over for a day, and whatever else is kept for long enough."""
        await self._bot.services.live.forget_old_messages()
        await self._bot.services.retention.drop_old()


async def setup(bot: ShowBot) -> None:
    """Adds the cog; discord.py calls it."""
    await bot.add_cog(TikTok(bot))
