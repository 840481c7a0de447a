"""Text that people typed, made safe to keep on one line: no hidden characters, no stacks of accents."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from domain import media_refusals

if TYPE_CHECKING:
    from collections.abc import Iterator

_READ_PER_SHOWN = 16  # characters looked at for each one kept: a pasted book must not hold up the bot
_MARKS_IN_A_ROW = 2
_LONGEST_HANDLE_TYPED = 500  # a copied profile address carries tracking
_BLANK_LETTERS = dict.fromkeys(map(ord, "\u115f\u1160\u2800\u3164\uffa0"), " ")  # letters without ink
# A name has more than full stops in it, and only an address goes on after it.
_HANDLE = re.compile(
    r"((?:https?://)?(?:www\.|m\.)?tiktok\.com/)?@?(?=\.*[a-z0-9_])([a-z0-9_.]{2,24})(?(1)(?:[/?#].*)?)", re.I | re.A
)
_UNSAFE_IN_FILE_NAMES = re.compile(r'[<>:"|?*`@#&%$]+')


def clean_line(text: str, limit: int) -> str:
    """`text` as one line of at most `limit` characters, cut with … where it was longer.

    Control, zero-width and bidi characters are dropped, accents stacked higher than two are cut, all white
    space becomes single spaces. Cleaning twice gives the same as cleaning once.
    """
    readable = "".join(_without_hidden(text.strip()[: limit * _READ_PER_SHOWN]))
    line = " ".join("".join(_without_stacks(unicodedata.normalize("NFC", readable))).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def normalise_handle(text: str) -> str:
    """The TikTok handle in `text` (a name, an @name or the address of a profile): no @, lower case.

    Raises a Refusal for anything that is not 2 to 24 letters, digits, underscores and full stops.
    """
    found = _HANDLE.fullmatch(text.strip()) if len(text) <= _LONGEST_HANDLE_TYPED else None
    if found is None:
        raise media_refusals.handle_not_valid()
    return found[2].lower()


def host_shown(host: str) -> str:
    """`host` in lower case and punycode, so that look-alike letters of other alphabets show.

    Raises UnicodeError where it is no host name at all.
    """
    return host.lower().removesuffix(".").encode("idna").decode("ascii").lower()


def safe_file_name(name: str, extension: str, limit: int = 80) -> str:
    """The last part of `name` without anything that steers a path or a shell, ending in `.extension`."""
    last = re.split(r"[/\\]", name[:4096])[-1]
    stem = last.rpartition(".")[0] or last
    kept = clean_line(_UNSAFE_IN_FILE_NAMES.sub(" ", stem), limit - len(extension) - 1).strip(". ")
    return f"{kept or 'song'}.{extension}"


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
