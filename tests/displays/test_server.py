"""The displays of a server: each channel has its worker, and what has no channel holds up nobody."""

from __future__ import annotations

from displays.server import ServerDisplays
from displays.tasks import Tasks
from displays.troubles import Troubles
from displays.worker import ChannelWorker
from tests.stage import Stage


async def test_displays_without_a_channel_do_not_share_a_worker(stage: Stage) -> None:
    tasks, names = Tasks(), list[str]()
    troubles = Troubles(stage.bot, tasks)

    def worker_of(name: str) -> ChannelWorker:
        names.append(name)
        return ChannelWorker(tasks, name)

    servers = [stage.env.create_guild(name=name) for name in ("New Show", "Another Show")]
    await stage.env.settle()
    for server in servers:
        await ServerDisplays(stage.bot, troubles, worker_of, server.id).follow_settings()
    await tasks.close()
    assert len(names) == len(set(names)) > 2 * len(servers)
