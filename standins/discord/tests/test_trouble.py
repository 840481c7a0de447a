"""Rate limits and faults: answers that make the library wait, try again, or give up."""

from __future__ import annotations

import time

import aiohttp
import discord
import pytest

from standins.discord import Discord
from standins.discord.tests.conftest import Scene, code_of

CREATE = "/channels/{channel_id}/messages"
EDIT = CREATE + "/{message_id}"


def _statuses(world: Discord, route: str) -> list[int]:
    return [request.status for request in world.requests if request.route_template == route]


async def _raw(world: Discord, channel_id: int) -> aiohttp.ClientResponse:
    headers = {"Authorization": f"Bot {world.token}"}
    url = f"{world.api_base}/channels/{channel_id}/messages"
    async with aiohttp.ClientSession(headers=headers) as session, session.post(url, json={"content": "x"}) as answer:
        await answer.read()
        return answer


async def test_the_sixth_message_in_five_seconds_is_refused_with_the_headers_of_discord() -> None:
    async with Discord() as world:
        channel = world.guild("Night Show").text_channel("submit")
        answers = [await _raw(world, channel.id) for _ in range(6)]
        assert [answer.status for answer in answers] == [200] * 5 + [429]
        left = [answer.headers["X-RateLimit-Remaining"] for answer in answers]
        assert left == ["4", "3", "2", "1", "0", "0"]
        assert answers[5].headers["Via"]
        assert answers[5].headers["Content-Type"] == "application/json"
        assert (await answers[5].json())["retry_after"] <= 5
        other = world.guild("Other").text_channel("submit")
        assert (await _raw(world, other.id)).status == 200
        world.clock.advance(5)
        assert (await _raw(world, channel.id)).status == 200


async def test_the_library_waits_by_itself_when_a_limit_is_used_up(scene: Scene) -> None:
    scene.world.ratelimits.on = True
    theirs = await scene.mia.say(scene.channel, "x")
    started = time.monotonic()
    for emoji in "✅🎵🔥":
        await scene.seen().get_partial_message(theirs.id).add_reaction(emoji)
    assert time.monotonic() - started > 0.4
    assert {request.status for request in scene.world.requests if "reactions" in request.route_template} == {204}


async def test_old_messages_of_a_channel_take_three_edits_in_six_seconds(scene: Scene) -> None:
    scene.world.ratelimits.on = True
    old = [await scene.seen().send(str(number)) for number in range(2)]
    scene.world.clock.advance(3601)
    for number in range(3):
        await old[number % 2].edit(content="x")
    path = f"/channels/{scene.channel.id}/messages/{old[0].id}"
    headers = {"Authorization": f"Bot {scene.world.token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.patch(scene.world.api_base + path, json={"content": "y"}) as answer,
    ):
        body = await answer.json()
    assert (answer.status, body["code"]) == (429, 30046)
    assert 0 < body["retry_after"] <= 6
    assert int(answer.headers["X-RateLimit-Remaining"]) > 0
    scene.world.clock.advance(6)
    await old[0].edit(content="y")


async def test_a_failure_before_the_effect_is_tried_again_by_the_library(scene: Scene) -> None:
    scene.world.faults.fail("POST", CREATE, 502)
    await scene.seen().send("x")
    assert _statuses(scene.world, CREATE) == [502, 200]
    assert len(scene.channel.public_messages()) == 1


async def test_a_failure_after_the_effect_does_not_double_a_message_with_a_nonce(scene: Scene) -> None:
    scene.world.faults.fail("POST", CREATE, 500, after_effect=True)
    await scene.seen().send("x", nonce="once")
    assert _statuses(scene.world, CREATE) == [500, 200]
    assert len(scene.channel.public_messages()) == 1


async def test_a_failure_after_the_effect_doubles_a_followup(scene: Scene) -> None:
    panel = (await scene.mia.slash(scene.channel, "panel")).message
    assert panel is not None
    scene.world.faults.fail("POST", "/webhooks/{webhook_id}/{token}", 500, after_effect=True)
    reply = await scene.mia.press(panel, "Next")
    await scene.world.until(lambda: len(reply.followups) == 2)


async def test_a_fault_meets_the_calls_that_it_names_and_no_others(scene: Scene) -> None:
    other = scene.guild.text_channel("other")
    fault = scene.world.faults.fail(
        "POST", CREATE, 403, code=50013, where=lambda request: request.channel_id == other.id
    )
    await scene.seen().send("x")
    assert await code_of(scene.seen(other).send("x")) == 50013
    await scene.seen(other).send("x")
    assert fault.met == 1


async def test_a_cut_connection_gives_no_answer_but_may_have_had_its_effect(scene: Scene) -> None:
    scene.world.faults.cut("POST", CREATE, after_effect=True)
    with pytest.raises(aiohttp.ClientError):
        await scene.seen().send("x")
    assert len(scene.channel.public_messages()) == 1


async def test_a_delayed_callback_comes_too_late(scene: Scene) -> None:
    scene.world.faults.delay("POST", "/interactions/{interaction_id}/{token}/callback", 0.3)
    reply = await scene.mia.slash(scene.channel, "echo", count=1)
    assert reply.latency_seconds >= 0.3


async def test_the_log_tells_what_was_asked(scene: Scene) -> None:
    sent = await scene.seen().send("x")
    await sent.edit(content="y")
    last = scene.world.requests[-1]
    assert (last.method, last.route_template, last.status) == ("PATCH", EDIT, 200)
    assert (last.channel_id, last.message_id) == (scene.channel.id, sent.id)
    assert isinstance(last.body_json, dict)
    assert last.body_json["content"] == "y"
    assert isinstance(sent, discord.Message)
