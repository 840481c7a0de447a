"""The Discord client as everything that talks to Discord sees it: a bot that carries the services of the show."""

from __future__ import annotations

import discord
from discord.ext import commands

from domain.follow import LiveSupervisors
from domain.installation import Installation
from domain.rounds import Rounds
from services.container import Services


class ShowBot(commands.Bot):
    """The Discord client as cogs and views see it: a bot that carries the services of the show."""

    services: Services
    command_ids: dict[str, int]
    supervisors: LiveSupervisors
    home: Installation
    rounds: Rounds


NO_PINGS = discord.AllowedMentions.none()
