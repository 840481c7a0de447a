"""TikTok accounts of a server, and the codes that prove whose a handle is (rule 11)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Account:
    """A TikTok account; `tiktok_user_id` is None until it was seen on a LIVE, `member_id` until it is linked."""

    account_id: int
    handle: str
    tiktok_user_id: int | None
    member_id: int | None

    @property
    def is_waiting(self) -> bool:
        """True until the account was seen on a LIVE."""
        return self.tiktok_user_id is None


@dataclass(frozen=True)
class HandleCode:
    """Whose code it is, and for which handle."""

    code: str
    member_id: int
    handle: str


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
