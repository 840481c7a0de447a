"""What is dropped in the submission channel, with the message content intent and without."""

from __future__ import annotations

from pathlib import Path

from sandbox.discord import Message, Upload
from tests.audio import song
from tests.journeys.show import LINKS, Show, open_show, receipt


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
        assert answer.pings(show.cast.people["Ana"])
        assert (await show.cast.people["Ana"].press(answer, "Submit")).modal is not None
        assert not message.deleted


def _written_by(show: Show, name: str) -> list[Message]:
    user = show.cast.people[name].user
    return [message for message in show.cast.stage.public_messages() if message.author is user]
