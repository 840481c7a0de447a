"""The connection breaks while the bot answers: what was asked for is done once, and whoever asked reads what happened.

Each operation is done with the connection cut at its first answer, at its deferral, or at the edit that fills one,
before Discord did what it was asked, or after.
"""

from __future__ import annotations

import pytest

from demo.cast import upload
from standins.discord import NO_ANSWER, Reply
from standins.discord.errors import ActorError
from tests.journeys.show import LINKS, Show, receipt

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("journeys with cut answers")]
FIRST = ("POST", "/interactions/{interaction_id}/{token}/callback")
FILLED = ("PATCH", "/webhooks/{webhook_id}/{token}/messages/@original")
FURTHER = ("POST", "/webhooks/{webhook_id}/{token}")
SAY = ("POST", "/channels/{channel_id}/messages")

cut_before_or_after = pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
cut_twice = pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])


async def text_of(reply: Reply) -> str:
    """What the person reads in the end; there is no second message."""
    await reply.finished()
    assert reply.ephemeral
    assert reply.followups == []
    assert "went wrong" not in reply.text
    return reply.text


@cut_before_or_after
@cut_twice
async def test_next_whose_answer_is_cut_plays_one_song_and_says_which(show: Show, times: int, *, after: bool) -> None:
    first = await show.submit("Ana", f"next-{times}-{after}")
    second = await show.submit("Ben", f"next-{times}-{after}-b")
    fault = show.world.faults.cut(*FIRST, times=times, after_effect=after)
    assert f"Now playing: #{first} " in await text_of(await show.next())
    assert fault.left == 0 or after
    show.world.faults.clear()
    assert f"Now playing: #{second} " in await text_of(await show.next())


@cut_before_or_after
async def test_the_button_next_whose_answer_is_cut_plays_one_song_and_says_which(show: Show, *, after: bool) -> None:
    number = await show.submit("Cleo", f"press-{after}")
    await show.world.quiet(2.5, timeout=60)
    fault = show.world.faults.cut(*FIRST, after_effect=after)
    board = show.cast.board("reviewer", "Reviewers")
    reply = await show.cast.people["Sam"].press(board, "Next")
    assert f"Now playing: #{number} " in await text_of(reply)
    assert fault.left == 0


@cut_before_or_after
async def test_adjustpoints_whose_answer_is_cut_books_once_and_says_so(show: Show, *, after: bool) -> None:
    olga, dan = show.cast.people["Olga"], show.cast.people["Dan"]
    before = await points(show, "Dan")
    show.world.faults.cut(*FIRST, after_effect=after)
    reply = await olga.slash(show.cast.channels["chat"], "adjustpoints", member=dan, amount=7, reason="for the test")
    assert f"Dan: +7 points, {before + 7} now." in await text_of(reply)
    assert await points(show, "Dan") == before + 7


async def points(show: Show, name: str) -> int:
    """The member's points."""
    text = await show.cast.command(name, "points")
    return int(text.partition(f"{name}: ")[2].partition(" points")[0])


@cut_before_or_after
async def test_undo_whose_answer_is_cut_takes_back_one_step_and_says_which(show: Show, *, after: bool) -> None:
    olga, eve, chat = show.cast.people["Olga"], show.cast.people["Eve"], show.cast.channels["chat"]
    for amount in (1, 10):
        await (await olga.slash(chat, "adjustpoints", member=eve, amount=amount, reason="to undo")).finished()
    before = await points(show, "Eve")
    show.world.faults.cut(*FIRST, after_effect=after)
    assert "Eve" in await text_of(await olga.slash(chat, "undo"))
    assert await points(show, "Eve") == before - 10


@cut_before_or_after
@pytest.mark.parametrize("where", [FIRST, FILLED], ids=["deferral", "edit"])
async def test_submitlink_whose_answer_is_cut_stores_one_song_and_gives_its_receipt(
    show: Show, where: tuple[str, str], *, after: bool
) -> None:
    title = f"link-{where[0]}-{after}".lower()
    fault = show.world.faults.cut(*where, after_effect=after)
    reply = await show.cast.people["Finn"].slash(
        show.cast.stage, "submitlink", link=LINKS + title, artist="Finn", title=title
    )
    number = receipt(await text_of(reply))
    assert fault.left == 0
    assert f"Now playing: #{number} " in (await show.next()).text


