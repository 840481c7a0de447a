"""A connect that falls into somebody's disconnect, or into an end by itself, at every step of it: it is not lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from domain.follow import FollowState, FollowStatus, Room, TroubleKind
from domain.live_events import EndReason
from domain.refusals import Refusal
from services.container import Services
from services.live_recorder import GuildRecorder
from tests.bot_env import HandClock, open_services
from tests.show import GUILD, RITA, SAM
from tests.tiktok.memory_recorder import QUICK
from tiktok.ports import Gateway, Sink, Trouble
from tiktok.supervisor import Supervisor

CREATOR, ROOM = "nova", Room(7, "nova")
MOST_STEPS = 40


class Door:
    """Implements ports.Gateway: the creator is LIVE until `is_unknown` or is not found at all."""

    unreadable = 0

    def __init__(self) -> None:
        self.is_unknown = False

    async def find(self) -> Room:
        if self.is_unknown:
            raise Trouble(TroubleKind.UNKNOWN_CREATOR)
        return ROOM

    async def listen(self, room: Room, sink: Sink) -> None:
        await sink.opened(room)
        await asyncio.Event().wait()

    async def close(self) -> None:
        pass

    async def open(self, _: str) -> Gateway:
        return self


class Watched(GuildRecorder):
    """The bot's recorder; at its `step`th step, before or after a call, `then` happens."""

    def __init__(self, services: Services) -> None:
        super().__init__(services.live, services.feed, GUILD)
        self.steps, self.step = 0, -1
        self.then: Callable[[], None] = lambda: None

    async def moment(self) -> None:
        self.steps += 1
        if self.steps == self.step:
            self.then()
            await asyncio.sleep(0.05)

    async def closed(self, session_id: int, wish_id: int, reason: EndReason, at: datetime) -> None:
        await self.moment()
        await super().closed(session_id, wish_id, reason, at)
        await self.moment()

    async def unfollowed(self, wish_id: int) -> None:
        await self.moment()
        await super().unfollowed(wish_id)
        await self.moment()

    async def state_changed(self, status: FollowStatus) -> None:
        await self.moment()
        await super().state_changed(status)
        await self.moment()

    async def remember(self, wish_id: int, next_try_at: datetime | None) -> None:
        await self.moment()
        await super().remember(wish_id, next_try_at)
        await self.moment()


class Scene:
    """One server, its supervisor and its services."""

    def __init__(self, services: Services, clock: HandClock) -> None:
        self.live, self.door, self.recorder = services.live, Door(), Watched(services)
        self.supervisor = Supervisor(self.door.open, self.recorder, clock, QUICK)

    async def connect(self, handle: str = CREATOR) -> FollowStatus:
        """What /tiktok connect does, by Sam."""
        return await self.supervisor.connect_stored(handle, partial(self.live.follow, GUILD, SAM))

    async def disconnect(self) -> None:
        """What /tiktok disconnect does, by Rita."""
        await self.live.note_disconnect(GUILD, RITA)
        await self.supervisor.disconnect()
        await self.recorder.moment()

    async def reach(self, state: FollowState) -> None:
        async with asyncio.timeout(10):
            while self.supervisor.status().state is not state:  # noqa: ASYNC110 - there is no event for it
                await asyncio.sleep(0.005)

    async def connected_at(self, step: int, ending: Callable[[], object]) -> bool:
        """Somebody connects at that step of the ending; False where it has fewer steps."""
        connecting: list[asyncio.Task[FollowStatus]] = []
        self.recorder.then = lambda: connecting.append(asyncio.create_task(self.connect()))
        self.recorder.steps, self.recorder.step = 0, step
        result = ending()
        if asyncio.iscoroutine(result):
            await result
        else:
            await asyncio.sleep(0.3)
        self.recorder.step = -1
        await asyncio.gather(*connecting)
        return bool(connecting)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    clock = HandClock()
    async with open_services(tmp_path, clock) as opened:
        made = Scene(opened.services, clock)
        yield made
        await made.supervisor.close()


async def test_at_every_step_of_a_disconnect_a_connect_is_kept_and_followed(scene: Scene) -> None:
    steps = 0
    await scene.connect()
    await scene.reach(FollowState.LIVE)
    while await scene.connected_at(steps + 1, scene.disconnect):
        steps += 1
        await scene.reach(FollowState.LIVE)
        [(request, session)] = await scene.live.follow_requests()
        assert session is not None
        assert (request.creator, session.session_id) == (CREATOR, scene.supervisor.status().session_id)
    assert 6 < steps < MOST_STEPS


async def test_at_every_step_of_an_end_by_itself_a_connect_is_kept_and_followed(scene: Scene) -> None:
    steps = 0

    def unknown() -> None:
        scene.door.is_unknown = True
        scene.supervisor.connect(CREATOR)

    while await scene.connected_at(steps + 1, unknown):
        steps += 1
        scene.door.is_unknown = False
        if scene.supervisor.status().state is FollowState.IDLE:  # it came before the search was given up
            await scene.connect()
        await scene.reach(FollowState.LIVE)
        [(request, _)] = await scene.live.follow_requests()
        assert request.creator == CREATOR
        await scene.disconnect()
        assert await scene.live.follow_requests() == []
    assert 3 < steps < MOST_STEPS


async def test_nobody_is_followed_before_it_is_stored(scene: Scene) -> None:
    async def fails(_: str) -> int:
        raise Refusal("The disk is full.", "Try again.")

    with pytest.raises(Refusal, match="disk"):
        await scene.supervisor.connect_stored(CREATOR, fails)
    assert scene.supervisor.status().state is FollowState.IDLE


async def test_of_two_creators_at_once_one_is_stored_and_followed(scene: Scene) -> None:
    first, second = await asyncio.gather(scene.connect("nova"), scene.connect("other"), return_exceptions=True)
    assert isinstance(first, FollowStatus)
    assert isinstance(second, Refusal)
    [(request, _)] = await scene.live.follow_requests()
    assert request.creator == "nova"
