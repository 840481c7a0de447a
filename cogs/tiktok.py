"""LiveFollower a creator's TikTok LIVE: connect, disconnect, status."""

from __future__ import annotations

from functools import partial

from discord import app_commands
from discord.ext import commands, tasks

from domain import points_refusals
from guild.client import ShowBot
from views.answers import acknowledge
from views.autocomplete import suggest_handle
from views.base import Interaction, tell
from views.checks import guild_of, require_reviewer
from views.pages import buttons
from views.reviewing.live_status import AT_REST, FollowingButton, following_text, resume_follow_requests


@app_commands.guild_only()
class TikTokCog(commands.GroupCog, name="tiktok", description="For reviewers: follow a creator's TikTok LIVE"):
    """One following for each server; it goes on after a restart."""

    def __init__(self, bot: ShowBot) -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        """Goes on with what was followed when the process stopped, and starts the daily tidying."""
        await resume_follow_requests(self._bot)
        self.tidy.add_exception_type(Exception)  # whatever a round meets, the next one comes, after a pause
        self.tidy.start()

    async def cog_unload(self) -> None:
        """Ends the tidying; the supervisors are closed with the process."""
        self.tidy.cancel()

    @app_commands.command(description="For reviewers: follow a creator, also one who is not LIVE yet")
    @app_commands.describe(handle="The creator's TikTok name, like @name")
    @app_commands.autocomplete(handle=suggest_handle)
    async def connect(self, interaction: Interaction, handle: str) -> None:
        """Answers at once; the progress is under Refresh."""
        doer, guild_id = await require_reviewer(interaction), guild_of(interaction)
        store = partial(interaction.client.services.live.follow, guild_id, doer)
        status = await interaction.client.supervisors.connect(guild_id, handle, store)
        await tell(interaction, following_text(status), view=buttons(FollowingButton()))

    @app_commands.command(description="For reviewers: stop following; the numbers of the LIVE are posted")
    async def disconnect(self, interaction: Interaction) -> None:
        """Works in every state; what has come is recorded first."""
        doer, guild_id = await require_reviewer(interaction), guild_of(interaction)
        live, supervisors = interaction.client.services.live, interaction.client.supervisors
        if supervisors.status(guild_id).state in AT_REST and not await live.unfollow(guild_id):
            raise points_refusals.not_connected()
        await acknowledge(interaction)
        await live.note_disconnect(guild_id, doer)
        status = await supervisors.disconnect(guild_id)
        await tell(interaction, following_text(status))

    @app_commands.command(description="For reviewers: how following the LIVE stands")
    async def status(self, interaction: Interaction) -> None:
        """All there is to tell."""
        await require_reviewer(interaction)
        status = interaction.client.supervisors.status(guild_of(interaction))
        await tell(interaction, following_text(status), view=buttons(FollowingButton()))

    @tasks.loop(hours=1)
    async def tidy(self) -> None:
        """Drops the message ids of LIVEs that are over for a day, and whatever else is kept for long enough."""
        with self._bot.rounds.noted("tidying after LIVEs"):
            await self._bot.services.live.forget_old_messages()
            await self._bot.services.retention.drop_old()


async def setup(bot: ShowBot) -> None:
    """Adds the cog; discord.py calls it."""
    await bot.add_cog(TikTokCog(bot))
