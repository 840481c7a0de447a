"""What a client asked for: every request with its time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """Where a client can knock."""

    PAGE = "page"
    PROFILE = "profile"
    ROOM_API = "room_api"
    ALIVE = "alive"
    ROOM_INFO = "room_info"
    GIFT_LIST = "gift_list"
    SIGN = "sign"
    PUSH = "push"


@dataclass
class Request:
    """One request. `about` is a handle or a room id; `status` stays 0 when no answer was given (101: socket open)."""

    at: float
    place: Place
    about: str
    api_key: str | None = None
    status: int = 0
