"""Proof of a TikTok handle: a code that the member types once in the LIVE's chat (rule 11)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

LENGTH = 6
GOOD_FOR = timedelta(days=7)
# Letters and digits that nobody mixes up on a small screen.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_CODE = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")


def new_code(pick: Callable[[str], str]) -> str:
    """A code of six characters; `pick` chooses one of a text, for example secrets.choice."""
    return "".join(pick(ALPHABET) for _ in range(LENGTH))


def code_in(comment: str) -> str | None:
    """The code that a comment consists of, whatever the case and the space around it; None for any other comment."""
    text = comment.strip().upper()
    return text if _CODE.fullmatch(text) else None
