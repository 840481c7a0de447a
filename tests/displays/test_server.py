"""The displays of a server: each channel has its worker, and what has no channel holds up nobody."""

from __future__ import annotations

from displays.guild_displays import ServerDisplays
from displays.worker import ChannelWorker
from guild.alerts import Alerts
from services.tasks import Tasks
from tests.bot_env import BotEnv


async def test_displays_without_a_channel_do_not_share_a_worker(bot_env: BotEnv) -> None:
    tasks, names = Tasks(), list[str]()
    troubles = Alerts(bot_env.bot, tasks)

    def worker_of(name: str) -> ChannelWorker:
        names.append(name)
        return ChannelWorker(tasks, name)

    servers = [bot_env.env.create_guild(name=name) for name in ("New Show", "Another Show")]
    await bot_env.env.settle()
    for server in servers:
        await ServerDisplays(bot_env.bot, troubles, worker_of, server.id).follow_settings()
    await tasks.close()
    assert len(names) == len(set(names)) > 2 * len(servers)
