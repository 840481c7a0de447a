"""What is committed is never called unchanged, and nobody is told to do it again."""

from __future__ import annotations

import pytest

from domain import refusals
from tests.bot_env import BotEnv
from tests.flows.reviewer_actions import answer, playing, press, submit
from views.reviewing import buttons

KEPT = "What was done is kept: /queue and /mysubmissions show how things stand."


async def test_a_bug_behind_a_commit_does_not_say_try_again(bot_env: BotEnv, monkeypatch: pytest.MonkeyPatch) -> None:
    song = await submit(bot_env, bot_env.mia, "Song")
    monkeypatch.setattr(buttons, "next_text", None)
    text = await press(bot_env, bot_env.rita, "review:next:0")
    assert KEPT in text
    assert "Tell the staff the code" in text
    assert "again" not in text
    assert await playing(bot_env) == song.number


async def test_a_refusal_behind_a_commit_does_not_say_that_nothing_changed(
    bot_env: BotEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    song = await submit(bot_env, bot_env.mia, "Song")

    def refuse(*_: object) -> str:
        raise refusals.data_in_use()

    monkeypatch.setattr(buttons, "next_text", refuse)
    assert (await press(bot_env, bot_env.rita, "review:next:0")).endswith(KEPT)
    assert await playing(bot_env) == song.number


async def test_a_bug_before_any_commit_says_to_look_and_try_again(
    bot_env: BotEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buttons, "require_reviewer", None)
    assert "then try again" in await press(bot_env, bot_env.rita, "review:next:0")


async def test_a_receipt_of_a_stored_song_does_not_say_that_nothing_changed(bot_env: BotEnv) -> None:
    text = answer(
        await bot_env.mia.slash(
            bot_env.channels["submission"],
            "submitlink",
            link="https://mia.bandcamp.com/track/one",
            artist="Mia",
            title="One",
            tiktok_handle="not a handle!",
        )
    )
    assert "is in." in text
    assert "About the TikTok handle:" in text
    assert "Nothing changed" not in text
