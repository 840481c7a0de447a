"""Points split by where they come from, each with an emoji and a word."""

from __future__ import annotations

from domain.points import Origin, PointsByOrigin

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
