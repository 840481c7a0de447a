"""The check list of /setup: a line for each thing, green or not, with what to do."""

from __future__ import annotations

from collections.abc import Iterator

import discord

from domain.settings import GuildSettings
from guild.channel_checks import channel_lines, staff_lines

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
ADVICE = (
    "💡 Where gifts promote songs, the handle proof code is better; where few fans use TikTok, the Free order fair."
)
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
    if settings.handle_proof == "none" or settings.free_order == "engagement":
        yield ADVICE
