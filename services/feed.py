"""The feed: services announce what changed after their commit; displays and notices listen."""

from __future__ import annotations

from collections.abc import Callable

from domain.changes import Change

Listener = Callable[[Change], None]


class Feed:
    """Hands every change to the listeners of its type; a listener only marks what is to do, and returns at once."""

    def __init__(self) -> None:
        self._listeners: list[tuple[type[Change], Listener]] = []

    def subscribe(self, kind: type[Change], listener: Listener) -> None:
        """Calls `listener` with every change of type `kind` from now on."""
        self._listeners.append((kind, listener))

    def announce(self, *changes: Change) -> None:
        """Tells the listeners; called after a commit, never inside a transaction."""
        for change in changes:
            for kind, listener in self._listeners:
                if isinstance(change, kind):
                    listener(change)
