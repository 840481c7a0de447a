"""The queue's commands: /queue and /away for members; /next, /undo and the Free line for reviewers."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from domain import review_refusals
from domain.lines import Line
from guild.client import ShowBot
from views.base import Interaction, tell
from views.checks import guild_of, require_reviewer
from views.pages import buttons
from views.queue.pages import show_queue
from views.reviewing.buttons import answer_next
from views.reviewing.selects import ClearFreeButton
from views.reviewing.texts import clear_question, undone_text


class QueueCog(commands.Cog):
    """Receives, calls one service, answers."""

    @app_commands.command(description="See the queue, your own place in it, and why it is there")
    @app_commands.guild_only()
    async def queue(self, interaction: Interaction) -> None:
        """A page of one's own."""
        await show_queue(interaction)

    @app_commands.command(description="Keep your place while you are gone: your songs are passed over until you return")
    @app_commands.guild_only()
    async def away(self, interaction: Interaction) -> None:
        """Sends the member away, or brings them back."""
        away = await interaction.client.services.queue.switch_away(guild_of(interaction), interaction.user.id)
        if away:
            text = "You are away now. Your songs keep their place and are passed over. Use /away again to come back."
        else:
            text = "Welcome back. Your songs are played again when it is their turn."
        await tell(interaction, text)

    @app_commands.command(description="For reviewers: end the song that plays and take the next one")
    @app_commands.guild_only()
    async def next(self, interaction: Interaction) -> None:
        """Exactly one song for each call."""
        doer = await require_reviewer(interaction)
        await answer_next(interaction, await interaction.client.services.queue.play_next(guild_of(interaction), doer))

    @app_commands.command(description="For reviewers: take back the newest thing that the staff did in this show")
    @app_commands.guild_only()
    async def undo(self, interaction: Interaction) -> None:
        """One action for each call, whoever did it."""
        doer = await require_reviewer(interaction)
        await tell(interaction, undone_text(await interaction.client.services.undo.undo(guild_of(interaction), doer)))

    @app_commands.command(description="For reviewers: open the Free line for new songs")
    @app_commands.guild_only()
    async def opensubmissions(self, interaction: Interaction) -> None:
        """Lets songs into Free again."""
        doer, review = await require_reviewer(interaction), interaction.client.services.review
        await review.set_free_open(guild_of(interaction), doer, free_open=True)
        await tell(interaction, "The Free line is open now.")

    @app_commands.command(description="For reviewers: close the Free line; skips and songs that wait go on")
    @app_commands.guild_only()
    async def closesubmissions(self, interaction: Interaction) -> None:
        """Keeps new songs out of Free."""
        doer, review = await require_reviewer(interaction), interaction.client.services.review
        await review.set_free_open(guild_of(interaction), doer, free_open=False)
        await tell(interaction, "The Free line is closed now. Skips and songs that wait go on.")

    @app_commands.command(description="For reviewers: remove every song from the Free line; asks first")
    @app_commands.guild_only()
    async def clearfree(self, interaction: Interaction) -> None:
        """Asks, with the number of songs; the button does it."""
        await require_reviewer(interaction)
        order = (await interaction.client.services.queue.line_up(guild_of(interaction))).order
        count = sum(song.line is Line.FREE for song in order)
        if not count:
            raise review_refusals.free_is_empty()
        await tell(interaction, clear_question(count), view=buttons(ClearFreeButton(count)))


async def setup(bot: ShowBot) -> None:
    """Adds the commands."""
    await bot.add_cog(QueueCog())
