"""The shape of application commands as they are registered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from standins.discord.shape import Flag, ListOf, MapOf, Modal, Number, OneOf, Shape, Text, Whole

if TYPE_CHECKING:
    from standins.discord.shape import Spot
    from standins.discord.wire import Json

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(1, 12)
CHAT_INPUT, USER_MENU, MESSAGE_MENU = 1, 2, 3
MOST_COMMAND_TEXT = 8000
_LOCALES = MapOf(Text(1, 100))


class _Option:
    """One option of a command; its own options have the same shape."""

    def check(self, value: object, spot: Spot) -> None:
        """Notes what is wrong with an option, down to the options in it."""
        _OPTION_FORM.check(value, spot)


class _ChoiceValue:
    """The value of a choice: a text of at most 100 characters, or a number."""

    def check(self, value: object, spot: Spot) -> None:
        """Notes a value that is neither."""
        (Text(1, 100) if isinstance(value, str) else Number()).check(value, spot)


_CHOICE = Modal({"name": Text(1, 100), "name_localizations": _LOCALES, "value": _ChoiceValue()}, {"name", "value"})
_NAMES: dict[str, Shape] = {
    "name": Text(1, 32),
    "name_localizations": _LOCALES,
    "description": Text(1, 100),
    "description_localizations": _LOCALES,
}
_OPTION_FORM = Modal(
    _NAMES
    | {
        "type": Whole(1, 11),
        "required": Flag(),
        "choices": ListOf(_CHOICE, 0, 25),
        "options": ListOf(_Option(), 0, 25),
        "channel_types": ListOf(Whole(0, 20)),
        "min_value": Number(),
        "max_value": Number(),
        "min_length": Whole(0, 6000),
        "max_length": Whole(1, 6000),
        "autocomplete": Flag(),
    },
    {"type", "name", "description"},
)
_COMMON: dict[str, Shape] = {
    "id": Whole(),
    "type": Whole(1, 3),
    "default_member_permissions": Whole(0),
    "dm_permission": Flag(),
    "default_permission": Flag(),
    "nsfw": Flag(),
    "contexts": ListOf(OneOf({0, 1, 2}), 1, 3),
    "integration_types": ListOf(OneOf({0, 1}), 1, 2),
}
_CHAT_INPUT = Modal(_NAMES | _COMMON | {"options": ListOf(_Option(), 0, 25)}, {"name", "description"})
_MENU = Modal(_NAMES | _COMMON | {"description": Text(0, 0), "options": ListOf(_Option(), 0, 0)}, {"name", "type"})


class _Command:
    """One command, of any type."""

    def check(self, value: object, spot: Spot) -> None:
        """Notes wrong fields, then names, order and sizes."""
        menu = isinstance(value, dict) and value.get("type") in (USER_MENU, MESSAGE_MENU)
        before = len(spot.problems.wrong)
        (_MENU if menu else _CHAT_INPUT).check(value, spot)
        if isinstance(value, dict) and len(spot.problems.wrong) == before and not menu:
            _check_command(value, spot)


COMMANDS = ListOf(_Command())


def _check_command(command: Json, spot: Spot) -> None:
    _check_name(command["name"], spot.at("name"))
    _check_options(command.get("options") or [], spot.at("options"))
    # Discord: name, description and value of a command and all its options and choices, together.
    if _text_size(command) > MOST_COMMAND_TEXT:
        spot.wrong("APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({MOST_COMMAND_TEXT})")


def _check_name(name: str, spot: Spot) -> None:
    if name != name.lower() or not all(letter.isalnum() or letter in "-_'" for letter in name):
        spot.wrong("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _check_options(options: list[Json], spot: Spot) -> None:
    names = [option["name"] for option in options]
    if len(names) != len(set(names)):
        spot.wrong("APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists")
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        spot.wrong(
            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
            "Required options must be placed before non-required options",
        )
    for index, option in enumerate(options):
        _check_name(option["name"], spot.at(index).at("name"))
        if option.get("choices") and option.get("autocomplete"):
            spot.at(index).wrong("APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", "Choices or autocomplete, not both")
        _check_options(option.get("options") or [], spot.at(index).at("options"))


def _text_size(part: Json) -> int:
    own = len(part["name"]) + len(part.get("description") or "")
    choices = sum(len(choice["name"]) + len(str(choice["value"])) for choice in part.get("choices") or ())
    return own + choices + sum(_text_size(option) for option in part.get("options") or ())
