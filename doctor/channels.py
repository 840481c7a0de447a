"""A server's channels: whether each is there, and whether the bot may do there what it has to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import discord

from doctor.checks import CheckResult
from domain.settings import GuildSettings
from guild.permissions import PURPOSES, missing_permissions, purpose_name

NEEDED = {"submission_channel", "queue_channel", "reviewer_channel", "now_playing_channel"}
ChannelOf = Callable[[int], object]


def channel_lines(settings: GuildSettings, channel_of: ChannelOf, me: discord.Member) -> Iterator[CheckResult]:
    """A line for each channel of the server's settings; `channel_of` finds one by its id."""
    for purpose in PURPOSES:
        name, channel_id = f"{purpose_name(purpose)} channel", getattr(settings, purpose)
        channel = channel_of(channel_id) if channel_id else None
        if channel_id is None:
            yield CheckResult(name, "none is picked.", "Pick one with /setup." if purpose in NEEDED else "")
        elif not isinstance(channel, discord.TextChannel):
            yield CheckResult(name, "it is gone.", "Pick another one with /setup.")
        elif missing := missing_permissions(channel, purpose, me):
            mend = "Give the bot that in the channel's settings."
            yield CheckResult(name, f"the bot lacks {', '.join(missing)} in #{channel.name}.", mend)
        else:
            yield CheckResult(name, f"#{channel.name}, all permissions are there.")
