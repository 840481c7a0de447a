"""The check list of /setup: a line for each thing, green or not, with what to do."""

from __future__ import annotations

from collections.abc import Iterator

import discord

from displays.permissions import channel_of
from displays.report import channel_lines
from domain.settings import GuildSettings

STAFF_SEES = ("reviewer_channel", "bookmarks_channel")
LADDERS = {
    "classic": "three paid lines above Free: Skip, DoubleSkip, BackToBack.",
    "tiers": "five paid lines above Free, from 5 Skip to 25+ Skip.",
}
ORDERS = {
    "engagement": "who earned more points on the LIVE comes first.",
    "fifo": "who submitted first comes first.",
    "fair": "who had fewer turns tonight comes first; best where few fans use TikTok.",
}
PROOFS = {
    "none": "whoever names a TikTok handle has it; quick, but anybody can claim it.",
    "code": "a fan types a code in the LIVE chat once; best where gifts promote songs.",
    "staff": "a reviewer confirms each handle.",
}
PRESETS = {"ladder": LADDERS, "free_order": ORDERS, "handle_proof": PROOFS}
PRESET_NAMES = {"ladder": "ladder", "free_order": "Free order", "handle_proof": "handle proof"}


def check_list(guild: discord.Guild, settings: GuildSettings, *, message_content: bool) -> list[str]:
    """Every line."""
    return [
        *channel_lines(guild, settings),
        *staff_lines(guild, settings),
        content_line(message_content=message_content),
        *preset_lines(settings),
    ]


def staff_lines(guild: discord.Guild, settings: GuildSettings) -> Iterator[str]:
    """The staff role: there or not, and whether it sees the reviewers' channels."""
    role = guild.get_role(settings.staff_role or 0)
    if settings.staff_role is None:
        yield "➖ staff role: none yet, so only people with Manage Server may review. Pick one with /setup."
    elif role is None:
        yield "❌ staff role: it is gone. Pick another one with /setup."
    elif blind := _unseen(guild, settings, role):
        places = " and ".join(channel.mention for channel in blind)
        yield f"❌ staff role: {role.mention} cannot see {places}. Give it View Channel in the channel's settings."
    else:
        yield f"✅ staff role: {role.mention}"


def _unseen(guild: discord.Guild, settings: GuildSettings, role: discord.Role) -> list[discord.TextChannel]:
    channels = (channel_of(guild, settings, purpose) for purpose in STAFF_SEES)
    return [one for one in channels if one and not one.permissions_for(role).view_channel]


def content_line(*, message_content: bool) -> str:
    """Whether the bot reads what is dropped in the submission channel; Discord tells before the bot connects."""
    if message_content:
        return "✅ message content: on, so a file or a link dropped in the submission channel is a submission."
    return (
        "➖ message content: off, so a dropped file or link gets a Submit button; Message Content Intent on the page "
        "Bot of Discord's developer portal and a restart of the bot change that."
    )


def preset_lines(settings: GuildSettings) -> Iterator[str]:
    """The rules of the show that an owner should know about."""
    for name, sentences in PRESETS.items():
        value = str(getattr(settings, name))
        yield f"✅ {PRESET_NAMES[name]}: {value}, {sentences[value]}"
