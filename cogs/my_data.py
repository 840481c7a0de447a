"""/my-data: everything that is stored about oneself, as a file; and its erasure."""

from __future__ import annotations

import io

import discord
from discord import app_commands
from discord.ext import commands, tasks

from guild.client import ShowBot
from views.answers import acknowledge
from views.base import Interaction, person, tell
from views.checks import guild_of
from views.components import Button
from views.pages import buttons, settle


class EraseButton(Button, prefix="mydata:erase"):
    """Erases what is stored about whoever presses it."""

    label = "Erase my data"
    style = discord.ButtonStyle.danger

    async def press(self, interaction: Interaction) -> None:
        await acknowledge(interaction, in_place=True)
        gone = await interaction.client.services.privacy.forget(
            guild_of(interaction), interaction.user.id, (person(interaction).name, interaction.user.name)
        )
        text = (
            f"Your data here is erased. Waiting songs that went: {gone.songs}, files: {gone.files}. "
            "Files that you sent today go by tomorrow. "
            "Songs that were played stay in the archive without your name."
        )
        await settle(interaction, text)


@app_commands.guild_only()
class MyDataCog(commands.GroupCog, name="my-data", description="What is stored about you here."):
    """For everybody, about themselves only."""

    def __init__(self, bot: ShowBot) -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        """Starts to look for files that are kept for long enough."""
        self.drop_old_audio.add_exception_type(Exception)  # whatever a round meets, the next one comes, after a pause
        self.drop_old_audio.start()

    async def cog_unload(self) -> None:
        """Stops looking."""
        self.drop_old_audio.cancel()

    @tasks.loop(hours=1)
    async def drop_old_audio(self) -> None:
        """Drops the files that the owner does not want to keep any longer, and those of members who were forgotten."""
        with self._bot.rounds.noted("dropping old audio"):
            await self._bot.services.files.drop_old(self._bot.home.media_keep_days)

    @app_commands.command(description="Get all that is stored about you here, as a file.")
    async def export(self, interaction: Interaction) -> None:
        """Attaches the file, for the eyes of its member alone."""
        await acknowledge(interaction)
        text = await interaction.client.services.privacy.export(guild_of(interaction), interaction.user.id)
        await tell(
            interaction,
            "This is all that is stored about you in this server.",
            file=lambda: discord.File(io.BytesIO(text.encode()), "my-data.json"),
        )

    @app_commands.command(description="Erase what is stored about you here; asks first.")
    async def delete(self, interaction: Interaction) -> None:
        """Asks before anything goes."""
        text = (
            "Erase your data in this server? Your waiting songs and their files go, your TikTok names are unlinked, "
            "and your name is taken off everything else. Nobody can bring it back."
        )
        await tell(interaction, text, view=buttons(EraseButton()))


async def setup(bot: ShowBot) -> None:
    """Adds the cog; discord.py calls it."""
    await bot.add_cog(MyDataCog(bot))
