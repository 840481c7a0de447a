"""Text that people typed, as one line without hidden characters or stacks of accents."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_READ_PER_SHOWN = 16  # characters looked at for each one kept: a pasted book must not hold up the bot
_MARKS_IN_A_ROW = 2
_BLANK_LETTERS = dict.fromkeys(map(ord, "\u115f\u1160\u2800\u3164\uffa0"), " ")  # letters without ink


def clean_line(text: str, limit: int) -> str:
    """`text` as one line of at most `limit` characters, cut with … where it was longer.

    Control, zero-width and bidi characters are dropped, accents stacked higher than two are cut, all white
    space becomes single spaces. Cleaning twice gives the same as cleaning once.
    """
    readable = "".join(_without_hidden(text.strip()[: limit * _READ_PER_SHOWN]))
    line = " ".join("".join(_without_stacks(unicodedata.normalize("NFC", readable))).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _without_hidden(text: str) -> Iterator[str]:
    for char in text.translate(_BLANK_LETTERS):
        if char.isspace():
            yield " "
        elif unicodedata.category(char) not in {"Cc", "Cf", "Cs"}:
            yield char


def _without_stacks(text: str) -> Iterator[str]:
    """Drops accents that follow two others, or that have no letter to stand on."""
    marks = _MARKS_IN_A_ROW
    for char in text:
        if unicodedata.category(char) in {"Mn", "Me"}:
            marks += 1
        else:
            marks = _MARKS_IN_A_ROW if char == " " else 0
        if marks <= _MARKS_IN_A_ROW:
            yield char
