"""Blocks by reviewers: made, listed, taken away, and met by the member."""

from __future__ import annotations

import re
from typing import Any

import pytest

from domain.blocks import BlockKind
from domain.refusals import Refusal
from tests.bot_env import BotEnv
from tests.flows.reviewer_actions import answer, in_queue, someone, submit


async def test_a_blocked_member_is_refused_with_the_reason_until_the_block_is_taken_away(bot_env: BotEnv) -> None:
    follower_env = bot_env.channels["reviewer"]
    text = answer(await bot_env.rita.slash(follower_env, "block add", member=bot_env.mia, reason="spam", days=7))
    found = re.search(r"Blocked: \*\*(\d+)\*\* <@(\d+)>: spam \(ends <t:\d+:R>\)", text)
    assert found is not None
    assert int(found[2]) == bot_env.mia.id
    with pytest.raises(Refusal, match=r"You cannot submit songs here until .*: spam"):
        await submit(bot_env, bot_env.mia, "Song")
    assert found[0].removeprefix("Blocked: ") in answer(await bot_env.rita.slash(follower_env, "block list"))
    await bot_env.rita.slash(follower_env, "block remove", number=int(found[1]))
    assert answer(await bot_env.rita.slash(follower_env, "block list")) == "Nobody and nothing is blocked."
    await submit(bot_env, bot_env.mia, "Song")


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ({"handle": "@Loud.One"}, "TikTok account @loud.one"),
        ({"website": "https://www.Evil.example/path?x=1"}, "website evil.example"),
        ({"text": "Free  Bitcoin"}, "text “Free Bitcoin”"),
    ],
)
async def test_blocks_say_what_they_look_at(bot_env: BotEnv, options: dict[str, Any], shown: str) -> None:
    text = answer(await bot_env.rita.slash(bot_env.channels["reviewer"], "block add", reason="spam", **options))
    assert f"{shown}: spam (until taken away)" in text


async def test_a_blocked_website_and_text_turn_songs_down(bot_env: BotEnv) -> None:
    follower_env = bot_env.channels["reviewer"]
    await bot_env.rita.slash(follower_env, "block add", website="https://mia.bandcamp.com/", reason="not hers")
    await bot_env.rita.slash(follower_env, "block add", text="bitcoin", reason="spam")
    with pytest.raises(Refusal, match="not hers"):
        await submit(bot_env, bot_env.mia, "Song")
    with pytest.raises(Refusal, match="spam"):
        await submit(bot_env, bot_env.max, "Buy BITCOIN")
    await submit(bot_env, bot_env.max, "Song")


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
async def test_blocks_that_make_no_sense_are_refused(bot_env: BotEnv, options: dict[str, Any], said: str) -> None:
    follower_env = bot_env.channels["reviewer"]
    text = answer(await bot_env.rita.slash(follower_env, "block add", **{"reason": "spam", **options}))
    assert said in text
    assert "Nothing changed." in text
    assert await bot_env.services.blocks.holding(bot_env.guild.id) == []


async def test_a_block_number_that_is_not_there_is_refused(bot_env: BotEnv) -> None:
    text = answer(await bot_env.rita.slash(bot_env.channels["reviewer"], "block remove", number=9))
    assert "There is no block number 9. Nothing changed." in text


async def test_the_log_names_a_blocked_member(bot_env: BotEnv) -> None:
    follower_env = bot_env.channels["reviewer"]
    await bot_env.rita.slash(follower_env, "block add", member=bot_env.mia, reason="spam")
    assert "rita blocked **member mia** · “spam”" in answer(await bot_env.rita.slash(follower_env, "audit"))


async def test_a_long_list_of_blocks_fits_and_counts_what_it_leaves_out(bot_env: BotEnv) -> None:
    for number in range(30):
        pattern = f"{number:03}" + "*" * 97
        await bot_env.services.blocks.add(
            bot_env.guild.id, someone(bot_env.rita), BlockKind.PATTERN, pattern, "`" * 200
        )
    text = answer(await bot_env.rita.slash(bot_env.channels["reviewer"], "block list"))
    assert len(text) < 2000
    assert "more." in text


async def test_a_block_that_removes_songs_is_taken_back_whole(bot_env: BotEnv) -> None:
    follower_env = bot_env.channels["reviewer"]
    for title, skip in (("One", False), ("Two", True)):
        await submit(bot_env, bot_env.mia, title, skip=skip)
    text = answer(
        await bot_env.rita.slash(follower_env, "block add", member=bot_env.mia, reason="spam", remove_songs=True)
    )
    assert "2 songs that waited are taken out. /undo takes back both, /block remove only the block." in text
    assert await in_queue(bot_env) == []
    log = answer(await bot_env.rita.slash(follower_env, "audit"))
    assert "rita blocked a member and removed **2 songs of mia** · “spam”" in log
    text = answer(await bot_env.sam.slash(follower_env, "undo"))
    assert "Taken back: rita blocked a member and removed **2 songs of mia**" in text
    assert await in_queue(bot_env) == [1]
    assert answer(await bot_env.rita.slash(follower_env, "block list")) == "Nobody and nothing is blocked."
