"""A user: the account behind members and direct messages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from standins.discord.wire import Json


@dataclass(eq=False)
class User:
    """An account of a person or of the bot."""

    id: int
    name: str
    is_bot: bool = False

    @property
    def mention(self) -> str:
        """How a message mentions this user."""
        return f"<@{self.id}>"

    def payload(self) -> Json:
        """The user object."""
        handle = re.sub(r"[^a-z0-9_.]", "", self.name.lower()) or f"user{self.id % 10_000}"
        body: Json = {
            "id": str(self.id),
            "username": self.name if self.is_bot else handle,
            "discriminator": "0" if not self.is_bot else "0001",
            "global_name": None if self.is_bot else self.name,
            "avatar": None,
            "avatar_decoration_data": None,
            "public_flags": 0,
        }
        return body | {"bot": True} if self.is_bot else body
