"""How the process ends: an exit code for the supervisor, and a sentence for the owner."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum

import aiohttp
import discord

from config import ConfigError
from database import DatabaseUnusableError
from process.command_line import NoCopyError
from process.folder_lock import AlreadyRunningError, FolderError
from web.pages import PortError

log = logging.getLogger("bot")

_BAD_TOKEN = 4004  # Discord: the gateway's close code
_PORTAL = "https://discord.com/developers/applications"


class ExitCode(IntEnum):
    """What a supervisor is told; starting again helps after BUG and UNREACHABLE only. The README lists them."""

    STOPPED = 0
    BUG = 1  # Python's own, for what nobody caught
    SETTINGS = 2
    TOKEN = 3
    DATA = 4
    UNREACHABLE = 5


Reading = Callable[[BaseException], str]


def _own_words(error: BaseException) -> str:
    return str(error)


def _bad_token(_: BaseException) -> str:
    return f"Discord does not accept DISCORD_TOKEN. Reset it at {_PORTAL}, write the new one down, and start again."


def _no_intent(_: BaseException) -> str:
    return f"Message Content Intent was switched off at {_PORTAL} a moment ago. Start again: the bot can do without it."


def _unreachable(error: BaseException) -> str:
    return f"Discord cannot be reached ({type(error).__name__}: {error}). Look at the network, and start again."


_ENDINGS: dict[type[BaseException], tuple[ExitCode, Reading]] = {
    ConfigError: (ExitCode.SETTINGS, _own_words),
    FolderError: (ExitCode.SETTINGS, _own_words),
    PortError: (ExitCode.SETTINGS, _own_words),
    discord.LoginFailure: (ExitCode.TOKEN, _bad_token),
    AlreadyRunningError: (ExitCode.DATA, _own_words),
    DatabaseUnusableError: (ExitCode.DATA, _own_words),
    NoCopyError: (ExitCode.DATA, _own_words),
    discord.PrivilegedIntentsRequired: (ExitCode.UNREACHABLE, _no_intent),
    discord.ConnectionClosed: (ExitCode.UNREACHABLE, _unreachable),
    discord.HTTPException: (ExitCode.UNREACHABLE, _unreachable),
    aiohttp.ClientConnectionError: (ExitCode.UNREACHABLE, _unreachable),
}


@contextmanager
def ended_in_a_sentence() -> Iterator[None]:
    """Ends the process as its supervisor and its owner can understand; a bug is logged and ends it with 1."""
    try:
        yield
    except (KeyboardInterrupt, asyncio.CancelledError):
        log.info("stopped")
    except tuple(_ENDINGS) as error:
        code, sentence = ending_of(error)
        log.critical(sentence)
        sys.exit(code)


def ending_of(error: BaseException) -> tuple[ExitCode, str]:
    """The exit code and the sentence for one of the errors that are expected to end the process."""
    if isinstance(error, discord.ConnectionClosed) and error.code == _BAD_TOKEN:
        return ExitCode.TOKEN, _bad_token(error)
    code, reading = next(ending for kind, ending in _ENDINGS.items() if isinstance(error, kind))
    return code, reading(error)
