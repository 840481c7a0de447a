"""Songs as files: through the form, onto the disk, and into the channel as something that can be played."""

from __future__ import annotations

import io

import aiohttp
import av
import pytest

from standins.discord import Attachment, Upload
from tests.audio import FORMATS, song
from tests.journeys.show import Show, receipt

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("journeys with files")]


@pytest.mark.parametrize("audio_format", FORMATS)
async def test_a_file_sent_by_the_form_is_played_with_the_same_bytes(show: Show, audio_format: str) -> None:
    data = song(audio_format, pitch=300)
    name = dict(zip(FORMATS, ("Ana", "Ben", "Cleo", "Dan"), strict=True))[audio_format]
    fields = {"Artist": "Ana", "Title": f"My {audio_format}"}
    number = receipt(await show.cast.form(name, fields, Upload(f"mine.{audio_format}", data)))
    assert f"#{number} " in (await show.next()).text
    [player] = (await show.shown(number)).players
    assert player.name.endswith(f".{audio_format}")
    assert await _downloaded(player) == data


async def test_a_song_too_big_for_the_bot_to_post_is_played_as_a_preview_copy(show: Show) -> None:
    whole = song("wav", seconds=125.0)
    assert len(whole) > show.cast.stage.upload_limit
    show.cast.people["Eve"].nitro = True  # Discord: Nitro lets members upload what the bot cannot post again
    big = {"file": Upload("big.wav", whole), "artist": "Eve", "title": "Long"}
    number = receipt(await show.cast.command("Eve", "submitfile", **big))
    await show.next()
    message = await show.shown(number)
    [player] = message.players
    assert "Preview copy" in message.text
    assert player.name == "big.mp3"
    with av.open(io.BytesIO(await _downloaded(player)), "r") as copy:
        assert copy.duration == pytest.approx(125 * av.time_base, rel=0.01)


async def _downloaded(attachment: Attachment) -> bytes:
    async with aiohttp.ClientSession() as session, session.get(attachment.url) as response:
        assert response.status == 200
        return await response.read()
