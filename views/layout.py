"""What all boards share: the mark by which the bot finds its own boards again, and texts that fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any

import discord
from discord.ui import ActionRow, Container, LayoutView, TextDisplay

from domain.text import clean_line
from views.text import plain

MOST_CHARACTERS = 4000  # Discord: all text of a Components V2 message together
BUTTONS_IN_A_ROW = 5
NAME_ON_A_BOARD = 48

BoardItem = discord.ui.Item[Any]


class Mark(IntEnum):
    """The component id of a board's container: Discord gives it back with the message, also after a restart."""

    PUBLIC_QUEUE = 7101
    REVIEWER_QUEUE = 7102
    PENDING = 7103
    PORTAL = 7104


def board(mark: Mark, parts: Iterable[discord.ui.Item[Any]]) -> LayoutView:
    """A new layout that holds `parts`."""
    view = LayoutView(timeout=None)
    view.add_item(Container(*parts, id=mark))
    return view


def rows(buttons: Sequence[BoardItem]) -> list[ActionRow[LayoutView]]:
    """The buttons in rows of five."""
    starts = range(0, len(buttons), BUTTONS_IN_A_ROW)
    return [ActionRow(*buttons[start : start + BUTTONS_IN_A_ROW]) for start in starts]


def text(*lines: str) -> TextDisplay[LayoutView]:
    """A block of text; empty lines at its end are left out."""
    return TextDisplay("\n".join(lines).rstrip())


def fitting(blocks: Sequence[str], characters: int) -> list[str]:
    """As many of the blocks, from the first on, as take at most `characters`, line breaks between them included."""
    taken: list[str] = []
    for block in blocks:
        characters -= len(block) + 1
        if characters < 0:
            break
        taken.append(block)
    return taken


def more(count: int) -> list[str]:
    """The line that says how many are not shown; none when all are."""
    return [f"-# …and {count} more."] if count > 0 else []


def short(typed: str, limit: int = NAME_ON_A_BOARD) -> str:
    """A name that people typed, short enough for a board and safe to show."""
    return plain(clean_line(typed, limit))
