"""What commands, buttons and forms stand on: who is asking, what they may do, and the one error path."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import discord
from discord import app_commands
from prometheus_client import Counter

from domain import refusals
from domain.refusals import Refusal
from domain.submissions import Person
from domain.text import clean_line
from guild.client import ShowBot
from services.base import has_changed, refusal_of, unchanged
from views.answers import FAILURES, answer, answering

_BUGS = Counter("musicbot_bugs", "Errors that a member was told a code for.")
log = logging.getLogger(__name__)


Interaction = discord.Interaction[ShowBot]
DONE = (
    "The bot could not say in full what came of this. What was done is kept: /queue and /mysubmissions show how "
    "things stand."
)
LONGEST_NAME = 80


def person(interaction: Interaction) -> Person:
    """Who is asking."""
    return person_of(interaction.user)


def person_of(user: discord.abc.User) -> Person:
    """A member with the name that people see, cleaned; one that has nothing to see in it gives way to the account's.

    Every name of a member comes in here, so that answers and the log of actions can show it as it is.
    """
    return Person(user.id, clean_line(user.display_name, LONGEST_NAME) or user.name)


async def tell(interaction: Interaction, text: str, **extras: Any) -> None:  # noqa: ANN401  # as discord.py types it
    """Answers only the person who asked, whatever they were answered before."""
    await answer(interaction, content=text, **extras)


@asynccontextmanager
async def attended(interaction: Interaction) -> AsyncIterator[None]:
    """Nobody waits in vain: where the inside is slow the answer is deferred, and where the bot stops it is told."""
    if interaction.type is discord.InteractionType.autocomplete:
        yield
        return
    unchanged()
    async with answering(interaction).deferred_when_slow():
        try:
            yield
        except asyncio.CancelledError:
            if not answering(interaction).is_over:
                await tell(interaction, DONE if has_changed() else str(refusals.bot_stops()))
            raise


@asynccontextmanager
async def one_error_path(interaction: Interaction) -> AsyncIterator[None]:
    """Whatever is raised inside is answered and, when it is a bug, logged once. The only broad `except` there is."""
    async with attended(interaction):
        try:
            yield
        except Exception as error:  # noqa: BLE001
            await answer_error(interaction, error)


async def answer_error(interaction: Interaction, error: BaseException) -> None:
    """Answers with the refusal's sentence, or with a code that the log has beside the traceback."""
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    if interaction.type is discord.InteractionType.autocomplete:  # there is nothing to choose from, and nothing to say
        log.info("no suggestions: %s", cause)
        return
    try:
        await tell(interaction, _sentence(interaction, cause))
    except discord.HTTPException as failure:
        log.warning("could not answer an interaction: %s", failure)


def _sentence(interaction: Interaction, error: BaseException) -> str:
    """Nothing that was changed is called unchanged, and nobody is told to do again what is done."""
    if refusal := _refusal(error):
        return DONE if has_changed() else str(refusal)
    code = secrets.token_hex(3)
    where = {"error": code, "server": interaction.guild_id, "member": interaction.user.id, "by": _asked_by(interaction)}
    _BUGS.inc()
    log.error("a bug, told as the code %s", code, exc_info=error, extra={"fields": where})
    if has_changed():
        return f"{DONE} Tell the staff the code {code}."
    return (
        "Something went wrong on the bot's side. Look at /queue or /mysubmissions to see how things stand, then try "
        f"again. If it stays like this, tell the staff the code {code}."
    )


def _refusal(error: BaseException) -> Refusal | None:
    if isinstance(error, Refusal):
        return error
    if isinstance(error, app_commands.NoPrivateMessage):
        return refusals.only_in_a_server()
    if isinstance(error, app_commands.CommandNotFound):
        return refusals.command_is_unknown()
    if isinstance(error, app_commands.CommandSignatureMismatch | app_commands.TransformerError):
        return refusals.command_does_not_fit()
    return refusal_of(error)  # of the database, met while reading beside the lock


def _asked_by(interaction: Interaction) -> str:
    """The command, or the custom_id of what was pressed."""
    if interaction.command:
        return f"/{interaction.command.qualified_name}"
    data: Mapping[str, object] = interaction.data or {}
    return str(data.get("custom_id", interaction.type.name))


class NoLateSuggestions(logging.Filter):
    """Leaves out of the log that suggestions came too late or not at all; discord.py takes each for a bug."""

    def filter(self, record: logging.LogRecord) -> bool:
        """False for an autocomplete that was lost on its way, or that the database refused."""
        error = record.exc_info[1] if record.exc_info else None
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        return "autocomplete" not in str(record.msg) or not isinstance(cause, (Refusal, *FAILURES))


NO_LATE_SUGGESTIONS = NoLateSuggestions()  # one object: a logger takes a filter once


class ShowTree(app_commands.CommandTree[ShowBot]):
    """The command tree whose errors go the one way."""

    def __init__(self, client: ShowBot, **options: Any) -> None:  # noqa: ANN401  # as discord.py types it
        super().__init__(client, **options)
        logging.getLogger("discord.app_commands.tree").addFilter(NO_LATE_SUGGESTIONS)

    async def _call(self, interaction: Interaction) -> None:
        """Attends every command; discord.py 2.7.1 has no other place around all of one."""
        async with attended(interaction):
            await super()._call(interaction)

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """Answers for a command that raised."""
        await answer_error(interaction, error)
