"""What is dropped in the submission channel, with the message content intent and without."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from standins.discord import Message, Upload
from tests.audio import song
from tests.journeys.show import LINKS, Show, open_show, receipt

BUSY = ("the database cannot be used", "Handling exception in internal background task")


async def test_with_the_intent_a_dropped_song_is_submitted_and_its_message_removed(tmp_path: Path) -> None:
    async with open_show(tmp_path) as show:
        file = Upload("drop.mp3", song("mp3", artist="Ana", title="Dropped"))
        number = receipt(await show.cast.dropped("Ana", file=file))
        await show.world.until(lambda: not _written_by(show, "Ana"), what="the message to be removed")
        assert f"Now playing: #{number} " in (await show.next()).text


async def test_without_the_intent_a_dropped_song_is_answered_with_the_submit_button_and_stays(tmp_path: Path) -> None:
    async with open_show(tmp_path, intents=0) as show:
        await show.cast.dropped("Ana", f"please {LINKS}drop")
        await show.world.quiet()
        [message] = _written_by(show, "Ana")
        answer = show.cast.stage.public_messages()[-1]
        assert show.cast.people["Ana"].mention in answer.text
        assert not answer.pings(show.cast.people["Ana"])
        assert (await show.cast.people["Ana"].press(answer, "Submit")).modal is not None
        assert not message.deleted


async def test_a_song_that_is_dropped_while_the_database_cannot_be_used_is_taken_in_afterwards(tmp_path: Path) -> None:
    async with open_show(tmp_path, expected=BUSY) as show:
        with closing(sqlite3.connect(show.bot.data_dir / "music_queue.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            file = Upload("drop.mp3", song("mp3", artist="Ana", title="Dropped"))
            dropping = asyncio.create_task(show.cast.dropped("Ana", file=file))
            await asyncio.sleep(5)
            assert not dropping.done()
        number = receipt(await dropping)
        assert f"Now playing: #{number} " in (await show.next()).text


async def test_a_song_comes_before_a_flood_of_chatter_whose_writers_are_answered_once(tmp_path: Path) -> None:
    async with open_show(tmp_path) as show:
        bot_env, ben = show.cast.stage, show.cast.people["Ben"]
        crowd = [ben.guild.member(f"Fan {number}") for number in range(40)]
        before = set(_of_the_bot(show))
        for number in range(300):
            await ben.say(bot_env, f"spam {number}")
        for fan in crowd:
            await fan.say(bot_env, "how does this work?")
        file = Upload("drop.mp3", song("mp3", artist="Ana", title="Dropped"))
        number = receipt(await show.cast.dropped("Ana", file=file))
        said = [text for one, text in _of_the_bot(show).items() if one not in before]
        place = next(place for place, text in enumerate(said) if f"#{number} " in text)
        assert place <= 15  # of 41; what was answered while the file was looked at
        assert sum(ben.mention in text for text in said) == 1
        assert not any(one.pings(ben) for one in bot_env.public_messages())


async def test_a_member_who_floods_with_songs_does_not_hold_up_another_ones(tmp_path: Path) -> None:
    async with open_show(tmp_path) as show:
        bot_env, ben = show.cast.stage, show.cast.people["Ben"]
        before = set(_of_the_bot(show))
        for number in range(300):
            await ben.say(bot_env, f"{LINKS}flood-{number}")
        file = Upload("drop.mp3", song("mp3", artist="Ana", title="Dropped"))
        number = receipt(await show.cast.dropped("Ana", file=file))
        said = [text for one, text in _of_the_bot(show).items() if one not in before]
        assert next(place for place, text in enumerate(said) if f"#{number} " in text) <= 8
        await show.world.until(lambda: _told(show, "Ben"), timeout=60, what="the answer to what is left of the flood")
        assert sum(ben.mention in text for text in _of_the_bot(show).values()) <= 30  # ten wait, some went meanwhile


def _told(show: Show, name: str) -> bool:
    """Whether the member was told how a song is sent."""
    told = f"{show.cast.people[name].mention} to send a song, press Submit."
    return any(text.startswith(told) for text in _of_the_bot(show).values())


def _of_the_bot(show: Show) -> dict[int, str]:
    """What the bot said in the submission channel, by the ids of the messages."""
    return {one.id: one.text for one in show.cast.stage.public_messages() if one.author is show.world.bot}


def _written_by(show: Show, name: str) -> list[Message]:
    user = show.cast.people[name].user
    return [message for message in show.cast.stage.public_messages() if message.author is user]
