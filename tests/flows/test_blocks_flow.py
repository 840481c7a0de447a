"""Blocks by reviewers: made, listed, taken away, and met by the member."""

from __future__ import annotations

import re
from typing import Any

import pytest

from domain.blocks import BlockKind
from domain.refusals import Refusal
from tests.flows.desk import answer, in_queue, someone, submit
from tests.stage import Stage


async def test_a_blocked_member_is_refused_with_the_reason_until_the_block_is_taken_away(stage: Stage) -> None:
    desk = stage.channels["reviewer"]
    text = answer(await stage.rita.slash(desk, "block add", member=stage.mia, reason="spam", days=7))
    found = re.search(r"Blocked: \*\*(\d+)\*\* <@(\d+)>: spam \(ends <t:\d+:R>\)", text)
    assert found is not None
    assert int(found[2]) == stage.mia.id
    with pytest.raises(Refusal, match=r"You cannot submit songs here until .*: spam"):
        await submit(stage, stage.mia, "Song")
    assert found[0].removeprefix("Blocked: ") in answer(await stage.rita.slash(desk, "block list"))
    await stage.rita.slash(desk, "block remove", number=int(found[1]))
    assert answer(await stage.rita.slash(desk, "block list")) == "Nobody and nothing is blocked."
    await submit(stage, stage.mia, "Song")


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ({"handle": "@Loud.One"}, "TikTok account @loud.one"),
        ({"website": "https://www.Evil.example/path?x=1"}, "website evil.example"),
        ({"text": "Free  Bitcoin"}, "text “Free Bitcoin”"),
    ],
)
async def test_blocks_say_what_they_look_at(stage: Stage, options: dict[str, Any], shown: str) -> None:
    text = answer(await stage.rita.slash(stage.channels["reviewer"], "block add", reason="spam", **options))
    assert f"{shown}: spam (until taken away)" in text


async def test_a_blocked_website_and_text_turn_songs_down(stage: Stage) -> None:
    desk = stage.channels["reviewer"]
    await stage.rita.slash(desk, "block add", website="https://mia.bandcamp.com/", reason="not hers")
    await stage.rita.slash(desk, "block add", text="bitcoin", reason="spam")
    with pytest.raises(Refusal, match="not hers"):
        await submit(stage, stage.mia, "Song")
    with pytest.raises(Refusal, match="spam"):
        await submit(stage, stage.max, "Buy BITCOIN")
    await submit(stage, stage.max, "Song")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "Name exactly one: a member, a handle, a website, or a text."),
        ({"text": "abc", "website": "a.example"}, "Name exactly one"),
        ({"text": "ab"}, "at least three letters"),
        ({"website": "not a website"}, "“not a website” is not a website."),
        ({"website": "localhost"}, "is not a website."),
        ({"text": "abc", "remove_songs": True}, "remove_songs goes with a member only."),
        ({"handle": "no spaces allowed"}, "That is not a TikTok name."),
        ({"text": "abc", "reason": "\u200b"}, "A reason is needed."),
    ],
)
async def test_blocks_that_make_no_sense_are_refused(stage: Stage, options: dict[str, Any], said: str) -> None:
    desk = stage.channels["reviewer"]
    text = answer(await stage.rita.slash(desk, "block add", **{"reason": "spam", **options}))
    assert said in text
    assert "Nothing changed." in text
    assert await stage.services.blocks.holding(stage.guild.id) == []


async def test_a_block_number_that_is_not_there_is_refused(stage: Stage) -> None:
    text = answer(await stage.rita.slash(stage.channels["reviewer"], "block remove", number=9))
    assert "There is no block number 9. Nothing changed." in text


async def test_the_log_names_a_blocked_member(stage: Stage) -> None:
    desk = stage.channels["reviewer"]
    await stage.rita.slash(desk, "block add", member=stage.mia, reason="spam")
    assert "rita blocked **member mia** · “spam”" in answer(await stage.rita.slash(desk, "audit"))


async def test_a_long_list_of_blocks_fits_and_counts_what_it_leaves_out(stage: Stage) -> None:
    for number in range(30):
        pattern = f"{number:03}" + "*" * 97
        await stage.services.blocks.add(stage.guild.id, someone(stage.rita), BlockKind.PATTERN, pattern, "`" * 200)
    text = answer(await stage.rita.slash(stage.channels["reviewer"], "block list"))
    assert len(text) < 2000
    assert "more." in text


async def test_a_block_that_removes_songs_is_taken_back_whole(stage: Stage) -> None:
    desk = stage.channels["reviewer"]
    for title, skip in (("One", False), ("Two", True)):
        await submit(stage, stage.mia, title, skip=skip)
    text = answer(await stage.rita.slash(desk, "block add", member=stage.mia, reason="spam", remove_songs=True))
    assert "2 songs that waited are taken out. /undo takes back both, /block remove only the block." in text
    assert await in_queue(stage) == []
    log = answer(await stage.rita.slash(desk, "audit"))
    assert "rita blocked a member and removed **2 songs of mia** · “spam”" in log
    text = answer(await stage.sam.slash(desk, "undo"))
    assert "Taken back: rita blocked a member and removed **2 songs of mia**" in text
    assert await in_queue(stage) == [1]
    assert answer(await stage.rita.slash(desk, "block list")) == "Nobody and nothing is blocked."