@cut_before_or_after
@pytest.mark.parametrize("where", ["form", "deferral", "edit"])
async def test_the_form_whose_answer_is_cut_stores_one_song_and_gives_its_receipt(
    show: Show, where: str, *, after: bool
) -> None:
    title, gia, faults = f"form-{where}-{after}", show.cast.people["Gia"], show.world.faults
    if where == "form":
        faults.cut(*FIRST, after_effect=after)
    opened = await gia.slash(show.cast.stage, "submit")
    if where != "form":
        faults.cut(*(FIRST if where == "deferral" else FILLED), after_effect=after)
    await show.world.quiet(0.5, timeout=60)
    reply = await gia.fill(opened.modal, {"Artist": "Gia", "Title": title, "Link": LINKS + title})
    number = receipt(await text_of(reply))
    assert f"Now playing: #{number} " in (await show.next()).text


@cut_before_or_after
async def test_a_dropped_song_whose_answer_is_cut_is_stored_once_and_answered_once(show: Show, *, after: bool) -> None:
    hugo, bot_env = show.cast.people["Hugo"], show.cast.stage
    seen = {one.id for one in bot_env.public_messages()}
    fault = show.world.faults.cut(*SAY, after_effect=after, where=lambda request: request.channel_id == bot_env.id)
    message = await hugo.say(bot_env, files=[upload("mp3", 500 + after, "Hugo", f"Dropped {after}")])
    await show.world.until(lambda: message.deleted, timeout=60, what="the dropped message to go")
    answers = [one.text for one in bot_env.public_messages() if one.id not in seen and one.pings(hugo)]
    assert len(answers) == 1
    assert fault.left == 0
    assert f"Now playing: #{receipt(answers[0])} " in (await show.next()).text


@cut_before_or_after
async def test_an_update_of_ones_own_message_whose_answer_is_cut_is_made_once(show: Show, *, after: bool) -> None:
    ida = show.cast.people["Ida"]
    title = f"own-{after}"
    given = await ida.slash(show.cast.stage, "submitlink", link=LINKS + title, artist="Ida", title=title)
    await given.finished()
    assert given.message is not None
    show.world.faults.cut(*FIRST, after_effect=after)
    reply = await ida.press(given.message, "Remove")
    await show.world.until(lambda: "is out of the queue" in given.text, timeout=10, what="the outcome")
    assert reply.followups == []


@pytest.mark.parametrize("status", [0, 500], ids=["cut", "500"])
async def test_a_followup_is_never_sent_twice(show: Show, status: int) -> None:
    faults, jon, chat = show.world.faults, show.cast.people["Jon"], show.cast.channels["chat"]
    fault = faults.fail(*FURTHER, status, after_effect=True) if status else faults.cut(*FURTHER, after_effect=True)
    songs = [upload("mp3", 300 + status + which, "Jon", f"Many {status} {which}") for which in (1, 2)]
    message = await jon.say(chat, files=songs)
    reply = await jon.menu(chat, "Submit this track", message)
    await reply.finished()
    await show.world.quiet(2.5, timeout=60)
    assert fault.left == 0
    assert len(reply.followups) == 1
    await show.next()


async def test_an_answer_that_comes_too_late_is_no_bug(show: Show) -> None:
    number = await show.submit("Kim", "late")
    show.world.faults.cut(*FIRST, times=50)
    reply = await show.next()
    assert reply.text == NO_ANSWER
    await show.world.quiet(2.5, timeout=60)
    show.world.faults.clear()
    await show.shown(number)


async def test_suggestions_that_are_lost_on_their_way_are_no_bug(show: Show) -> None:
    """The show at its end finds no error in the log."""
    fault = show.world.faults.cut(*FIRST)
    with pytest.raises(ActorError):
        await show.cast.people["Rita"].autocomplete(show.cast.channels["reviewer"], "remove", "submission", "")
    assert fault.left == 0
    await show.cast.people["Rita"].autocomplete(show.cast.channels["reviewer"], "remove", "submission", "")
