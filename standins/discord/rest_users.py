"""Routes about the application, the bot itself, other users and direct messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from standins.discord import errors, ratelimits
from standins.discord.call import Call, Route
from standins.discord.errors import ApiError
from standins.discord.lookup import user_of
from standins.discord.shape import SNOWFLAKE, Modal

if TYPE_CHECKING:
    from standins.discord.wire import Json

_RECIPIENT = Modal({"recipient_id": SNOWFLAKE}, {"recipient_id"})


async def get_me(call: Call) -> Json:
    """The bot's own user."""
    return {**call.world.bot.payload(), "verified": True, "mfa_enabled": True, "flags": 0, "locale": "en-US"}


async def get_application(call: Call) -> Json:
    """The application, with the flags that tell its privileged intents."""
    world = call.world
    return {
        "id": str(world.bot.id),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "summary": "",
        "type": None,
        "bot": world.bot.payload(),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": world.application_flags,
        "hook": True,
        "owner": world.app_owner.payload(),
        "team": None,
        "integration_types_config": {"0": {}},
        "approximate_guild_count": len(world.guilds),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
    }


async def get_gateway(call: Call) -> Json:
    """Where the gateway is, and how many sessions may still be opened today."""
    left = 1000 - call.world.gateway.identifies
    limit = {"total": 1000, "remaining": left, "reset_after": 86_400_000, "max_concurrency": 1}
    return {"url": call.world.gateway_url, "shards": 1, "session_start_limit": limit}


async def get_gateway_address(call: Call) -> Json:
    """Where the gateway is."""
    return {"url": call.world.gateway_url}


async def get_user(call: Call) -> Json:
    """Any user."""
    return user_of(call).payload()


async def open_direct(call: Call) -> Json:
    """The channel of direct messages with a user."""
    user_id = int(call.checked(_RECIPIENT)["recipient_id"])
    user = call.world.users.get(user_id)
    if user is None or user.is_bot:
        raise ApiError(errors.CANNOT_DIRECT_MESSAGE)
    return call.world.direct(user).payload()


async def list_guilds(call: Call) -> list[Json]:
    """The guilds that the bot is in."""
    world = call.world
    ours = [guild for guild in world.guilds if world.bot.id in guild.members]
    return [{"id": str(guild.id), "name": guild.name, "icon": None, "owner": False, "features": []} for guild in ours]


ROUTES = (
    Route("GET", "/users/@me", get_me),
    Route("GET", "/users/@me/guilds", list_guilds, query={"limit", "before", "after", "with_counts"}),
    Route("POST", "/users/@me/channels", open_direct, limit=ratelimits.OPEN_DIRECT),
    Route("GET", "/users/{user_id}", get_user),
    Route("GET", "/oauth2/applications/@me", get_application),
    Route("GET", "/applications/@me", get_application),
    Route("GET", "/gateway/bot", get_gateway),
    Route("GET", "/gateway", get_gateway_address),
)
