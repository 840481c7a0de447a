"""/tiktok connect: an answer within three seconds whatever happens, and one clear sentence about what keeps it."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from standins.tiktok import Creator, TikTok
from standins.tiktok.log import Place
from tests.journeys.live_show_env import CONNECTING, FOLLOWED, NOBODY, OVER, WAITING, LiveShow

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("journeys to a LIVE")]
GOOD_KEY = TikTok().sign.key
NO_PROPER_ANSWER = "TikTok gave no proper answer; perhaps it asks for a captcha or blocks this address."
REFUSED, SIGN_FAILED = "TikTok refused the connection to the LIVE.", "The sign server gave no proper answer."
USED_UP = "⚠️ The sign server's limit is used up."
GONE_WRONG = {
    "captcha": NO_PROPER_ANSWER,
    "forbidden": NO_PROPER_ANSWER,
    "pages cut": "TikTok cannot be reached.",
    "blocked": REFUSED,
    "age restricted": "This LIVE is for adults only, and TikTok does not let the bot in.",
    "sign server broken": SIGN_FAILED,
    "sign server cut": SIGN_FAILED,
    "sign server empty": SIGN_FAILED,
    "sign server without cursor": REFUSED,
    "sign server hangs": SIGN_FAILED,
}


def go_wrong(nova: Creator, what: str) -> None:
    """The creator goes LIVE, and this stands between the bot and the LIVE."""
    live, tiktok = nova.go_live(), nova.world
    match what:
        case "captcha":
            tiktok.faults.captcha(Place.PAGE, times=math.inf)
            tiktok.faults.captcha(Place.ROOM_API, times=math.inf)
        case "forbidden":
            tiktok.faults.answer(Place.PAGE, 403, times=math.inf)
            tiktok.faults.answer(Place.ROOM_API, 403, times=math.inf)
        case "pages cut":
            tiktok.faults.cut(Place.PAGE, times=math.inf)
            tiktok.faults.cut(Place.ROOM_API, times=math.inf)
        case "blocked":
            tiktok.faults.block(times=math.inf)
        case "age restricted":
            live.age_restricted = True
        case "sign server broken":
            tiktok.faults.answer(Place.SIGN, 500, times=math.inf)
        case "sign server cut":
            tiktok.faults.cut(Place.SIGN, times=math.inf)
        case "sign server empty":
            tiktok.sign.leave_out("everything", times=math.inf)
        case "sign server without cursor":
            tiktok.sign.leave_out("cursor", times=math.inf)
        case "sign server hangs":
            tiktok.faults.hang(Place.SIGN, times=math.inf)


@pytest_asyncio.fixture(loop_scope="module")
async def nova(live_show: LiveShow) -> AsyncIterator[Creator]:
    """A creator, offline. Afterwards nobody is followed, nobody is LIVE, and nothing is planned to go wrong."""
    tiktok = live_show.tiktok
    creator = tiktok.find("nova") or tiktok.creator("nova")
    yield creator
    tiktok.faults.clear()
    tiktok.sign.leave_out("cursor", times=0)
    tiktok.sign.key = GOOD_KEY
    await live_show.disconnect()
    await creator.end_live(event=False, code=1000)


async def test_an_offline_creator_is_waited_for_and_a_disconnect_is_silent(live_show: LiveShow, nova: Creator) -> None:
    reply = await live_show.connect("nova")
    assert reply.ephemeral
    assert reply.text.startswith(f"{WAITING}\nCreator: @nova")
    assert "Next try: <t:" in await live_show.until(WAITING, "⚠️ The creator is not LIVE at the moment.")
    assert (await live_show.disconnect()).startswith(f"{NOBODY}\nCreator: @nova\n")
    await live_show.show.world.quiet(1)
    assert live_show.told("nova") == []


async def test_the_button_below_the_answer_shows_how_it_stands_now(live_show: LiveShow, nova: Creator) -> None:
    reply = await live_show.connect("nova")
    await live_show.until("The creator is not LIVE at the moment.")
    assert reply.message is not None
    again = await live_show.show.cast.people["Rita"].press(reply.message, "Refresh")
    assert "The creator is not LIVE at the moment." in again.text


async def test_an_unknown_creator_is_named_as_such_here_and_once_in_the_debug_channel(
    live_show: LiveShow, nova: Creator
) -> None:
    await live_show.connect("nobody")
    sentence = "TikTok knows no creator of this name who can go LIVE. Check how it is spelled."
    await live_show.until(NOBODY, sentence)
    await live_show.notices(f"@nobody is not followed. {sentence}", 1)


@pytest.mark.parametrize("what", GONE_WRONG)
async def test_whatever_keeps_it_is_said_in_one_sentence_and_is_tried_again(
    what: str, live_show: LiveShow, nova: Creator
) -> None:
    go_wrong(nova, what)
    await live_show.connect("nova")
    text = await live_show.until(f"⚠️ {GONE_WRONG[what]}")
    assert text.startswith((WAITING, CONNECTING))
    assert "Next try: <t:" in text


async def test_a_wrong_key_is_named_with_its_setting(live_show: LiveShow, nova: Creator) -> None:
    nova.go_live()
    live_show.tiktok.sign.key = "another key"
    await live_show.connect("nova")
    await live_show.until(NOBODY, "The sign server does not accept the key in SIGN_API_KEY. Check it, then connect")


async def test_a_quota_that_is_used_up_is_waited_for_until_its_reset(live_show: LiveShow, nova: Creator) -> None:
    tiktok, live = live_show.tiktok, nova.go_live()
    tiktok.sign.refuse(reset_seconds=2)
    asked = len(tiktok.requests_to(Place.SIGN))
    await live_show.connect("nova")
    await live_show.until(WAITING, USED_UP, "Next try: <t:")
    await live_show.until(FOLLOWED)
    first, second = tiktok.requests_to(Place.SIGN)[asked:]
    assert second.at - first.at >= 2
    assert live.sockets_opened == 1


async def test_a_quota_whose_reset_nobody_tells_is_waited_for_too(live_show: LiveShow, nova: Creator) -> None:
    nova.go_live()
    live_show.tiktok.sign.refuse(headers=False)
    await live_show.connect("nova")
    await live_show.until(WAITING, USED_UP, "Next try: <t:")


@pytest.mark.parametrize(
    "typed", ["nova", " @NOVA ", "https://www.tiktok.com/@nova/live", "tiktok.com/@nova?lang=en", "@nova "]
)
async def test_a_handle_may_be_typed_in_any_way_that_people_copy_it(
    typed: str, live_show: LiveShow, nova: Creator
) -> None:
    assert (await live_show.connect(typed)).text.startswith(f"{WAITING}\nCreator: @nova")


@pytest.mark.parametrize(
    "typed",
    ["n" * 200, "@", "two words", "ночь", "夜の音楽", "https://example.com/@nova", "@nova\u200b\u202e", "n", "../etc"],
)
async def test_what_is_no_handle_is_refused_in_one_sentence(typed: str, live_show: LiveShow) -> None:
    reply = await live_show.connect(typed)
    assert reply.ephemeral
    assert "Nothing changed." in reply.text
    assert len(reply.text) <= 300
    assert (await live_show.ask("disconnect")).text.startswith("No creator is followed right now. Nothing changed.")


async def test_of_two_connects_at_once_one_wins_and_the_other_is_told(live_show: LiveShow, nova: Creator) -> None:
    nova.go_live()
    live_show.tiktok.creator("other")
    both = await asyncio.gather(live_show.connect("nova"), live_show.ask("connect", "Sam", handle="other"))
    refused = [reply.text for reply in both if "Nothing changed" in reply.text]
    assert len(refused) == 1
    assert refused[0].startswith("The bot follows @")


async def test_the_same_creator_twice_at_once_is_one_connection(live_show: LiveShow, nova: Creator) -> None:
    live = nova.go_live()
    await asyncio.gather(live_show.connect("nova"), live_show.ask("connect", "Sam", handle="@Nova"))
    await live_show.until(FOLLOWED)
    await live_show.show.world.quiet(1)
    assert live.sockets_opened == 1
    assert len(live.listeners) == 1


@pytest.mark.parametrize("place", [Place.PAGE, Place.ALIVE, Place.ROOM_INFO, Place.SIGN, Place.PUSH])
async def test_a_disconnect_in_the_middle_of_connecting_is_done_within_three_seconds(
    place: Place, live_show: LiveShow, nova: Creator
) -> None:
    live, hanging = nova.go_live(), live_show.tiktok.faults.hang(place)
    await live_show.connect("nova")
    await live_show.show.world.until(lambda: hanging.met, what="the bot to knock")
    started = asyncio.get_running_loop().time()
    assert (await live_show.disconnect()).startswith(NOBODY)
    assert asyncio.get_running_loop().time() - started < 3
    assert (await live_show.status()).startswith(NOBODY)
    assert live.listeners == []


async def test_a_disconnect_from_a_live_and_from_one_that_was_lost_closes_the_session(
    live_show: LiveShow, nova: Creator
) -> None:
    for lost in (False, True):
        live = nova.go_live()
        await live_show.connect("nova")
        await live_show.until(FOLLOWED)
        if lost:
            live_show.tiktok.faults.cut(Place.PUSH, times=math.inf)
            await live.drop()
            await live_show.until("🟠 The LIVE was lost.")
        text = await live_show.disconnect()
        assert text.startswith(OVER)
        assert "It ended because somebody disconnected." in text
    assert (await live_show.ask("disconnect")).text.startswith("No creator is followed right now.")


async def test_a_live_that_ends_while_the_bot_connects_is_said_to_be_over(live_show: LiveShow, nova: Creator) -> None:
    live = nova.go_live()
    slow = live_show.tiktok.faults.delay(Place.PUSH, 1)
    await live_show.connect("nova")
    await live_show.show.world.until(lambda: slow.met, what="the bot to knock")
    await live.end()
    await live_show.until("The LIVE has ended.")


async def test_a_live_that_ends_before_the_sign_server_is_asked_is_waited_for(
    live_show: LiveShow, nova: Creator
) -> None:
    live = nova.go_live()
    slow = live_show.tiktok.faults.delay(Place.ALIVE, 1)
    await live_show.connect("nova")
    await live_show.show.world.until(lambda: slow.met, what="the bot to knock")
    await live.end()
    await live_show.until(WAITING, "The creator is not LIVE at the moment.")
