"""The panel of /setup: its pages, and the buttons and selects on them; every press draws it anew."""

from __future__ import annotations

from enum import IntEnum

import discord
from discord.ui import ActionRow, Container, LayoutView

from domain import refusals
from domain.settings import GuildSettings, read_setting, stored_text
from guild.channel_checks import channel_lines, staff_lines
from guild.permissions import PURPOSES, invite_link, missing_in_role, names_of, purpose_name, wanted_of_role
from views.answers import acknowledge
from views.base import Interaction
from views.checks import check_is_here, guild_of, require_admin
from views.components import Button, ChannelSelect, RoleSelect, Select
from views.layout import rows, text
from views.pages import show_own
from views.settings.pages import ask_for_ladder
from views.setup.channels import NEEDED_TO_BUILD, Built, Target, alone, build, missing_channels
from views.setup.checklist import PRESET_NAMES, PRESETS, check_list, preset_lines

CHANNELS_HELP = "Pick a channel for each, or go back and let the bot make what is missing."
RULES_HELP = "These are good to start with. Every other rule is in /settings show."
STAFF_HELP = (
    "Pick the role of your reviewers: it gets into the private channels, which are made then. Without one, only people "
    "with Manage Server review."
)
LONGEST_LABEL = 100  # Discord: of an option


class Page(IntEnum):
    """The pages."""

    HOME = 0
    CHANNELS = 1
    RULES = 2
    STAFF = 3


class SetUpButton(Button, prefix="setup:page"):
    """Opens the panel, or turns it to a page; carries which one, from 0."""

    label = "Set up"

    async def press(self, interaction: Interaction) -> None:
        await show_panel(interaction, Page(self.arg(most=max(Page))) if self.numbers else Page.HOME)


class SetupChannelSelect(ChannelSelect, prefix="setup:channel"):
    """Sets one channel; carries which one of PURPOSES."""

    async def choose(self, interaction: Interaction, value: str) -> None:
        purpose = list(PURPOSES)[self.arg(most=len(PURPOSES) - 1)]
        await change(interaction, purpose, value)
        await show_panel(interaction, Page.CHANNELS)


class StaffRoleSelect(RoleSelect, prefix="setup:staff"):
    """Sets the staff role."""

    async def choose(self, interaction: Interaction, value: str) -> None:
        await change(interaction, "staff_role", value)
        await show_panel(interaction, Page.CHANNELS)


class PresetSelect(Select, prefix="setup:preset"):
    """Sets one of PRESETS, which it carries; a ladder that would move songs asks first."""

    placeholder = "Pick another one"

    async def choose(self, interaction: Interaction, value: str) -> None:
        doer, guild_id = require_admin(interaction), guild_of(interaction)
        name = list(PRESETS)[self.arg(most=len(PRESETS) - 1)]
        service = interaction.client.services.settings
        if name == "ladder" and await service.preview_ladder(guild_id, value):
            await ask_for_ladder(interaction, value)
            return
        await service.change(guild_id, doer, {name: value})
        await show_panel(interaction, Page.RULES)


class CreateButton(Button, prefix="setup:create"):
    """Makes what is missing; asks first who is staff, for only a new channel can be opened to them by the bot."""

    label = "Create everything for me"
    style = discord.ButtonStyle.primary

    async def press(self, interaction: Interaction) -> None:
        require_admin(interaction)
        guild = _guild(interaction)
        settings = await interaction.client.services.settings.of(guild.id)
        if guild.get_role(settings.staff_role or 0) or not missing_channels(guild, settings):
            await create(interaction)
        else:
            await show_panel(interaction, Page.STAFF)


class CreateForRoleSelect(RoleSelect, prefix="setup:createfor"):
    """Sets the staff role, then makes what is missing."""

    async def choose(self, interaction: Interaction, value: str) -> None:
        await change(interaction, "staff_role", value)
        await create(interaction)


class CreateAloneButton(Button, prefix="setup:createalone"):
    """Makes what is missing without a staff role."""

    label = "Go on without a staff role"

    async def press(self, interaction: Interaction) -> None:
        await create(interaction)


async def change(interaction: Interaction, name: str, value: str) -> GuildSettings:
    """Sets a channel or a role of this server; refuses what it does not have, and people without Manage Server."""
    doer = require_admin(interaction)
    read = read_setting(name, value)
    if read is None:
        raise refusals.setting_out_of_bounds(name, "one of the list")
    check_is_here(interaction, name, read)
    return await interaction.client.services.settings.change(guild_of(interaction), doer, {name: stored_text(read)})


