"""The three buttons of the submission channel's portal message."""

from __future__ import annotations

import discord

from services.drafts import Draft
from views.base import Interaction, guild_of, person
from views.handing_in import answer
from views.my_songs import show_mine
from views.offers import Offer
from views.pressable import Press
from views.resubmitting import offer_history
from views.song_form import open_form


class SubmitPress(Press, prefix="portal:submit"):
    """Opens an empty form."""

    label = "Submit"
    emoji = "🎵"
    style = discord.ButtonStyle.primary

    async def press(self, interaction: Interaction) -> None:
        await open_new_form(interaction)


class HistoryPress(Press, prefix="portal:history"):
    """Offers one's own songs that are over."""

    label = "From history"
    emoji = "🔁"

    async def press(self, interaction: Interaction) -> None:
        await offer_history(interaction)


class MySongsPress(Press, prefix="portal:mine"):
    """Shows one's own songs."""

    label = "My songs"
    emoji = "📋"

    async def press(self, interaction: Interaction) -> None:
        await show_mine(interaction)


async def open_new_form(interaction: Interaction, handle: str = "") -> None:
    """Opens the form for a new song; a TikTok handle goes with it."""
    draft = Draft(guild_of(interaction), person(interaction), handle=handle)
    await open_form(interaction, Offer(draft, interaction.user.id), answer)
