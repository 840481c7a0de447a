"""The application commands that the bot registered, for everybody and for single guilds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from standins.discord import errors
from standins.discord.errors import ActorError, ApiError
from standins.discord.permissions import ALL, in_guild
from standins.discord.shapes_commands import CHAT_INPUT, GROUP, MESSAGE_MENU, SUBCOMMAND, USER_MENU

if TYPE_CHECKING:
    from standins.discord.guild import Guild
    from standins.discord.member import Member
    from standins.discord.wire import Json
    from standins.discord.world import Discord

# Discord: so many commands of each type, globally and again in each guild.
_MOST = {CHAT_INPUT: 100, USER_MENU: 5, MESSAGE_MENU: 5}
_DEFAULTS: Json = {
    "type": CHAT_INPUT,
    "nsfw": False,
    "default_permission": True,
    "default_member_permissions": None,
    "dm_permission": True,
    "contexts": None,
    "integration_types": [0],
}


class Registry:
    """Keeps commands by scope: None for everybody, else the id of a guild."""

    def __init__(self, world: Discord) -> None:
        self._world = world
        self._scopes: dict[int | None, list[Json]] = {}

    def listed(self, scope: int | None) -> list[Json]:
        """The commands of a scope."""
        return self._scopes.get(scope, [])

    def replace(self, scope: int | None, wanted: list[Json]) -> list[Json]:
        """Overwrites all commands of a scope; a command that stays keeps its id."""
        self._check_numbers(wanted)
        known = {(command["type"], command["name"]): command["id"] for command in self.listed(scope)}
        self._scopes[scope] = [self._registered(command, scope, known) for command in wanted]
        return self._scopes[scope]

    def _check_numbers(self, wanted: list[Json]) -> None:
        kinds = [command.get("type") or CHAT_INPUT for command in wanted]
        names = [(kind, command["name"]) for kind, command in zip(kinds, wanted, strict=True)]
        if any(kinds.count(kind) > most for kind, most in _MOST.items()):
            raise ApiError(errors.TOO_MANY_COMMANDS)
        if len(names) != len(set(names)):
            raise errors.wrong_field(
                "name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique"
            )

    def _registered(self, command: Json, scope: int | None, known: dict[tuple[int, str], str]) -> Json:
        given = {key: value for key, value in command.items() if value is not None}
        body = {**_DEFAULTS, "description": "", **given}
        permissions = command.get("default_member_permissions")
        body["default_member_permissions"] = None if permissions is None else str(permissions)
        body["id"] = known.get((body["type"], body["name"]), str(self._world.ids.next()))
        body |= {"application_id": str(self._world.bot.id), "version": str(self._world.ids.next())}
        return body if scope is None else {**body, "guild_id": str(scope)}

    def find(self, guild: Guild | None, kind: int, name: str) -> Json:
        """The command that a member finds under this name; a guild's own goes first."""
        scopes = (guild.id, None) if guild else (None,)
        for scope in scopes:
            for command in self.listed(scope):
                if command["type"] == kind and command["name"] == name:
                    return command
        known = sorted(command["name"] for scope in scopes for command in self.listed(scope))
        raise ActorError(f"there is no command {name!r}; there are {known}")

    @staticmethod
    def check_usable(command: Json, member: Member | None) -> None:
        """Raises `ActorError` when the client would not show this command to the member (None: a direct message)."""
        contexts = command["contexts"]
        context = 1 if member is None else 0
        shown = command["dm_permission"] if member is None and contexts is None else True
        if not shown or (contexts is not None and context not in contexts):
            raise ActorError(f"/{command['name']} cannot be used here")
        needed = command["default_member_permissions"]
        if member is None or needed is None:
            return
        held = in_guild(member)
        if held != ALL and (int(needed) == 0 or held & int(needed) != int(needed)):
            raise ActorError(f"/{command['name']} is not shown to {member.name}")


def leaf(command: Json, path: list[str]) -> tuple[list[Json], list[tuple[int, str]]]:
    """The options of a subcommand and the way to it as (type, name) steps; `path` are the words after the name."""
    options, steps = command.get("options") or [], []
    for word in path:
        step = next((o for o in options if o["name"] == word and o["type"] in (SUBCOMMAND, GROUP)), None)
        if step is None:
            raise ActorError(f"/{command['name']} has no subcommand {word!r}")
        steps.append((int(step["type"]), word))
        options = step.get("options") or []
    if any(option["type"] in (SUBCOMMAND, GROUP) for option in options):
        raise ActorError(f"/{command['name']} needs a subcommand after {' '.join(path)!r}")
    return options, steps