async def create(interaction: Interaction) -> None:
    """Makes every channel that is missing and sets it, all in one go; the displays follow by themselves."""
    doer, guild = require_admin(interaction), _guild(interaction)
    if lacking := missing_in_role(guild, NEEDED_TO_BUILD):
        await show_panel(interaction, said=str(refusals.cannot_make_channels(names_of(lacking))))
        return
    await acknowledge(interaction, in_place=True)
    service = interaction.client.services.settings
    async with alone(guild.id):
        settings = await service.of(guild.id)
        built = await build(guild, settings, _staff(interaction, guild, settings))
        if built.values:
            await service.change(guild.id, doer, built.values)
    await show_panel(interaction, said=_outcome(built))


def _staff(interaction: Interaction, guild: discord.Guild, settings: GuildSettings) -> list[Target]:
    """Who is let into private channels: the staff role, and the doer if they would not see them."""
    role, doer = guild.get_role(settings.staff_role or 0), interaction.user
    outside = isinstance(doer, discord.Member) and not doer.guild_permissions.administrator
    return [*([role] if role else []), *([doer] if outside and isinstance(doer, discord.Member) else [])]


def _outcome(built: Built) -> str:
    if built.trouble:
        return f"⚠️ Channels made: {len(built.values)}. {built.trouble} Button again to go on."
    if not built.values:
        return "Every channel is there already. Nothing changed."
    return f"✅ Channels made: {len(built.values)}. The displays follow in a few seconds."


def _guild(interaction: Interaction) -> discord.Guild:
    if interaction.guild is None:
        raise refusals.only_in_a_server()
    return interaction.guild


async def show_panel(interaction: Interaction, page: Page = Page.HOME, said: str = "") -> None:
    """Shows a page of the panel as things stand now, with `said` on top."""
    require_admin(interaction)
    guild = _guild(interaction)
    settings = await interaction.client.services.settings.of(guild.id)
    view = LayoutView(timeout=None)
    view.add_item(Container(*([text(said)] if said else []), *_DRAWN[page](interaction, guild, settings)))
    await show_own(interaction, view)


Items = list[discord.ui.Item[LayoutView]]


def _home(interaction: Interaction, guild: discord.Guild, settings: GuildSettings) -> Items:
    lines = check_list(guild, settings, message_content=interaction.client.intents.message_content)
    buttons = [
        CreateButton(disabled=not missing_channels(guild, settings)),
        SetUpButton(Page.CHANNELS, label="Pick channels and role"),
        SetUpButton(Page.RULES, label="Select the rules"),
        SetUpButton(Page.HOME, label="Check again"),
    ]
    parts: Items = [text("## 🛠️ Set up the show", *lines), *rows(buttons)]
    if wanted := wanted_of_role(guild, settings):
        link = invite_link(guild, interaction.application_id, wanted)
        parts.append(text(f"The bot's role lacks {names_of(wanted)}. This link adds just that:"))
        parts.append(ActionRow(discord.ui.Button(label="Add the permissions", url=link)))
    return parts


def _channels(_: Interaction, guild: discord.Guild, settings: GuildSettings) -> Items:
    lines = [*channel_lines(guild, settings), *staff_lines(guild, settings)]
    parts: Items = [text("## Channels and staff role", CHANNELS_HELP, *lines)]
    for number, purpose in enumerate(PURPOSES):
        parts += rows([SetupChannelSelect(number, placeholder=f"{purpose_name(purpose)} channel")])
    parts += rows([StaffRoleSelect(placeholder="staff role: who may review")])
    return [*parts, *rows([SetUpButton(Page.HOME, label="Back")])]


def _rules(_: Interaction, __: discord.Guild, settings: GuildSettings) -> Items:
    parts: Items = [text("## Rules of the show", RULES_HELP, *preset_lines(settings))]
    for number, (name, sentences) in enumerate(PRESETS.items()):
        now = getattr(settings, name)
        options = [
            discord.SelectOption(label=value, description=sentence[:LONGEST_LABEL], value=value, default=value == now)
            for value, sentence in sentences.items()
        ]
        parts.append(text(f"**{PRESET_NAMES[name]}**"))
        parts += rows([PresetSelect(number, options=options)])
    return [*parts, *rows([SetUpButton(Page.HOME, label="Back")])]


def _staff_first(_: Interaction, __: discord.Guild, ___: GuildSettings) -> Items:
    return [
        text("## Who may review?", STAFF_HELP),
        *rows([CreateForRoleSelect(placeholder="Pick the staff role")]),
        *rows([CreateAloneButton(), SetUpButton(Page.HOME, label="Back")]),
    ]


_DRAWN = {Page.HOME: _home, Page.CHANNELS: _channels, Page.RULES: _rules, Page.STAFF: _staff_first}
