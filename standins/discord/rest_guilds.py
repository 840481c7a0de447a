"""Routes about a guild: itself, its channels, roles and members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from standins.discord import errors, permissions
from standins.discord.call import Call, Route
from standins.discord.channel import CATEGORY, TEXT, Channel
from standins.discord.errors import ApiError
from standins.discord.lookup import guild_of
from standins.discord.permissions import Overwrite, Permission
from standins.discord.shape import SNOWFLAKE, Flag, ListOf, Modal, OneOf, Shape, Text, Whole

if TYPE_CHECKING:
    from standins.discord.guild import Guild
    from standins.discord.member import Member
    from standins.discord.role import Role
    from standins.discord.wire import Json

OVERWRITE = Modal({"id": SNOWFLAKE, "type": OneOf({0, 1}), "allow": Whole(0), "deny": Whole(0)}, {"id"})
CHANNEL_FIELDS: dict[str, Shape] = {
    "name": Text(1, 100),
    "topic": Text(0, 1024),
    "nsfw": Flag(),
    "position": Whole(0),
    "parent_id": SNOWFLAKE,
    "rate_limit_per_user": Whole(0, 21_600),
    "permission_overwrites": ListOf(OVERWRITE, 0, 100),
}
_NEW_CHANNEL = Modal({**CHANNEL_FIELDS, "type": OneOf({TEXT, CATEGORY})}, {"name"})
_NEW_ROLE = Modal(
    {
        "name": Text(0, 100),
        "permissions": Whole(0),
        "color": Whole(0, 0xFFFFFF),
        "colors": Modal({"primary_color": Whole(), "secondary_color": Whole(), "tertiary_color": Whole()}),
        "hoist": Flag(),
        "mentionable": Flag(),
    }
)


async def get_guild(call: Call) -> Json:
    """The guild."""
    guild = guild_of(call)
    counts: Json = {}
    if call.query.get("with_counts") in {"1", "true", "True"}:
        counts = {"approximate_member_count": len(guild.members), "approximate_presence_count": 1}
    return {**guild.payload(), **counts}


async def list_channels(call: Call) -> list[Json]:
    """All channels of the guild."""
    return [channel.payload() for channel in guild_of(call).channels.values()]


async def create_channel(call: Call) -> Json:
    """Creates a channel: needs MANAGE_CHANNELS."""
    guild = guild_of(call)
    body = call.checked(_NEW_CHANNEL)
    permissions.require_in_guild(guild.bot, Permission.MANAGE_CHANNELS)
    overwrites = checked_overwrites(guild, body.get("permission_overwrites") or [])
    name = channel_name(body["name"], body.get("type") or TEXT)
    channel = Channel(guild, call.world.ids.next(), name, body.get("type") or TEXT)
    apply_fields(channel, body)
    return guild.add_channel(channel, overwrites).payload()


def channel_name(name: str, kind: int) -> str:
    """The name as Discord keeps it: text channels are in lower case and without spaces."""
    return name.strip() if kind == CATEGORY else "-".join(name.lower().split())


def apply_fields(channel: Channel, body: Json) -> None:
    """Sets what a body says about a channel, except name and overwrites."""
    channel.topic = body.get("topic", channel.topic)
    channel.nsfw = bool(body.get("nsfw", channel.nsfw))
    channel.slowmode_seconds = int(body.get("rate_limit_per_user") or channel.slowmode_seconds)
    if body.get("position") is not None:
        channel.position = int(body["position"])
    if "parent_id" in body:
        channel.parent_id = _parent(channel, body["parent_id"])


def _parent(channel: Channel, parent_id: object) -> int | None:
    if parent_id is None:
        return None
    parent = channel.guild.channels.get(int(str(parent_id)))
    if parent is None or parent.kind != CATEGORY:
        raise errors.wrong_field("parent_id", "CHANNEL_PARENT_INVALID", "Category does not exist")
    return parent.id


def checked_overwrites(guild: Guild, listed: list[Json]) -> dict[Role | Member, Overwrite]:
    """Overwrites that the bot may set; raises 50013 for a permission that the bot does not have itself."""
    held = permissions.in_guild(guild.bot)
    overwrites: dict[Role | Member, Overwrite] = {}
    for entry in listed:
        allow, deny = int(entry.get("allow") or 0), int(entry.get("deny") or 0)
        # Discord: only permissions that the bot has can be allowed or denied; MANAGE_ROLES only by administrators.
        if (allow | deny) & ~held or ((allow | deny) & Permission.MANAGE_ROLES and held != permissions.ALL):
            raise ApiError(errors.MISSING_PERMISSIONS)
        overwrites[target_of(guild, int(entry["id"]))] = Overwrite(allow, deny)
    return overwrites


def target_of(guild: Guild, target_id: int) -> Role | Member:
    """The role or member with this id; raises 10009."""
    target = guild.roles.get(target_id) or guild.members.get(target_id)
    if target is None:
        raise ApiError(errors.UNKNOWN_OVERWRITE)
    return target


async def list_roles(call: Call) -> list[Json]:
    """All roles of the guild."""
    return [role.payload() for role in guild_of(call).roles.values()]


async def create_role(call: Call) -> Json:
    """Creates a role: needs MANAGE_ROLES, and no permission that the bot lacks."""
    guild = guild_of(call)
    body = call.checked(_NEW_ROLE)
    permissions.require_in_guild(guild.bot, Permission.MANAGE_ROLES)
    wanted = int(body.get("permissions") or 0)
    if wanted & ~permissions.in_guild(guild.bot):
        raise ApiError(errors.MISSING_PERMISSIONS)
    name = body.get("name") or "new role"
    return guild.role(name, wanted, mentionable=bool(body.get("mentionable"))).payload()


async def get_member(call: Call) -> Json:
    """One member; `@me` in the path is the bot itself."""
    guild = guild_of(call)
    own = call.params.get("user_id") is None
    member = guild.bot if own else guild.members.get(call.number("user_id"))
    if member is None:
        raise ApiError(errors.UNKNOWN_MEMBER)
    return member.payload()


ROUTES = (
    Route("GET", "/guilds/{guild_id}", get_guild, query={"with_counts"}),
    Route("GET", "/guilds/{guild_id}/channels", list_channels),
    Route("POST", "/guilds/{guild_id}/channels", create_channel),
    Route("GET", "/guilds/{guild_id}/roles", list_roles),
    Route("POST", "/guilds/{guild_id}/roles", create_role),
    Route("GET", "/guilds/{guild_id}/members/@me", get_member),
    Route("GET", "/guilds/{guild_id}/members/{user_id}", get_member),
)
