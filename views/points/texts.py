"""Points split by where they come from, each with an emoji and a word."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from domain.points import Origin, PointsByOrigin
from services.points import Given, MemberPoints
from views.base import Interaction, tell
from views.checks import guild_of, require_admin
from views.components import Button
from views.pages import buttons, settle
from views.text import plain, song_line

EMOJI = {
    Origin.LIKES: "❤️",
    Origin.COMMENTS: "💬",
    Origin.SHARES: "🔁",
    Origin.FOLLOWS: "➕",
    Origin.SUBSCRIPTIONS: "⭐",
    Origin.JOINS: "👋",
    Origin.GIFTS: "🎁",
    Origin.STAFF: "🛠️",
}


def origins_text(points: PointsByOrigin) -> str:
    """`❤️ 12 likes · 🎁 40 gifts`, or `no points`."""
    parts = [
        f"{EMOJI[origin]} {points.by_origin[origin]:,} {origin}" for origin in Origin if origin in points.by_origin
    ]
    return " · ".join(parts) or "no points"


MOST_ACCOUNTS = 20


def points_text(name: str, found: MemberPoints) -> str:
    """A member's points by origin and by TikTok account."""
    lines = [f"**{plain(name)}: {found.points.total:,} points**", origins_text(found.points)]
    accounts = [f"{plain('@' + handle)}: {points:,}" for handle, points in found.by_account.items()]
    if found.credit:
        lines.append(f"🪙 Credit: {found.credit:,} coins of gifts that are not spent yet")
    if accounts:
        lines.append("By TikTok account: " + " · ".join(accounts[:MOST_ACCOUNTS]))
    return "\n".join(lines)


def credit_text(name: str, coins: int, given: Given) -> str:
    """What a gift of credit by hand did."""
    lines = [f"🪙 {plain(name)} got {coins:,} coins of credit and has {given.credit:,} unspent."]
    if given.promoted and given.promoted.line:
        lines.append(f"⬆️ {song_line(given.promoted)} moved up to {given.promoted.line.label}.")
    return "\n".join(lines)


def leaderboard_text(top: Sequence[tuple[int, int]]) -> str:
    """The members with the most points, numbered."""
    if not top:
        return "Nobody has points yet."
    lines = [f"{place}\\. <@{member_id}>: {points:,}" for place, (member_id, points) in enumerate(top, start=1)]
    return "\n".join(["**Most points**", *lines])


class ResetEveryoneButton(Button, prefix="points:reseteveryone"):
    """Sets every balance of the server to zero."""

    label = "Reset everyone"
    style = discord.ButtonStyle.danger

    async def press(self, interaction: Interaction) -> None:
        doer, points = require_admin(interaction), interaction.client.services.points
        gone = await points.reset_everyone(guild_of(interaction), doer)
        await settle(interaction, reset_text("everyone", gone))


def reset_text(name: str, gone: int) -> str:
    """What a reset did."""
    return f"🧹 {plain(name)}: {gone:,} points are gone. /undo brings them back."


async def ask_to_reset_everyone(interaction: Interaction) -> None:
    """Asks before everybody's points go."""
    text = "Set the points of everyone on this server to zero?"
    await tell(interaction, text, view=buttons(ResetEveryoneButton()))
