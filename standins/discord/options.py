"""The options of a slash command as a member types them, checked against the registered command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from standins.discord import shapes_commands as kinds
from standins.discord.channel import Channel
from standins.discord.errors import ActorError
from standins.discord.files import Upload
from standins.discord.member import Member
from standins.discord.role import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from standins.discord.resolved import Resolved
    from standins.discord.wire import Json

_TYPES: dict[int, tuple[type, ...]] = {
    kinds.STRING: (str,),
    kinds.INTEGER: (int,),
    kinds.BOOLEAN: (bool,),
    kinds.USER: (Member,),
    kinds.CHANNEL: (Channel,),
    kinds.ROLE: (Role,),
    kinds.MENTIONABLE: (Member, Role),
    kinds.NUMBER: (int, float),
    kinds.ATTACHMENT: (Upload,),
}
# Discord: the client takes at most 6,000 characters for a text option.
_MOST_TEXT = 6000


def typed(schema: list[Json], given: Mapping[str, object], resolved: Resolved) -> list[Json]:
    """The options as the interaction carries them; raises `ActorError` for what the client would not send."""
    known = {option["name"]: option for option in schema}
    if unknown := given.keys() - known.keys():
        raise ActorError(f"unknown options {sorted(unknown)}; there are {sorted(known)}")
    missing = [name for name, option in known.items() if option.get("required") and name not in given]
    if missing:
        raise ActorError(f"options {missing} are required")
    return [_typed(known[name], value, resolved) for name, value in given.items()]


def _typed(option: Json, value: object, resolved: Resolved) -> Json:
    kind = int(option["type"])
    _check_type(option, kind, value)
    _check_bounds(option, value)
    _check_choice(option, value)
    return {"name": option["name"], "type": kind, "value": _sent(value, resolved)}


def _sent(value: object, resolved: Resolved) -> object:
    if isinstance(value, Upload):
        return resolved.add_file(value)
    return value if isinstance(value, str | int | float) else resolved.add(value)


def _check_type(option: Json, kind: int, value: object) -> None:
    fits = isinstance(value, _TYPES[kind]) and (kind == kinds.BOOLEAN or not isinstance(value, bool))
    if not fits:
        raise ActorError(f"option {option['name']} takes {_TYPES[kind]}, not {value!r}")
    allowed = option.get("channel_types")
    if isinstance(value, Channel) and allowed and value.kind not in allowed:
        raise ActorError(f"option {option['name']} takes channels of the types {allowed}")


def _check_bounds(option: Json, value: object) -> None:
    if isinstance(value, str):
        least, most = option.get("min_length") or 0, option.get("max_length") or _MOST_TEXT
        size: float = len(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        least = option.get("min_value", float("-inf"))
        most = option.get("max_value", float("inf"))
        size = value
    else:
        return
    if not least <= size <= most:
        raise ActorError(f"option {option['name']} must be between {least} and {most}, not {size}")


def _check_choice(option: Json, value: object) -> None:
    choices = option.get("choices")
    if choices and value not in [choice["value"] for choice in choices]:
        raise ActorError(f"option {option['name']} has no choice {value!r}; there are {choices}")


def nested(steps: list[tuple[int, str]], options: list[Json]) -> list[Json]:
    """Wraps the options into the subcommand and group that they belong to."""
    for kind, name in reversed(steps):
        options = [{"name": name, "type": kind, "options": options}]
    return options
