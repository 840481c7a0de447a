"""What somebody typed, as a sentence quotes it."""

from __future__ import annotations

_MARKUP = str.maketrans("", "", "*~`|<>[]()\\")


def cut(text: str, limit: int = 60) -> str:
    """What somebody typed, short, and without what Discord would read as markup."""
    bare = text.translate(_MARKUP)
    return bare if len(bare) <= limit else bare[: limit - 1] + "…"
