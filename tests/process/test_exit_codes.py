"""How the process ends: exit codes and sentences."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp
import discord
import pytest

from config import ConfigError
from database import DatabaseDamagedError, DatabaseTooNewError
from process.exit_codes import ExitCode, ended_in_a_sentence
from process.folder_lock import AlreadyRunningError, FolderError


class ClosedSocket:
    """What is left of a gateway's socket; discord.py takes the close code from it."""

    def __init__(self, code: int) -> None:
        self.close_code = code


def closed(code: int) -> discord.ConnectionClosed:
    """The gateway closed for good."""
    return discord.ConnectionClosed(ClosedSocket(code), shard_id=None)  # type: ignore[arg-type]  # all it reads


def end_by(error: BaseException) -> None:
    with ended_in_a_sentence():
        raise error


ENDINGS: list[tuple[BaseException, ExitCode, str]] = [
    (ConfigError("GUILD_ID is wrong."), ExitCode.SETTINGS, "GUILD_ID is wrong."),
    (FolderError("No right."), ExitCode.SETTINGS, "No right."),
    (discord.LoginFailure("Improper token"), ExitCode.TOKEN, "DISCORD_TOKEN"),
    (closed(4004), ExitCode.TOKEN, "DISCORD_TOKEN"),
    (AlreadyRunningError("Another one."), ExitCode.DATA, "Another one."),
    (DatabaseTooNewError("Too new."), ExitCode.DATA, "Too new."),
    (DatabaseDamagedError(Path("x.db"), "page 3"), ExitCode.DATA, "python bot.py restore FILE"),
    (discord.PrivilegedIntentsRequired(None), ExitCode.UNREACHABLE, "Message Content Intent"),
    (closed(4012), ExitCode.UNREACHABLE, "cannot be reached"),
    (aiohttp.ClientConnectionError("no route"), ExitCode.UNREACHABLE, "no route"),
]


@pytest.mark.parametrize(("error", "code", "words"), ENDINGS, ids=lambda one: type(one).__name__)
def test_what_is_expected_ends_with_its_code_and_one_sentence(
    error: BaseException, code: ExitCode, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(SystemExit) as ended:
        end_by(error)
    assert ended.value.code == code
    [sentence] = caplog.messages
    assert words in sentence
    assert caplog.records[0].exc_info is None


@pytest.mark.parametrize("error", [KeyboardInterrupt(), asyncio.CancelledError()])
def test_being_told_to_stop_ends_with_0(error: BaseException) -> None:
    end_by(error)


def test_a_bug_is_no_sentence() -> None:
    with pytest.raises(KeyError):
        end_by(KeyError("a bug"))
