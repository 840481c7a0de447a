"""The few shapes and helpers that every part of the wire shares."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

API_PATH = "/api/v10"
EPHEMERAL = 1 << 6
LOADING = 1 << 7
SUPPRESS_EMBEDS = 1 << 2
SUPPRESS_NOTIFICATIONS = 1 << 12
COMPONENTS_V2 = 1 << 15


def iso(moment: datetime) -> str:
    """A time as Discord writes it."""
    return moment.isoformat(timespec="microseconds")


def encode(value: object) -> str:
    """A value as compact JSON."""
    return json.dumps(value, separators=(",", ":"))
