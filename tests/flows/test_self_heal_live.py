"""Self-heal of the LIVE: what a server asked to follow is followed."""

from __future__ import annotations

import asyncio

from cogs.self_heal import SWEEP_MINUTES
from domain.follow import FollowState, FollowStatus, Unfinished
from domain.submissions import Person
from services.live_recorder import GuildRecorder
from tests.bot_env import BotEnv
from tests.flows.display_checks import backstage, drawn
from tests.flows.reviewer_actions import answer
from tiktok.ports import LiveSettings
from tiktok.supervisor import Supervisors
from views.reviewing.live_status import resume_neglected


class Noted(Supervisors):
    """Supervisors that note whom they are told to follow."""

    def __init__(self, bot_env: BotEnv) -> None:
        services = bot_env.services
        super().__init__(
            LiveSettings(), services.clock, lambda guild_id: GuildRecorder(services.live, services.feed, guild_id)
        )
        self.resumed: list[Unfinished] = []

    def resume(self, guild_id: int, unfinished: Unfinished) -> FollowStatus:
        """Notes it."""
        self.resumed.append(unfinished)
        return self.status(guild_id)

    def status(self, _: int) -> FollowStatus:
        """Waiting, once it was told whom to follow."""
        if not self.resumed:
            return FollowStatus()
        return FollowStatus(FollowState.WAITING, self.resumed[-1].creator)


async def test_a_live_that_is_asked_for_and_not_followed_is_taken_up_again_once_and_told(bot_env: BotEnv) -> None:
    bot_env.bot.supervisors = noted = Noted(bot_env)
    assert "✅ TikTok: nobody is to be followed" in await selfheal(bot_env)
    await ask_for(bot_env, "night.owl")
    assert "🔧 TikTok: @night.owl was not followed any more, and is again" in await selfheal(bot_env)
    assert "✅ TikTok: @night.owl is followed" in await selfheal(bot_env)
    assert [one.creator for one in noted.resumed] == ["night.owl"]


async def test_the_sweep_takes_up_such_a_live_too(bot_env: BotEnv) -> None:
    bot_env.bot.supervisors = noted = Noted(bot_env)
    await ask_for(bot_env, "night.owl")
    await bot_env.env.advance_time(SWEEP_MINUTES * 60 + 1)
    assert [one.creator for one in noted.resumed] == ["night.owl"]


async def test_a_following_that_is_just_being_ended_is_not_taken_up_again(bot_env: BotEnv) -> None:
    bot_env.bot.supervisors = noted = Noted(bot_env)
    await ask_for(bot_env, "night.owl")
    with bot_env.env._bot_scope():
        healing = asyncio.create_task(resume_neglected(bot_env.bot))
    await asyncio.sleep(0.2)  # real time: enough for a look, while the pause until the second one is simulated
    with backstage(bot_env) as services:
        await services.live.unfollow(bot_env.guild.id)
    await drawn(bot_env)
    assert await healing == {}
    assert noted.resumed == []


async def ask_for(bot_env: BotEnv, creator: str) -> None:
    """The server wants to follow that creator."""
    with backstage(bot_env) as services:
        await services.live.follow(bot_env.guild.id, Person(bot_env.rita.id, "rita"), creator)


async def selfheal(bot_env: BotEnv) -> str:
    """What /selfheal says."""
    return answer(await bot_env.boss.slash(bot_env.channels["debug"], "selfheal"))
