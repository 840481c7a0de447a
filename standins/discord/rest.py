"""All routes of the API, gathered."""

from __future__ import annotations

from standins.discord import (
    rest_channels,
    rest_commands,
    rest_guilds,
    rest_interactions,
    rest_messages,
    rest_pins,
    rest_users,
)

ROUTES = (
    *rest_users.ROUTES,
    *rest_commands.ROUTES,
    *rest_guilds.ROUTES,
    *rest_channels.ROUTES,
    *rest_pins.ROUTES,
    *rest_messages.ROUTES,
    *rest_interactions.ROUTES,
)
