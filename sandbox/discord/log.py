"""What the bot asked for: the record of every request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from sandbox.discord.wire import Json


@dataclass
class Request:
    """One request; `status` is 0 until it is answered, and stays 0 if the connection was cut."""

    at: datetime
    method: str
    route: str
    path: str
    body: Json | list[Json] | None = None
    channel_id: int | None = None
    message_id: int | None = None
    status: int = 0
    code: int = 0
