"""The members' commands: submit a song in every way there is, and look after one's own."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from domain import song_refusals
from guild.client import ShowBot
from services.drafts import Draft
from views.answers import acknowledge
from views.autocomplete import suggest_handle
from views.base import Interaction, person, person_of
from views.boards.portal import open_new_song_modal
from views.checks import guild_of, require_reviewer
from views.submitting.my_songs import show_mine
from views.submitting.submit_flow import answer
from views.submitting.upload import SongUpload, songs_in_message

HANDLE_MEANING = "Your TikTok name, so that what you do on the LIVE counts for your songs"
SKIP_MEANING = "Ask for a skip; a reviewer has to approve it. Without it, the song waits in Free"
NOTE_MEANING = "A few words for the reviewer"


class SubmissionsCog(commands.Cog):
    """Songs come in."""

    def __init__(self, bot: ShowBot) -> None:
        self.bot = bot
        self._menu = app_commands.ContextMenu(name="Submit this track", callback=submit_message)
        app_commands.guild_only(self._menu)

    async def cog_load(self) -> None:
        """Adds the message menu, which discord.py does not take from a class."""
        self.bot.tree.add_command(self._menu)

    @app_commands.command(description="Open the form to submit a song, with a link or a file")
    @app_commands.describe(tiktok_handle=HANDLE_MEANING)
    @app_commands.autocomplete(tiktok_handle=suggest_handle)
    @app_commands.guild_only()
    async def submit(self, interaction: Interaction, tiktok_handle: str = "") -> None:
        """Opens the form."""
        await open_new_song_modal(interaction, tiktok_handle)

    @app_commands.command(description="Submit a song as a file")
    @app_commands.describe(
        file="The song: MP3, WAV, M4A or FLAC",
        artist="Who made the song",
        title="What the song is called",
        tiktok_handle=HANDLE_MEANING,
        skip=SKIP_MEANING,
        note=NOTE_MEANING,
    )
    @app_commands.autocomplete(tiktok_handle=suggest_handle)
    @app_commands.guild_only()
    async def submitfile(
        self,
        interaction: Interaction,
        file: discord.Attachment,
        artist: str,
        title: str,
        tiktok_handle: str = "",
        skip: bool = False,  # noqa: FBT001  # an option of a command
        note: str = "",
    ) -> None:
        """Stores the file and the song."""
        await acknowledge(interaction)
        draft = Draft(guild_of(interaction), person(interaction), artist, title, "", note, tiktok_handle, skip)
        await answer(interaction, SongUpload(draft, interaction.user.id, attachment=file))

    @app_commands.command(description="Submit a song by its link, for example on SoundCloud, Spotify or YouTube")
    @app_commands.describe(
        link="The address of the song, starting with https://",
        artist="Who made the song; without it, the site is asked",
        title="What the song is called; without it, the site is asked",
        tiktok_handle=HANDLE_MEANING,
        skip=SKIP_MEANING,
        note=NOTE_MEANING,
        for_member="For reviewers: the member whose song this is",
    )
    @app_commands.autocomplete(tiktok_handle=suggest_handle)
    @app_commands.guild_only()
    async def submitlink(
        self,
        interaction: Interaction,
        link: str,
        artist: str = "",
        title: str = "",
        tiktok_handle: str = "",
        skip: bool = False,  # noqa: FBT001  # an option of a command
        note: str = "",
        for_member: discord.User | None = None,
    ) -> None:
        """Stores the song, for oneself or, as a reviewer, for somebody else."""
        await acknowledge(interaction)
        owner = person(interaction)
        if for_member is not None:
            await require_reviewer(interaction)
            owner = person_of(for_member)
        draft = Draft(guild_of(interaction), owner, artist, title, link.strip(), note, tiktok_handle, skip)
        await answer(interaction, SongUpload(draft, interaction.user.id))

    @app_commands.command(description="Your songs here: edit, remove, send again, or delete them")
    @app_commands.guild_only()
    async def mysubmissions(self, interaction: Interaction) -> None:
        """Shows the first page."""
        await show_mine(interaction)


async def submit_message(interaction: Interaction, message: discord.Message) -> None:
    """Submits the song of a message of one's own."""
    if message.author.id != interaction.user.id:
        raise song_refusals.not_your_message()
    offers = songs_in_message(message, guild_of(interaction), person(interaction))
    if not offers:
        raise song_refusals.nothing_in_that_message()
    await acknowledge(interaction)
    for offer in offers:
        await answer(interaction, offer)


async def setup(bot: ShowBot) -> None:
    """Adds the cog; discord.py calls it."""
    await bot.add_cog(SubmissionsCog(bot))
