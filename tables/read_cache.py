"""What was read and still holds: kept until the next change of any row."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable
from typing import TypeVar, cast

from tables.base import Connection

Read = TypeVar("Read")


class ReadCache:
    """Belongs to one connection, which is the only one that writes; used only inside its transactions."""

    def __init__(self) -> None:
        self._changes = -1
        self._kept: dict[Hashable, object] = {}

    def forget(self) -> None:
        """Drops everything: after a rollback, what was read inside the transaction never was."""
        self._kept.clear()

    async def cached(self, connection: Connection, key: Hashable, read: Callable[[], Awaitable[Read]]) -> Read:
        """What `read` gave for `key` since the last change of any row, else what it gives now."""
        if connection.total_changes != self._changes:
            self.forget()
            self._changes = connection.total_changes
        if key not in self._kept:
            self._kept[key] = await read()
        return cast("Read", self._kept[key])
