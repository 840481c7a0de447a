"""Answers that one person has for their own: pages that turn in place, and questions that become their outcome."""

from __future__ import annotations

from typing import Any

import discord

from views.answers import answer, is_own
from views.base import Interaction

LAST_PAGE = 1_000_000


async def show_own(interaction: Interaction, page: discord.ui.LayoutView) -> None:
    """Turns the person's own copy to `page`; from a command or a public message, gives them a copy first."""
    await answer(interaction, in_place=is_own(interaction), view=page)


async def settle(interaction: Interaction, text: str) -> None:
    """Puts the outcome in place of the question, so that it cannot be answered twice."""
    await answer(interaction, in_place=is_own(interaction), content=text, view=None)


def buttons(*items: discord.ui.Item[Any]) -> discord.ui.View:
    """A row of buttons under a text; it has no timeout, for its buttons live for ever."""
    view = discord.ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    return view
