"""What commands, buttons and forms stand on: who is asking, what they may do, and the one error path."""

from __future__ import annotations

import logging
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands
from prometheus_client import Counter

from domain import refusals
from domain.following import Followings
from domain.home import Home
from domain.refusals import Refusal
from domain.submissions import Person
from domain.text import clean_line
from services.bundle import Services
from tables.faults import refusal_of
from views.text import NO_PINGS

_BUGS = Counter("musicbot_bugs", "Errors that a member was told a code for.")
log = logging.getLogger(__name__)


class ShowBot(commands.Bot):
    """The Discord client as cogs and views see it: a bot that carries the services of the show."""

    services: Services
    command_ids: dict[str, int]
    followings: Followings
    home: Home


Interaction = discord.Interaction[ShowBot]
LONGEST_NAME = 80
THINKING = discord.InteractionResponseType.deferred_channel_message


def person(interaction: Interaction) -> Person:
    """Who is asking."""
    return person_of(interaction.user)


def person_of(user: discord.abc.User) -> Person:
    """A member with the name that people see, cleaned; one that has nothing to see in it gives way to the account's.

    Every name of a member comes in here, so that answers and the log of actions can show it as it is.
    """
    return Person(user.id, clean_line(user.display_name, LONGEST_NAME) or user.name)


def guild_of(interaction: Interaction) -> int:
    """The server in which this happens; refuses direct messages."""
    if interaction.guild_id is None:
        raise refusals.only_in_a_server()
    return interaction.guild_id


async def require_reviewer(interaction: Interaction) -> Person:
    """Who is asking, if they may review: the staff role, or Manage Server. Refuses everybody else."""
    settings = await interaction.client.services.settings.of(guild_of(interaction))
    if not interaction.permissions.manage_guild and not _has_role(interaction, settings.staff_role):
        raise refusals.not_a_reviewer()
    return person(interaction)


def require_admin(interaction: Interaction) -> Person:
    """Who is asking, if they have Manage Server. Refuses everybody else."""
    guild_of(interaction)
    if not interaction.permissions.manage_guild:
        raise refusals.not_an_admin()
    return person(interaction)


def _has_role(interaction: Interaction, role_id: int | None) -> bool:
    member = interaction.user
    return isinstance(member, discord.Member) and role_id is not None and member.get_role(role_id) is not None


async def tell(interaction: Interaction, text: str, **extras: Any) -> None:  # noqa: ANN401  # as discord.py types it
    """Answers only the person who asked, whether or not there was a first answer already.

    Discord: a followup has no nonce, so the library's own retry after a lost answer would post it twice. What was
    announced by a deferral is therefore put in its place by an edit, which can be repeated.
    """
    if not interaction.response.is_done():
        await interaction.response.send_message(text, ephemeral=True, allowed_mentions=NO_PINGS, **extras)
    elif interaction.response.type is THINKING and not interaction.extras.get("answered"):
        interaction.extras["answered"] = True
        if "file" in extras:
            extras["attachments"] = [extras.pop("file")]
        await interaction.edit_original_response(content=text, allowed_mentions=NO_PINGS, **extras)
    else:
        await interaction.followup.send(text, ephemeral=True, allowed_mentions=NO_PINGS, **extras)


@asynccontextmanager
async def one_error_path(interaction: Interaction) -> AsyncIterator[None]:
    """Whatever is raised inside is answered and, when it is a bug, logged once. The only broad `except` there is."""
    try:
        yield
    except Exception as error:  # noqa: BLE001
        await report(interaction, error)


async def report(interaction: Interaction, error: BaseException) -> None:
    """Answers with the refusal's sentence, or with a code that the log has beside the traceback."""
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    try:
        await tell(interaction, _sentence(interaction, cause))
    except discord.HTTPException as failure:
        log.warning("could not answer an interaction: %s", failure)


def _sentence(interaction: Interaction, error: BaseException) -> str:
    if isinstance(error, Refusal):
        return str(error)
    if refusal := refusal_of(error):  # while reading beside the lock, so that nothing changed
        return str(refusal)
    if isinstance(error, app_commands.NoPrivateMessage):
        return str(refusals.only_in_a_server())
    code = secrets.token_hex(3)
    where = {"error": code, "server": interaction.guild_id, "member": interaction.user.id, "by": _asked_by(interaction)}
    _BUGS.inc()
    log.error("a bug, told as the code %s", code, exc_info=error, extra={"fields": where})
    return (
        "Something went wrong on the bot's side. Look at /queue or /mysubmissions to see how things stand, then try "
        f"again. If it stays like this, tell the staff the code {code}."
    )


def _asked_by(interaction: Interaction) -> str:
    """The command, or the custom_id of what was pressed."""
    if interaction.command:
        return f"/{interaction.command.qualified_name}"
    data: Mapping[str, object] = interaction.data or {}
    return str(data.get("custom_id", interaction.type.name))


class ShowTree(app_commands.CommandTree[ShowBot]):
    """The command tree whose errors go the one way."""

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """Answers for a command that raised."""
        await report(interaction, error)
