"""/my-data: a file for oneself, and erasure that asks first."""

from __future__ import annotations

import json

from tests.flows.desk import answer, asked, in_queue, submit
from tests.stage import Stage


async def test_a_member_gets_their_data_as_a_file_for_their_eyes_alone(file_host: Stage) -> None:
    stage = file_host
    await submit(stage, stage.mia, "Night")
    shown = asked(await stage.mia.slash(stage.channels["queue"], "my-data export"))
    assert shown.ephemeral
    stored = json.loads(await shown.attachments[0].read())["stored"]
    assert [song["title"] for song in stored["submissions"]] == ["Night"]


async def test_erasing_asks_first_and_then_leaves_nothing_of_the_member(stage: Stage) -> None:
    await submit(stage, stage.mia, "Night")
    await submit(stage, stage.max, "Day")
    result = await stage.mia.slash(stage.channels["queue"], "my-data delete")
    assert "Nobody can bring it back" in answer(result)
    assert await in_queue(stage) == [1, 2]
    await stage.mia.click(asked(result), label="Erase my data")
    assert "Waiting songs that went: 1" in asked(result).content
    assert await in_queue(stage) == [2]
