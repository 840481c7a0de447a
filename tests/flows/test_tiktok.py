"""/tiktok connect, disconnect and status, as reviewers see them; who follows is a stand-in that does as it is told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from domain import points_refusals
from domain.follow import FollowState, FollowStatus, Store, TroubleKind, Unfinished
from domain.live_events import EndReason
from services.live import Live
from tests.bot_env import BotEnv
from tests.flows.reviewer_actions import answer, asked, press, pressable

REFRESH = "tiktok:status"


@dataclass
class Followed:
    """Implements domain.follow.LiveSupervisors: how each server stands, and what was asked for."""

    at: dict[int, FollowStatus] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    has_sign_key: bool = False
    live: Live | None = None

    async def connect(self, guild_id: int, handle: str, store: Store) -> FollowStatus:
        """Waits for that creator from now on."""
        if current := self.status(guild_id).creator:
            raise points_refusals.already_connected(current)
        await store(handle)
        return self.resume(guild_id, Unfinished(handle))

    def resume(self, guild_id: int, unfinished: Unfinished) -> FollowStatus:
        """Waits for the same creator again."""
        handle = unfinished.creator
        self.done.append(f"connect {handle}")
        self.at[guild_id] = FollowStatus(FollowState.WAITING, handle)
        return self.at[guild_id]

    async def disconnect(self, guild_id: int) -> FollowStatus:
        """The session is over, and what was asked for with it."""
        assert self.live
        await self.live.unfollow(guild_id)
        self.done.append("disconnect")
        self.at[guild_id] = replace(self.at[guild_id], state=FollowState.ENDED, end_reason=EndReason.USER_INITIATED)
        return self.at[guild_id]

    def status(self, guild_id: int) -> FollowStatus:
        """How it stands."""
        return self.at.get(guild_id, FollowStatus())

    def statuses(self) -> list[FollowStatus]:
        """The same of all servers."""
        return list(self.at.values())

    async def reach(self) -> dict[str, str]:
        """Nothing is wrong."""
        return {"TikTok": "", "sign server": ""}


@pytest.fixture
def followed(bot_env: BotEnv) -> Followed:
    """Who follows on this bot environment."""
    bot_env.bot.supervisors = made = Followed(live=bot_env.services.live)
    return made


@pytest.mark.parametrize("command", ["tiktok connect", "tiktok disconnect", "tiktok status"])
async def test_a_member_is_refused_and_nothing_is_done(command: str, bot_env: BotEnv, followed: Followed) -> None:
    options = {"handle": "nova"} if command == "tiktok connect" else {}
    assert "Only reviewers can do this" in answer(
        await bot_env.mia.slash(bot_env.channels["reviewer"], command, **options)
    )
    assert "Only reviewers can do this" in await press(bot_env, bot_env.mia, REFRESH)
    assert followed.done == []


async def test_connect_answers_with_how_it_stands_and_is_remembered(bot_env: BotEnv, followed: Followed) -> None:
    result = await bot_env.rita.slash(bot_env.channels["reviewer"], "tiktok connect", handle="nova")
    assert answer(result) == "🟡 Waiting until the creator goes LIVE.\nCreator: @nova"
    assert pressable(asked(result)) == [REFRESH]
    assert [request.creator for request, _ in await bot_env.services.live.follow_requests()] == ["nova"]
    again = answer(await bot_env.sam.slash(bot_env.channels["reviewer"], "tiktok connect", handle="other"))
    assert again.startswith("The bot follows @nova already. Nothing changed.")
    assert followed.done == ["connect nova"]
    log = answer(await bot_env.rita.slash(bot_env.channels["reviewer"], "audit"))
    assert "follow @nova" in log


async def test_the_status_tells_all_there_is_to_tell(bot_env: BotEnv, followed: Followed) -> None:
    now = bot_env.env.now()
    followed.at[bot_env.guild.id] = FollowStatus(
        FollowState.RECONNECTING,
        "dj_nova",
        room_id=7_400_000_000_000_000_001,
        session_id=12,
        opened_at=now - timedelta(hours=3),
        uptime_seconds=3 * 3600 + 59,
        last_event_at=now,
        next_try_at=now + timedelta(seconds=30),
        trouble=TroubleKind.SIGN_KEY,
        problem="The sign server does not accept the key in SIGN_API_KEY.",
        counts={"like": 12_345, "gift": 67},
        unreadable=3,
        shed=1_000,
    )
    result = await bot_env.rita.slash(bot_env.channels["reviewer"], "tiktok status")
    at = int(now.timestamp())
    assert answer(result).replace("\\", "").splitlines() == [
        "🟠 The LIVE was lost. Trying again; within ten minutes the session goes on.",
        "Creator: @dj_nova",
        "⚠️ The sign server does not accept the key in SIGN_API_KEY.",
        "Room: 7400000000000000001",
        "Session: 12",
        "Running for: 3 h 0 min",
        f"Last event: <t:{at}:R>",
        f"Next try: <t:{at + 30}:R>",
        "Events: 67 gift, 12,345 like",
        "Not readable: 3",
        "Joins left out because there were too many events: 1,000",
    ]


async def test_refresh_shows_the_newest_state_in_place_of_the_old_one(bot_env: BotEnv, followed: Followed) -> None:
    shown = asked(await bot_env.rita.slash(bot_env.channels["reviewer"], "tiktok connect", handle="nova"))
    followed.at[bot_env.guild.id] = FollowStatus(FollowState.LIVE, "nova", session_id=4)
    again = await bot_env.rita.click(shown, label="Refresh")
    assert again.response is not None
    assert again.response.id == shown.id
    assert again.response.content.startswith("🟢 LIVE: everything is counted.\nCreator: @nova\nSession: 4")
    assert pressable(again.response) == [REFRESH]


async def test_refresh_still_works_after_a_restart(bot_env: BotEnv, followed: Followed) -> None:
    shown = asked(await bot_env.rita.slash(bot_env.channels["reviewer"], "tiktok connect", handle="nova"))
    await bot_env.services.live.unfollow(bot_env.guild.id)
    await bot_env.restart()
    again = await bot_env.rita.click(shown, label="Refresh")
    assert again.response is not None
    assert again.response.content == "⚪ Nobody is followed."


async def test_disconnect_ends_it_and_is_remembered_and_a_second_one_is_refused(
    bot_env: BotEnv, followed: Followed
) -> None:
    await bot_env.rita.slash(bot_env.channels["reviewer"], "tiktok connect", handle="nova")
    over = answer(await bot_env.sam.slash(bot_env.channels["reviewer"], "tiktok disconnect"))
    assert over == "⚪ The live session is over.\nCreator: @nova\nIt ended because somebody disconnected."
    assert await bot_env.services.live.follow_requests() == []
    again = answer(await bot_env.rita.slash(bot_env.channels["reviewer"], "tiktok disconnect"))
    assert again == "No creator is followed right now. Nothing changed. Start with /tiktok connect."
    assert followed.done == ["connect nova", "disconnect"]
