"""What the process does again and again: which of it failed the last time, so that the doctor can say so."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Rounds:
    """The rounds of the process, such as the clean-up; `failing` says by name what the last one of each met."""

    failing: dict[str, str] = field(default_factory=dict)

    def noted(self, name: str) -> Noted:
        """For a `with` around one round of `name`; what it raises is noted and goes on to its loop."""
        return Noted(self, name)


@dataclass
class Noted:
    """One round."""

    rounds: Rounds
    name: str

    def __enter__(self) -> None: ...

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, Exception):
            self.rounds.failing[self.name] = f"{type(error).__name__}: {error}"
        elif error is None:
            self.rounds.failing.pop(self.name, None)
