"""/tiktok connect, disconnect and status, as reviewers see them; who follows is a stand-in that does as it is told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from domain import points_refusals
from domain.following import State, Status, Store, TroubleKind, Unfinished
from domain.live import EndReason
from services.live import Live
from tests.flows.desk import answer, asked, press, pressable
from tests.stage import Stage

REFRESH = "tiktok:status"


@dataclass
class Followed:
    """Implements domain.following.Followings: how each server stands, and what was asked for."""

    at: dict[int, Status] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    has_sign_key: bool = False
    live: Live | None = None

    async def connect(self, guild_id: int, handle: str, store: Store) -> Status:
        """Waits for that creator from now on."""
        if current := self.status(guild_id).creator:
            raise points_refusals.already_connected(current)
        await store(handle)
        return self.resume(guild_id, Unfinished(handle))

    def resume(self, guild_id: int, unfinished: Unfinished) -> Status:
        """Waits for the same creator again."""
        handle = unfinished.creator
        self.done.append(f"connect {handle}")
        self.at[guild_id] = Status(State.WAITING, handle)
        return self.at[guild_id]

    async def disconnect(self, guild_id: int) -> Status:
        """The session is over, and what was asked for with it."""
        assert self.live
        await self.live.unfollow(guild_id)
        self.done.append("disconnect")
        self.at[guild_id] = replace(self.at[guild_id], state=State.ENDED, end_reason=EndReason.USER_INITIATED)
        return self.at[guild_id]

    def status(self, guild_id: int) -> Status:
        """How it stands."""
        return self.at.get(guild_id, Status())

    def statuses(self) -> list[Status]:
        """The same of all servers."""
        return list(self.at.values())

    async def reach(self) -> dict[str, str]:
        """Nothing is wrong."""
        return {"TikTok": "", "sign server": ""}


@pytest.fixture
def followed(stage: Stage) -> Followed:
    """Who follows on this stage."""
    stage.bot.followings = made = Followed(live=stage.services.live)
    return made


@pytest.mark.parametrize("command", ["tiktok connect", "tiktok disconnect", "tiktok status"])
async def test_a_member_is_refused_and_nothing_is_done(command: str, stage: Stage, followed: Followed) -> None:
    options = {"handle": "nova"} if command == "tiktok connect" else {}
    assert "Only reviewers can do this" in answer(await stage.mia.slash(stage.channels["reviewer"], command, **options))
    assert "Only reviewers can do this" in await press(stage, stage.mia, REFRESH)
    assert followed.done == []


async def test_connect_answers_with_how_it_stands_and_is_remembered(stage: Stage, followed: Followed) -> None:
    result = await stage.rita.slash(stage.channels["reviewer"], "tiktok connect", handle="nova")
    assert answer(result) == "🟡 Waiting until the creator goes LIVE.\nCreator: @nova"
    assert pressable(asked(result)) == [REFRESH]
    assert [wish.creator for wish, _ in await stage.services.live.wishes()] == ["nova"]
    again = answer(await stage.sam.slash(stage.channels["reviewer"], "tiktok connect", handle="other"))
    assert again.startswith("The bot follows @nova already. Nothing changed.")
    assert followed.done == ["connect nova"]
    log = answer(await stage.rita.slash(stage.channels["reviewer"], "audit"))
    assert "follow @nova" in log


async def test_the_status_tells_all_there_is_to_tell(stage: Stage, followed: Followed) -> None:
    now = stage.env.now()
    followed.at[stage.guild.id] = Status(
        State.RECONNECTING,
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
    result = await stage.rita.slash(stage.channels["reviewer"], "tiktok status")
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


async def test_refresh_shows_the_newest_state_in_place_of_the_old_one(stage: Stage, followed: Followed) -> None:
    shown = asked(await stage.rita.slash(stage.channels["reviewer"], "tiktok connect", handle="nova"))
    followed.at[stage.guild.id] = Status(State.LIVE, "nova", session_id=4)
    again = await stage.rita.click(shown, label="Refresh")
    assert again.response is not None
    assert again.response.id == shown.id
    assert again.response.content.startswith("🟢 LIVE: everything is counted.\nCreator: @nova\nSession: 4")
    assert pressable(again.response) == [REFRESH]


async def test_refresh_still_works_after_a_restart(stage: Stage, followed: Followed) -> None:
    shown = asked(await stage.rita.slash(stage.channels["reviewer"], "tiktok connect", handle="nova"))
    await stage.services.live.unfollow(stage.guild.id)
    await stage.restart()
    again = await stage.rita.click(shown, label="Refresh")
    assert again.response is not None
    assert again.response.content == "⚪ Nobody is followed."


async def test_disconnect_ends_it_and_is_remembered_and_a_second_one_is_refused(
    stage: Stage, followed: Followed
) -> None:
    await stage.rita.slash(stage.channels["reviewer"], "tiktok connect", handle="nova")
    over = answer(await stage.sam.slash(stage.channels["reviewer"], "tiktok disconnect"))
    assert over == "⚪ The live session is over.\nCreator: @nova\nIt ended because somebody disconnected."
    assert await stage.services.live.wishes() == []
    again = answer(await stage.rita.slash(stage.channels["reviewer"], "tiktok disconnect"))
    assert again == "No creator is followed right now. Nothing changed. Start with /tiktok connect."
    assert followed.done == ["connect nova", "disconnect"]
