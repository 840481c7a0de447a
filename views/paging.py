"""Answers that one person has for their own: pages that turn in place, and questions that become their outcome."""

from __future__ import annotations

from typing import Any

import discord

from views.base import Interaction, tell
from views.text import NO_PINGS

LAST_PAGE = 1_000_000


async def show_own(interaction: Interaction, page: discord.ui.LayoutView) -> None:
    """Turns the person's own copy to `page`; from a command or a public message, gives them a copy first."""
    if interaction.response.is_done() and _is_own(interaction):
        await interaction.edit_original_response(view=page, allowed_mentions=NO_PINGS)
    elif interaction.response.is_done():
        await interaction.followup.send(view=page, ephemeral=True, allowed_mentions=NO_PINGS)
    elif _is_own(interaction):
        await interaction.response.edit_message(view=page, allowed_mentions=NO_PINGS)
    else:
        await interaction.response.send_message(view=page, ephemeral=True, allowed_mentions=NO_PINGS)


async def defer_own(interaction: Interaction) -> None:
    """Tells Discord that a page for `show_own` will take longer than three seconds."""
    if _is_own(interaction):
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)


async def settle(interaction: Interaction, text: str) -> None:
    """Puts the outcome in place of the question, so that it cannot be answered twice."""
    if _is_own(interaction):
        await interaction.response.edit_message(content=text, view=None, allowed_mentions=NO_PINGS)
    else:
        await tell(interaction, text)


def buttons(*items: discord.ui.Item[Any]) -> discord.ui.View:
    """A row of buttons under a text; it has no timeout, for its buttons live for ever."""
    view = discord.ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    return view


def _is_own(interaction: Interaction) -> bool:
    """Whether only this person sees the message; one that all see is never changed by a press."""
    return interaction.message is not None and interaction.message.flags.ephemeral
