"""The torture's schedule, what it takes answers for, what it finds in other servers, and a short run of all of it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from benchmarks.torture.__main__ import torture
from benchmarks.torture.answers import GAVE_UP, Heard, heard
from benchmarks.torture.coins import differences
from benchmarks.torture.cuts import Countdown
from benchmarks.torture.forgeries import prefixes
from benchmarks.torture.neighbours import Neighbours
from benchmarks.torture.restores import forge
from benchmarks.torture.schedule import KINDS, LONG_OUTAGE_SECONDS, schedule
from benchmarks.torture.tally import Tally
from domain import refusals
from standins.discord import NO_ANSWER, Discord, Request
from views.components import COMPONENTS, NumberedItem

pytestmark = pytest.mark.xdist_group("torture")


def kinds_of(seed: int, lives: int) -> list[str]:
    """The kinds of trouble that the seed gives, without the lives that have none."""
    return [one.kind for one in schedule(seed, lives) if one]


@pytest.mark.parametrize("lives", [5, 20, 200])
def test_every_trouble_comes_before_any_comes_twice_and_the_same_seed_gives_the_same(lives: int) -> None:
    assert set(kinds_of(7, lives)[: len(KINDS)]) == set(KINDS)
    assert schedule(7, lives) == schedule(7, lives)
    assert len(schedule(7, lives)) == lives
    assert kinds_of(7, 200) != kinds_of(8, 200)


def test_a_long_run_has_one_outage_of_minutes_and_a_short_one_none() -> None:
    for lives, outages in ((200, 1), (20, 0)):
        long = [one for one in schedule(3, lives) if one and one.seconds == LONG_OUTAGE_SECONDS]
        assert len(long) == outages


def test_no_trouble_at_all_can_be_asked_for() -> None:
    assert schedule(1, 3, ()) == [None, None, None]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("✅ #3 A - T is in.", Heard.DONE),
        (str(refusals.not_a_reviewer()), Heard.UNCHANGED),
        ("Something went wrong on the bot's side. Look at /queue, then try again.", Heard.UNCHANGED),
        (GAVE_UP, Heard.UNCHANGED),
        (NO_ANSWER, Heard.NOTHING),
        ("", Heard.NOTHING),
    ],
)
def test_an_answer_says_done_or_unchanged_or_nothing(text: str, says: Heard) -> None:
    assert heard(text) is says


def test_an_answer_that_the_database_contradicts_is_found_in_both_directions() -> None:
    tally = Tally()
    tally.answer("/next", "Now playing: #1", done=True)
    tally.answer("/next", "Nothing changed.", done=False)
    assert tally.failures == []
    tally.answer("/next", "Something went wrong. Try again.", done=True)
    tally.answer("/next", "Now playing: #2", done=False)
    tally.answer("/next", "", done=False)
    assert [one.partition(":")[0] for one in tally.failures] == ["contradicted", "contradicted", "unanswered"]


def test_coins_that_were_lost_or_counted_twice_are_named() -> None:
    assert list(differences(Counter({1: 5, 2: 7}), Counter({1: 5, 2: 14}))) == [
        "viewer 2 gave 7 coins, and 14 were counted"
    ]


def test_one_answer_in_a_row_is_chosen_for_a_cut() -> None:
    request = Request(at=Discord().clock.now(), method="POST", route_template="", path="")
    here = Countdown(3)
    assert [here(request) for _ in range(5)] == [False, False, True, False, False]


def test_forged_presses_use_every_custom_id_that_the_bot_answers_for() -> None:
    assert set(prefixes()) >= {one.prefix for one in COMPONENTS if issubclass(one, NumberedItem)}
    assert len(prefixes()) > 40


def test_a_forged_file_points_at_messages_and_channels_of_other_servers(tmp_path: Path) -> None:
    world = Discord()
    there = Neighbours(world, tmp_path / "none.db")
    play = {"play_id": 1, "started_at": 5, "state": "playing", "shown": "playing", "channel_id": 1, "message_id": 2}
    document = {"tables": {"plays": [play], "settings": [{"guild_id": 1, "name": "queue_channel", "value": "1"}]}}
    target = there.day.channels["chat"]
    message = world.post.deliver(world.post.blank(target, there.day.member.user))
    forged = json.loads(json.dumps(forge(document, [message], Random(1))))["tables"]
    assert [(one["channel_id"], one["message_id"]) for one in forged["plays"][1:]] == [(target.id, message.id)]
    assert str(target.id) in {one["value"] for one in forged["settings"]}


async def test_a_run_with_every_trouble_finds_nothing_lost_doubled_untrue_or_touched(tmp_path: Path) -> None:
    run = await torture(kills=len(KINDS), seed=11, folder=tmp_path)
    assert run.tally.failures == []
    assert run.tally.coins_sent == run.tally.coins_counted > 0
    assert {one for one in KINDS if run.tally.troubles[one]} == set(KINDS)
