"""A server's settings as an admin reads them, and the change of the ladder, which asks first."""

from __future__ import annotations

from dataclasses import Field
from typing import Any

import discord
from discord.ui import LayoutView, TextDisplay

from domain import refusals
from domain.lines import LADDERS
from domain.settings import FIELDS, GuildSettings, stored_text
from domain.submissions import Submission
from views.base import Interaction, tell
from views.checks import guild_of, require_admin
from views.components import Button
from views.layout import fitting, more, rows
from views.pages import buttons, show_own
from views.text import short_song_line

SETTINGS_ON_A_PAGE = 8
LONGEST_VALUE = 300
CHARACTERS_OF_PREVIEW = 1500


class SettingsPageButton(Button, prefix="settings:page"):
    """Turns to another page; carries its number, from 0."""

    label = "Next page"

    async def press(self, interaction: Interaction) -> None:
        await show_settings(interaction, self.arg(most=len(FIELDS)))


class LadderConfirmButton(Button, prefix="settings:ladder"):
    """Changes the ladder after the preview; carries which one of LADDERS."""

    label = "Change the ladder"
    style = discord.ButtonStyle.success

    async def press(self, interaction: Interaction) -> None:
        doer = require_admin(interaction)
        name = list(LADDERS)[self.arg(most=len(LADDERS) - 1)]
        moved = await interaction.client.services.settings.change_ladder(guild_of(interaction), doer, name)
        await tell(interaction, f"The ladder is {name} now. Songs moved: {moved}. Undo takes it back.")


async def show_settings(interaction: Interaction, page: int = 0) -> None:
    """Answers with a page of the settings."""
    require_admin(interaction)
    settings = await interaction.client.services.settings.of(guild_of(interaction))
    await show_own(interaction, settings_page(settings, page))


def settings_page(settings: GuildSettings, page: int) -> LayoutView:
    """A page, from 0: every setting with its value, default, bounds and meaning."""
    last = (len(FIELDS) - 1) // SETTINGS_ON_A_PAGE
    page = min(page, last)
    shown = list(FIELDS.values())[page * SETTINGS_ON_A_PAGE : (page + 1) * SETTINGS_ON_A_PAGE]
    view = LayoutView(timeout=None)
    title = f"## Settings, page {page + 1} of {last + 1}"
    view.add_item(TextDisplay("\n".join([title, *(_entry(settings, one) for one in shown)])))
    previous = SettingsPageButton(max(page - 1, 0), label="Previous", disabled=page == 0)
    for row in rows([previous, SettingsPageButton(page + 1, disabled=page == last)]):
        view.add_item(row)
    return view


def _entry(settings: GuildSettings, one: Field[Any]) -> str:
    value, default = shown_value(one.name, getattr(settings, one.name)), shown_value(one.name, one.default)
    usual = "default" if value == default else f"default {default}"
    return f"**{one.name}** is {value} ({usual})\n-# {one.metadata['meaning']} It takes {one.metadata['bounds']}."


def shown_value(name: str, value: object) -> str:
    """A setting's value for people: channels and roles as Discord shows them."""
    if value is None:
        return "none"
    if name.endswith(("_channel", "_role")):
        return f"<#{value}>" if name.endswith("_channel") else f"<@&{value}>"
    text = stored_text(value)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


async def ask_for_ladder(interaction: Interaction, name: str) -> None:
    """Shows which songs go where, and asks; refuses the ladder that is in use."""
    services, guild_id = interaction.client.services.settings, guild_of(interaction)
    changes = await services.preview_ladder(guild_id, name)
    old = (await services.of(guild_id)).ladder
    if old == name:
        raise refusals.setting_is_so_already("ladder", name)
    text = ladder_preview(old, name, changes)
    await tell(interaction, text, view=buttons(LadderConfirmButton(list(LADDERS).index(name))))


def ladder_preview(old: str, new: str, changes: list[tuple[Submission, Submission]]) -> str:
    """What the change would do."""
    lines = [
        f"{short_song_line(before)}: {before.line.label} → {after.line.label}"
        for before, after in changes
        if before.line and after.line
    ]
    taken = fitting(lines, CHARACTERS_OF_PREVIEW)
    head = f"Change the ladder from {old} to {new}? Songs that move: {len(changes)}. Nothing has changed yet."
    return "\n".join([head, *taken, *more(len(lines) - len(taken))])
