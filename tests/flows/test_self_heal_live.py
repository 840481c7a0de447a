"""Self-heal of the LIVE: what a server asked to follow is followed."""

from __future__ import annotations

import asyncio

from cogs.self_heal import SWEEP_MINUTES
from displays.followings import mend_followings
from domain.following import State, Status, Unfinished
from domain.submissions import Person
from services.recording import GuildRecorder
from tests.flows.boards import backstage, drawn
from tests.flows.desk import answer
from tests.stage import Stage
from tiktok.ports import LiveSettings
from tiktok.supervisors import Supervisors


class Noted(Supervisors):
    """Supervisors that note whom they are told to follow."""

    def __init__(self, stage: Stage) -> None:
        services = stage.services
        super().__init__(
            LiveSettings(), services.clock, lambda guild_id: GuildRecorder(services.live, services.feed, guild_id)
        )
        self.resumed: list[Unfinished] = []

    def resume(self, guild_id: int, unfinished: Unfinished) -> Status:
        """Notes it."""
        self.resumed.append(unfinished)
        return self.status(guild_id)

    def status(self, _: int) -> Status:
        """Waiting, once it was told whom to follow."""
        if not self.resumed:
            return Status()
        return Status(State.WAITING, self.resumed[-1].creator)


async def test_a_live_that_is_asked_for_and_not_followed_is_taken_up_again_once_and_told(stage: Stage) -> None:
    stage.bot.followings = noted = Noted(stage)
    assert "✅ TikTok: nobody is to be followed" in await selfheal(stage)
    await ask_for(stage, "night.owl")
    assert "🔧 TikTok: @night.owl was not followed any more, and is again" in await selfheal(stage)
    assert "✅ TikTok: @night.owl is followed" in await selfheal(stage)
    assert [one.creator for one in noted.resumed] == ["night.owl"]


async def test_the_sweep_takes_up_such_a_live_too(stage: Stage) -> None:
    stage.bot.followings = noted = Noted(stage)
    await ask_for(stage, "night.owl")
    await stage.env.advance_time(SWEEP_MINUTES * 60 + 1)
    assert [one.creator for one in noted.resumed] == ["night.owl"]


async def test_a_following_that_is_just_being_ended_is_not_taken_up_again(stage: Stage) -> None:
    stage.bot.followings = noted = Noted(stage)
    await ask_for(stage, "night.owl")
    with stage.env._bot_scope():
        healing = asyncio.create_task(mend_followings(stage.bot))
    await asyncio.sleep(0.2)  # real time: enough for a look, while the pause until the second one is simulated
    with backstage(stage) as services:
        await services.live.unfollow(stage.guild.id)
    await drawn(stage)
    assert await healing == {}
    assert noted.resumed == []


async def ask_for(stage: Stage, creator: str) -> None:
    """The server wants to follow that creator."""
    with backstage(stage) as services:
        await services.live.follow(stage.guild.id, Person(stage.rita.id, "rita"), creator)


async def selfheal(stage: Stage) -> str:
    """What /selfheal says."""
    return answer(await stage.boss.slash(stage.channels["debug"], "selfheal"))
