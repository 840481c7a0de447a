"""A LIVE written down: JSON lines, one event a line, as `{"at": 1.5, "do": "like", "who": "fan", "count": 3}`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

Plain: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True)
class Event:
    """One thing that happens, `at` so many seconds after the beginning. What it needs to be told is in `fields`."""

    at: float
    do: str
    fields: Mapping[str, Plain]

    @classmethod
    def parse(cls, line: str) -> Event:
        """The event of a line; raises `ValueError` or `KeyError` where the line is none."""
        fields = json.loads(line)
        return cls(float(fields.pop("at")), str(fields.pop("do")), fields)

    def line(self) -> str:
        """The event as a line, without its end."""
        return json.dumps({"at": round(self.at, 3), "do": self.do, **self.fields}, ensure_ascii=False)

    def text(self, name: str, default: str = "") -> str:
        """A field as text."""
        return str(self.fields.get(name, default))

    def number(self, name: str, default: int = 0) -> int:
        """A field as a whole number."""
        return int(self.fields.get(name) or default)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A field as yes or no."""
        return bool(self.fields.get(name, default))


def read(path: Path) -> Iterator[Event]:
    """The events of a file; empty lines and lines that begin with # are skipped."""
    with path.open(encoding="utf-8") as lines:
        yield from (Event.parse(line) for line in lines if line.strip() and not line.startswith("#"))


def write(path: Path, events: Iterable[Event]) -> None:
    """Writes the events to a file."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(event.line() + "\n" for event in events)
