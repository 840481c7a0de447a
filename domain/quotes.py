"""What somebody typed, as a sentence quotes it."""

from __future__ import annotations

from domain.clean import clean_line

_MARKUP = str.maketrans("", "", "*~`|<>[]()\\")


def cut(text: str, limit: int = 60) -> str:
    """What somebody typed, short, on one line, and without what Discord would read as markup."""
    return clean_line(text.translate(_MARKUP), limit)
