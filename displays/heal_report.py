"""The answer of /selfheal, and the lines about channels in it: what was checked, what was found, what to do."""

from __future__ import annotations

from collections.abc import Mapping

from displays.display import Display
from domain.follow import FollowStatus
from guild.channel_checks import channel_lines, staff_lines
from views.base import Interaction
from views.checks import guild_of
from views.components import COMPONENTS
from views.reviewing.live_status import AT_REST
from views.text import plain

LONGEST = 1900  # Discord: a message has at most 2,000 characters


async def heal_report(interaction: Interaction, mended: Mapping[Display, list[str]], followed: str | None) -> str:
    """A line for each thing that was checked; `followed` is the creator whose LIVE had to be taken up again."""
    services, guild = interaction.client.services, interaction.guild
    settings = await services.settings.of(guild_of(interaction))
    verdict = await services.records.quick_check()
    lines = [
        "✅ database: sound" if verdict == "ok" else f"❌ database: {verdict}. Stop the bot and look at its log.",
        f"✅ buttons: all {len(COMPONENTS)} kinds are registered",
        _live_line(interaction.client.supervisors.status(guild_of(interaction)), followed),
    ]
    lines += [_display_line(display, done) for display, done in mended.items()]
    lines += [*channel_lines(guild, settings), *staff_lines(guild, settings)] if guild else []
    return "\n".join(lines)[:LONGEST]


def _display_line(display: Display, mended: list[str]) -> str:
    where = f"{display.name} in <#{display.channel_id}>"
    if display.trouble:
        return f"❌ {where}: {display.trouble}"
    return f"🔧 {where}: {', '.join(mended)}" if mended else f"✅ {where}"


def _live_line(status: FollowStatus, followed: str | None) -> str:
    if followed:
        return f"🔧 TikTok: {plain('@' + followed)} was not followed any more, and is again"
    if status.state in AT_REST:
        return "✅ TikTok: nobody is to be followed"
    return f"✅ TikTok: {plain('@' + (status.creator or ''))} is followed"
