"""What the bot asked for: the record of every request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from standins.discord.wire import Json


@dataclass
class Request:
    """One request; `status` is 0 until it is answered (500 if it was cut), `code` is Discord's error code."""

    at: datetime
    method: str
    route_template: str
    path: str
    body_json: Json | list[Json] | None = None
    channel_id: int | None = None
    message_id: int | None = None
    status: int = 0
    code: int = 0
