"""The components of a message as a member meets them: buttons, selects, texts."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from standins.discord.wire import Json

BUTTON = 2
STRING_SELECT = 3
TEXT_DISPLAY = 10
LINK_STYLE = 5
PREMIUM_STYLE = 6
_SELECT_TYPES = frozenset({3, 5, 6, 7, 8})


def is_select(component: Json) -> bool:
    """Whether a component is one of the five selects."""
    return component.get("type") in _SELECT_TYPES


def walk(components: Iterable[Json]) -> Iterator[Json]:
    """Every component, nested ones too, from top to bottom."""
    for component in components:
        yield component
        yield from walk(component.get("components") or ())
        for key in ("accessory", "component"):
            if component.get(key):
                yield from walk([component[key]])


def media_of(component: Json) -> Iterator[Json]:
    """The media items of one component: thumbnail, gallery items, file."""
    for holder in (component, *(component.get("items") or ())):
        for key in ("media", "file"):
            if isinstance(holder.get(key), dict):
                yield holder[key]


def numbered(components: list[Json]) -> list[Json]:
    """A copy in which every component has an id, as Discord gives them out; nulls are left out."""
    copy: list[Json] = deepcopy(components)
    every = list(walk(copy))
    taken = {component["id"] for component in every if component.get("id")}
    fresh = (number for number in range(1, 10_000) if number not in taken)
    for component in every:
        for key in [key for key, value in component.items() if value is None]:
            del component[key]
        component["id"] = component.get("id") or next(fresh)
    return copy


@dataclass(frozen=True)
class Button:
    """A button as a member sees it."""

    label: str
    emoji: str
    custom_id: str | None
    url: str | None
    style: int
    disabled: bool

    @property
    def face(self) -> str:
        """Emoji and label as they stand on the button."""
        return f"{self.emoji} {self.label}".strip()


@dataclass(frozen=True)
class Select:
    """A select as a member sees it; `options` are (label, value) pairs and empty unless it lists strings."""

    kind: int
    custom_id: str
    placeholder: str
    options: tuple[tuple[str, str], ...]
    least: int
    most: int
    disabled: bool


def buttons(components: Iterable[Json]) -> list[Button]:
    """All buttons of a message, in order."""
    return [
        Button(
            label=found.get("label") or "",
            emoji=(found.get("emoji") or {}).get("name") or "",
            custom_id=found.get("custom_id"),
            url=found.get("url"),
            style=found["style"],
            disabled=bool(found.get("disabled")),
        )
        for found in walk(components)
        if found["type"] == BUTTON
    ]


def selects(components: Iterable[Json]) -> list[Select]:
    """All selects of a message or a form, in order."""
    return [select_of(found) for found in walk(components) if is_select(found)]


def select_of(found: Json) -> Select:
    """One select read from its component."""
    least, most = found.get("min_values"), found.get("max_values")
    return Select(
        kind=found["type"],
        custom_id=found["custom_id"],
        placeholder=found.get("placeholder") or "",
        options=tuple((option["label"], option["value"]) for option in found.get("options") or ()),
        least=1 if least is None else least,
        most=1 if most is None else most,
        disabled=bool(found.get("disabled")),
    )


def texts(components: Iterable[Json]) -> list[str]:
    """All texts shown by text displays, in order."""
    return [found["content"] for found in walk(components) if found["type"] == TEXT_DISPLAY]
