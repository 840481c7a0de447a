"""A server's settings, and the change of its ladder."""

from __future__ import annotations

import pytest

from domain.changes import QueueChanged, SettingsChanged
from domain.lines import Line
from domain.refusals import Refusal
from domain.settings import GuildSettings
from tests.show import GUILD, MAX, MIA, RITA, ZOE, Show, fan


async def test_a_new_server_has_the_defaults_and_a_change_lasts(show: Show) -> None:
    assert await show.services.settings.of(GUILD) == GuildSettings()
    changed = await show.services.settings.change(GUILD, RITA, {"limit_free": "3", "queue_channel": "<#77>"})
    await show.restart()
    assert await show.services.settings.of(GUILD) == changed == GuildSettings(limit_free=3, queue_channel=77)


async def test_settings_change_all_or_not_at_all(show: Show) -> None:
    for bad in ({"limit_free": "3", "replay_hours": "9999"}, {"limit_free": "3", "volume": "11"}):
        with pytest.raises(Refusal, match="setting"):
            await show.services.settings.change(GUILD, RITA, bad)
    assert await show.services.settings.of(GUILD) == GuildSettings()
    assert (await show.services.records.audit(GUILD, 0)).actions == []


async def test_a_change_is_announced_and_in_the_audit(show: Show) -> None:
    heard: list[object] = []
    show.services.feed.subscribe(SettingsChanged, heard.append)
    await show.services.settings.change(GUILD, RITA, {"limit_free": "3"})
    assert heard == [SettingsChanged(GUILD)]
    assert (await show.services.records.audit(GUILD, 0)).actions[0].subject == "limit_free = 3"


async def three_lines(show: Show) -> None:
    """#1 in Free, #2 in Skip, #3 in DoubleSkip, #4 in BackToBack, #5 pending."""
    await show.submit(MIA)
    for number, line in enumerate((Line.SKIP, Line.DOUBLE_SKIP, Line.BACK_TO_BACK)):
        await show.submit(fan(number), skip=True)
        await show.services.review.approve(GUILD, RITA, number + 2, line)
    await show.submit(ZOE, skip=True)


async def test_a_new_ladder_maps_every_song_by_its_rank_and_keeps_the_order(show: Show) -> None:
    await three_lines(show)
    before = await show.order()
    preview = await show.services.settings.preview_ladder(GUILD, "tiers")
    assert (await show.services.settings.of(GUILD)).ladder == "classic"
    assert await show.services.settings.change_ladder(GUILD, RITA, "tiers") == len(preview) == 3
    assert await show.order() == before
    lines = [(await show.song(number)).line for number in (1, 2, 3, 4, 5)]
    assert lines == [Line.FREE, Line.TIER_15, Line.TIER_20, Line.TIER_25, None]
    assert {after.number: after.line for _, after in preview} == {2: lines[1], 3: lines[2], 4: lines[3]}
    await show.services.review.approve(GUILD, RITA, 5)
    assert (await show.song(5)).line is Line.TIER_5


async def test_a_ladder_set_like_any_other_setting_maps_the_songs_too(show: Show) -> None:
    await three_lines(show)
    before = await show.order()
    await show.services.settings.change(GUILD, RITA, {"ladder": "Tiers", "limit_free": "2"})
    assert await show.order() == before
    assert (await show.song(4)).line is Line.TIER_25
    await show.services.settings.change(GUILD, RITA, {"ladder": "tiers"})
    ladders = [one for one in (await show.services.records.audit(GUILD, 0)).actions if one.kind == "ladder"]
    assert [one.subject for one in ladders] == ["classic to tiers"]


async def test_the_ladder_in_use_and_an_unknown_one_are_refused(show: Show) -> None:
    with pytest.raises(Refusal, match="is classic already"):
        await show.services.settings.change_ladder(GUILD, RITA, "classic")
    for operation in (show.services.settings.preview_ladder(GUILD, "x"),):
        with pytest.raises(Refusal, match="one of classic, tiers"):
            await operation


async def test_a_song_that_plays_while_the_ladder_changes_comes_back_into_a_line_that_there_is(show: Show) -> None:
    await three_lines(show)
    assert await show.next() == 4
    await show.services.settings.change_ladder(GUILD, RITA, "tiers")
    await show.next()
    for _ in range(3):
        await show.undo()
    assert (await show.song(4)).line is Line.BACK_TO_BACK
    assert await show.order() == [4, 3, 2, 1]


async def test_the_order_of_free_is_a_setting(show: Show) -> None:
    await show.submit(MIA)
    await show.submit(MAX)
    await show.give(MAX, 5)
    assert await show.order() == [2, 1]
    heard: list[object] = []
    show.services.feed.subscribe(QueueChanged, heard.append)
    await show.services.settings.change(GUILD, RITA, {"free_order": "fifo"})
    assert await show.order() == [1, 2]
    assert heard == [QueueChanged(GUILD)]


async def test_the_servers_that_the_bot_knows_are_those_with_settings(show: Show) -> None:
    assert await show.services.settings.guilds() == []
    await show.services.settings.change(GUILD, RITA, {"limit_free": "3"})
    assert await show.services.settings.guilds() == [GUILD]
