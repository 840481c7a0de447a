"""Routes that register and list application commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from standins.discord import errors
from standins.discord.call import Call, Route
from standins.discord.errors import ApiError
from standins.discord.lookup import guild_of
from standins.discord.shape import Problems, Spot
from standins.discord.shapes_commands import COMMANDS

if TYPE_CHECKING:
    from standins.discord.wire import Json


def _scope(call: Call) -> int | None:
    if call.number("application_id") != call.world.bot.id:
        raise ApiError(errors.UNKNOWN_APPLICATION)
    return guild_of(call).id if "guild_id" in call.params else None


async def list_commands(call: Call) -> list[Json]:
    """The commands of a scope."""
    return call.world.commands.listed(_scope(call))


async def replace_commands(call: Call) -> list[Json]:
    """Overwrites all commands of a scope."""
    scope = _scope(call)
    problems = Problems()
    COMMANDS.check(call.body, Spot(problems))
    problems.settle()
    return call.world.commands.replace(scope, call.body if isinstance(call.body, list) else [])


async def get_command(call: Call) -> Json:
    """One command."""
    for command in call.world.commands.listed(_scope(call)):
        if int(command["id"]) == call.number("command_id"):
            return command
    raise ApiError(errors.UNKNOWN_COMMAND)


_GLOBAL = "/applications/{application_id}/commands"
_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"
_QUERY = {"with_localizations"}
ROUTES = (
    Route("GET", _GLOBAL, list_commands, query=_QUERY),
    Route("PUT", _GLOBAL, replace_commands),
    Route("GET", _GLOBAL + "/{command_id}", get_command),
    Route("GET", _GUILD, list_commands, query=_QUERY),
    Route("PUT", _GUILD, replace_commands),
    Route("GET", _GUILD + "/{command_id}", get_command),
)
