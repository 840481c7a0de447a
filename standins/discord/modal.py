"""A form on a member's screen: its fields, and what is sent when it is filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from standins.discord import components as parts
from standins.discord.errors import ActorError
from standins.discord.resolved import Resolved

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from standins.discord.actors import Person
    from standins.discord.files import Upload
    from standins.discord.interactions import Interaction
    from standins.discord.wire import Json

ROW, TEXT_INPUT, LABEL, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 1, 4, 18, 19, 21, 22, 23
_LISTS_OPTIONS = frozenset({parts.STRING_SELECT, RADIO_GROUP, CHECKBOX_GROUP})


@dataclass(frozen=True)
class Field:
    """One input of a form, under its label."""

    label: str
    description: str
    component: Json

    @property
    def custom_id(self) -> str:
        """The id that the bot gave it."""
        return str(self.component["custom_id"])

    @property
    def kind(self) -> int:
        """The type of the input."""
        return int(self.component["type"])

    @property
    def value(self) -> str:
        """What a text input is prefilled with."""
        return self.component.get("value") or ""

    @property
    def options(self) -> list[tuple[str, str]]:
        """The (label, value) pairs to choose from."""
        return [(option["label"], option["value"]) for option in self.component.get("options") or ()]

    @property
    def required(self) -> bool:
        """Whether the form cannot be sent without it; Discord's default is yes."""
        return self.component.get("required") is not False


class Modal:
    """A form that opened for a member."""

    def __init__(self, interaction: Interaction, data: Json) -> None:
        self.interaction = interaction
        self.title = str(data["title"])
        self.custom_id = str(data["custom_id"])
        self.components = parts.numbered(data["components"])

    @property
    def fields(self) -> list[Field]:
        """The inputs from top to bottom."""
        fields = []
        for top in self.components:
            if top["type"] == LABEL:
                fields.append(Field(top["label"], top.get("description") or "", top["component"]))
            elif top["type"] == ROW:
                fields += [Field(child.get("label") or "", "", child) for child in top["components"]]
        return fields

    def field(self, name: str) -> Field:
        """The input with this label or custom id; else the only one whose label starts so."""
        exact = [field for field in self.fields if name in (field.label, field.custom_id)]
        found = exact or [field for field in self.fields if field.label.startswith(name)]
        if len(found) != 1:
            raise ActorError(f"no single field {name!r}; there are {[field.label for field in self.fields]}")
        return found[0]


class Filling:
    """A form being filled in by a member; `forged` skips what the client would check."""

    def __init__(self, modal: Modal, person: Person, *, forged: bool) -> None:
        self._modal = modal
        self._person = person
        self._forged = forged
        self._resolved = Resolved(person)

    def submission(self, values: Mapping[str, object], files: Mapping[str, Sequence[Upload]]) -> Json:
        """The data of the submit; raises `ActorError` for what the client would not send."""
        given: dict[str, object] = {self._modal.field(name).custom_id: value for name, value in values.items()}
        given |= {self._modal.field(name).custom_id: list(uploads) for name, uploads in files.items()}
        filled = {field.custom_id: self._filled(field, given.get(field.custom_id)) for field in self._modal.fields}
        data: Json = {
            "custom_id": self._modal.custom_id,
            "components": [self._top(top, filled) for top in self._modal.components],
        }
        resolved = self._resolved.payload()
        return {**data, "resolved": resolved} if resolved else data

    def _top(self, top: Json, filled: Mapping[str, Json]) -> Json:
        base = {"type": top["type"], "id": top["id"]}
        if top["type"] == LABEL:
            return {**base, "component": filled[top["component"]["custom_id"]]}
        if top["type"] == ROW:
            return {**base, "components": [filled[child["custom_id"]] for child in top["components"]]}
        return base

    def _filled(self, field: Field, value: object) -> Json:
        base: Json = {"type": field.kind, "id": field.component["id"], "custom_id": field.custom_id}
        if field.kind == TEXT_INPUT:
            return {**base, "value": self._text(field, value)}
        if field.kind == CHECKBOX:
            return {**base, "value": bool(field.component.get("default") if value is None else value)}
        if field.kind == FILE_UPLOAD:
            return {**base, "values": self._files(field, value)}
        chosen = self._chosen(field, value)
        if field.kind == RADIO_GROUP:
            return {**base, "value": chosen[0] if chosen else None}
        return {**base, "values": chosen}

    def _text(self, field: Field, value: object) -> str:
        text = field.value if value is None else str(value)
        least = field.component.get("min_length") or (1 if field.required else 0)
        most = field.component.get("max_length") or 4000
        if not field.required and not text:
            return text
        self._must(least <= len(text) <= most, f"{field.label}: {len(text)} characters, not {least} to {most}")
        self._must(bool(text.strip()) or not field.required, f"{field.label} is required")
        return text

    def _files(self, field: Field, value: object) -> list[str]:
        uploads: list[Upload] = value if isinstance(value, list) else []
        least = field.component.get("min_values", 1) if field.required else 0
        most = field.component.get("max_values") or 1
        self._must(least <= len(uploads) <= most, f"{field.label}: {len(uploads)} files, not {least} to {most}")
        return [self._resolved.add_file(upload) for upload in uploads]

    def _chosen(self, field: Field, value: object) -> list[str]:
        if value is None:
            options = field.component.get("options") or ()
            chosen = [option["value"] for option in options if option.get("default")]
        else:
            entries = value if isinstance(value, list) else [value]
            chosen = [self._choice(field, entry) for entry in entries]
        least = (field.component.get("min_values") or 1) if field.required else 0
        most = 1 if field.kind == RADIO_GROUP else field.component.get("max_values") or 1
        self._must(least <= len(chosen) <= most, f"{field.label}: {len(chosen)} choices, not {least} to {most}")
        return chosen

    def _choice(self, field: Field, entry: object) -> str:
        if field.kind not in _LISTS_OPTIONS:
            return self._resolved.add(entry)
        for label, value in field.options:
            if entry in (value, label):
                return value
        self._must(holds=False, text=f"{field.label} has no choice {entry!r}")
        return str(entry)

    def _must(self, holds: bool, text: str) -> None:  # noqa: FBT001 - reads as a sentence: must(condition, else)
        if not holds and not self._forged:
            raise ActorError(text)
