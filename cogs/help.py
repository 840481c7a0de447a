"""/help: what this person may do here, each command to press."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from domain.refusals import Refusal
from guild.client import ShowBot
from views.answers import answer
from views.base import Interaction
from views.checks import guild_of, require_reviewer

REVIEWERS_ONLY = "For reviewers: "
TITLES = {"member": "🎵 For everyone", "reviewer": "🎧 For reviewers", "admin": "🛠️ For admins"}
Root = app_commands.Command[Any, ..., Any] | app_commands.Group
Known = Sequence[Root | app_commands.ContextMenu]


class HelpCog(commands.Cog):
    """Reads the commands from the tree, so that it can never promise one that does not exist."""

    @app_commands.command(description="See what you can do here")
    @app_commands.guild_only()
    async def help(self, interaction: Interaction) -> None:
        """Members, reviewers and admins each see what they may use."""
        bot, home = interaction.client, discord.Object(guild_of(interaction))
        known = bot.tree.get_commands(guild=home) or bot.tree.get_commands()
        sections = ["member"]
        if await _may_review(interaction):
            sections.append("reviewer")
        if interaction.permissions.manage_guild:
            sections.append("admin")
        embeds = [help_section(section, known, bot.command_ids) for section in sections]
        await answer(interaction, embeds=embeds)


def help_section(section: str, known: Known, ids: Mapping[str, int]) -> discord.Embed:
    """The commands of one kind of people; Discord makes `</name:id>` one that can be pressed."""
    lines = [line for root in known if _who(root) == section for line in _lines(root, ids.get(root.name))]
    return discord.Embed(title=TITLES[section], description="\n".join(sorted(lines)))


async def _may_review(interaction: Interaction) -> bool:
    try:
        await require_reviewer(interaction)
    except Refusal:
        return False
    return True


def _who(root: Root | app_commands.ContextMenu) -> str:
    if root.default_permissions is not None:
        return "admin"
    if isinstance(root, app_commands.ContextMenu):
        return "member"
    return "reviewer" if root.description.startswith(REVIEWERS_ONLY) else "member"


def _lines(root: Root | app_commands.ContextMenu, root_id: int | None) -> list[str]:
    if isinstance(root, app_commands.ContextMenu):
        return [f"**{root.name}**: hold or right-click a message of yours with a song in it, and choose Apps"]
    leaves = root.commands if isinstance(root, app_commands.Group) else [root]
    return [f"{_mention(leaf.qualified_name, root_id)} {_said(leaf.description)}" for leaf in leaves]


def _mention(name: str, root_id: int | None) -> str:
    return f"</{name}:{root_id}>" if root_id else f"/{name}"


def _said(description: str) -> str:
    said = description.removeprefix(REVIEWERS_ONLY)
    return said[0].upper() + said[1:]


async def setup(bot: ShowBot) -> None:
    """Adds the cog; discord.py calls it."""
    await bot.add_cog(HelpCog())
