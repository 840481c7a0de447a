"""Pages that answer one person: a copy of their own, which then turns its pages in place."""

from __future__ import annotations

from typing import Any

import discord

from views.base import Interaction
from views.text import NO_PINGS

LAST_PAGE = 1_000_000


async def show_own(interaction: Interaction, page: discord.ui.LayoutView) -> None:
    """Turns the person's own copy to `page`; from a command or a public message, gives them a copy first."""
    if interaction.message is not None and interaction.message.flags.ephemeral:
        await interaction.response.edit_message(view=page, allowed_mentions=NO_PINGS)
    else:
        await interaction.response.send_message(view=page, ephemeral=True, allowed_mentions=NO_PINGS)


def buttons(*items: discord.ui.Item[Any]) -> discord.ui.View:
    """A row of buttons under a text; it has no timeout, for its buttons live for ever."""
    view = discord.ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    return view
