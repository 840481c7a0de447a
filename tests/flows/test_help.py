"""/help: what this person may do here."""

from __future__ import annotations

import re

from tests.flows.fans import newest
from tests.stage import Stage

MEMBERS = {"submit", "submitfile", "submitlink", "mysubmissions", "queue", "away", "points", "leaderboard", "help"}
MEMBERS |= {"link-tiktok", "unlink-tiktok", "my-tiktok-handles", "my-data export", "my-data delete"}
REVIEWERS = {"next", "undo", "approve", "reject", "move", "remove", "archive", "audit", "metrics"}
REVIEWERS |= {"opensubmissions", "closesubmissions", "clearfree", "block add", "block remove", "block list"}
REVIEWERS |= {"tiktok connect", "tiktok disconnect", "tiktok status"}
ADMINS = {"adjustpoints", "resetpoints", "credit", "setup", "settings show", "settings set", "selfheal"}
ADMINS |= {"backup now", "backup list", "backup restore", "settings export", "settings import", "doctor"}
MENTION = re.compile(r"</([a-z -]+):([0-9]+)>")


async def sections(stage: Stage, name: str) -> list[set[str]]:
    """The commands that the person is shown, by section."""
    shown = newest(await stage.people[name].slash(stage.channels["queue"], "help"))
    assert shown.ephemeral
    return [{command for command, _ in MENTION.findall(embed.description or "")} for embed in shown.embeds]


async def test_members_reviewers_and_admins_each_see_what_they_may_do(stage: Stage) -> None:
    assert await sections(stage, "mia") == [MEMBERS]
    assert await sections(stage, "rita") == [MEMBERS, REVIEWERS]
    assert await sections(stage, "boss") == [MEMBERS, REVIEWERS, ADMINS]


async def test_each_command_can_be_pressed(stage: Stage) -> None:
    shown = newest(await stage.boss.slash(stage.channels["queue"], "help"))
    ids = {int(found) for embed in shown.embeds for _, found in MENTION.findall(embed.description or "")}
    assert ids <= set(stage.bot.command_ids.values())
    assert ids


async def test_before_the_ids_are_known_the_commands_are_named_all_the_same(stage: Stage) -> None:
    stage.bot.command_ids = {}
    shown = newest(await stage.mia.slash(stage.channels["queue"], "help"))
    assert "/submit Open the form" in (shown.embeds[0].description or "")
    assert "Submit this track" in (shown.embeds[0].description or "")
