"""The private names of discord.py: all are there, and one that is not is named."""

from __future__ import annotations

import discord
import pytest
from discord.gateway import DiscordWebSocket

from guild import library_names
from guild.library_names import names_that_moved


def test_discord_py_has_every_private_name_that_the_bot_uses() -> None:
    assert list(names_that_moved()) == []


def test_a_name_that_moved_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(DiscordWebSocket, "open")
    monkeypatch.setattr(library_names, "COMPILED", "__another__")
    monkeypatch.setattr(library_names, "TASKS", {discord.client: "another name"})
    assert list(names_that_moved()) == [
        "DiscordWebSocket.open",
        "DynamicItem.__another__",
        "tasks called another name… in discord.client",
    ]
