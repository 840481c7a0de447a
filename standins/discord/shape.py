"""Shapes of request bodies: what a field may hold, checked as strictly as Discord checks, or more so."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from standins.discord.errors import SurpriseError, invalid_form

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from standins.discord.wire import Json


@dataclass
class Problems:
    """What is wrong with one body: known fields with bad values, and fields that nobody knows."""

    wrong: list[tuple[tuple[str, ...], str, str]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def settle(self) -> None:
        """Raises `SurpriseError` for unknown fields, else the form error 50035, else nothing."""
        if self.unknown:
            raise SurpriseError(f"unknown fields: {', '.join(self.unknown)}")
        if self.wrong:
            raise invalid_form(self._nested())

    def _nested(self) -> Json:
        root: Json = {}
        for path, code, message in self.wrong:
            here = root
            for key in path:
                here = here.setdefault(key, {})
            here.setdefault("_errors", []).append({"code": code, "message": message})
        return root


@dataclass(frozen=True)
class Spot:
    """A place inside a body, where a problem can be noted."""

    problems: Problems
    path: tuple[str, ...] = ()

    def at(self, key: str | int) -> Spot:
        """The place one step further in."""
        return Spot(self.problems, (*self.path, str(key)))

    def wrong(self, code: str, message: str) -> None:
        """Notes a bad value here."""
        self.problems.wrong.append((self.path, code, message))

    def unknown(self) -> None:
        """Notes that this field is not known at all."""
        self.problems.unknown.append(".".join(self.path))


class Shape(Protocol):
    """Anything that can check a value."""

    def check(self, value: object, spot: Spot) -> None:
        """Notes at `spot` what is wrong with the value."""


@dataclass(frozen=True)
class Text:
    """A string with limits on its length; blank strings count as empty where something is required."""

    least: int = 0
    most: int = 1_000_000
    pattern: str | None = None

    def check(self, value: object, spot: Spot) -> None:
        """Notes a wrong type, length or form."""
        if not isinstance(value, str):
            spot.wrong("STRING_TYPE_CONVERT", "Could not interpret the value as string.")
        elif self.least and not value.strip():
            spot.wrong("BASE_TYPE_REQUIRED", "This field is required")
        elif not self.least <= len(value) <= self.most:
            spot.wrong("BASE_TYPE_BAD_LENGTH", f"Must be between {self.least} and {self.most} in length.")
        elif self.pattern and not re.fullmatch(self.pattern, value):
            spot.wrong("STRING_TYPE_REGEX", "String value did not match validation regex.")


@dataclass(frozen=True)
class Whole:
    """A whole number within bounds; Discord also takes it as a string of digits."""

    least: int = -(2**63)
    most: int = 2**63 - 1

    def check(self, value: object, spot: Spot) -> None:
        """Notes a wrong type or a number out of bounds."""
        text = str(value)
        if isinstance(value, bool) or not re.fullmatch(r"-?\d{1,20}", text):
            spot.wrong("NUMBER_TYPE_COERCE", f'Value "{text[:50]}" is not int.')
        elif not self.least <= int(text) <= self.most:
            spot.wrong("NUMBER_TYPE_RANGE", f"int value should be between {self.least} and {self.most}.")


SNOWFLAKE = Whole(0, 2**64 - 1)


@dataclass(frozen=True)
class Number:
    """Any number."""

    def check(self, value: object, spot: Spot) -> None:
        """Notes a value that is no number."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            spot.wrong("NUMBER_TYPE_COERCE", "Value is not a number.")


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def check(self, value: object, spot: Spot) -> None:
        """Notes a value that is neither."""
        if not isinstance(value, bool):
            spot.wrong("BOOLEAN_TYPE_CONVERT", "Must be either true or false.")


@dataclass(frozen=True)
class OneOf:
    """One of a few values."""

    values: Collection[object]

    def check(self, value: object, spot: Spot) -> None:
        """Notes a value that is not among them."""
        if isinstance(value, dict | list) or value not in self.values:
            spot.wrong("BASE_TYPE_CHOICES", f"Value must be one of {tuple(self.values)}.")


@dataclass(frozen=True)
class ListOf:
    """A list of things of one shape, with limits on their number."""

    item: Shape
    least: int = 0
    most: int = 10_000

    def check(self, value: object, spot: Spot) -> None:
        """Notes a wrong type, a wrong number of items, and what is wrong in each."""
        if not isinstance(value, list):
            spot.wrong("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return
        if not self.least <= len(value) <= self.most:
            spot.wrong("BASE_TYPE_BAD_LENGTH", f"Must be between {self.least} and {self.most} in length.")
        for index, entry in enumerate(value):
            self.item.check(entry, spot.at(index))


@dataclass(frozen=True)
class MapOf:
    """A mapping with any keys and values of one shape."""

    item: Shape

    def check(self, value: object, spot: Spot) -> None:
        """Notes a wrong type and what is wrong in each value."""
        if not isinstance(value, dict):
            spot.wrong("DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
            return
        for key, entry in value.items():
            self.item.check(entry, spot.at(key))


@dataclass(frozen=True)
class Modal:
    """An object with named fields; a field that is null counts as left out."""

    fields: Mapping[str, Shape]
    required: Collection[str] = ()

    def check(self, value: object, spot: Spot) -> None:
        """Notes unknown, missing and wrong fields."""
        if not isinstance(value, dict):
            spot.wrong("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
            return
        for key in value.keys() - self.fields.keys():
            spot.at(key).unknown()
        for key, shape in self.fields.items():
            if value.get(key) is not None:
                shape.check(value[key], spot.at(key))
            elif key in self.required:
                spot.at(key).wrong("BASE_TYPE_REQUIRED", "This field is required")


@dataclass(frozen=True)
class Kinds:
    """An object whose shape depends on its `type`."""

    kinds: Mapping[int, Shape]

    def check(self, value: object, spot: Spot) -> None:
        """Notes an unknown type, else what the shape of the type notes."""
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, int) or kind not in self.kinds:
            allowed = ", ".join(map(str, self.kinds))
            spot.at("type").wrong("UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({allowed}).')
        else:
            self.kinds[kind].check(value, spot)
