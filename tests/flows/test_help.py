"""/help: what this person may do here."""

from __future__ import annotations

import re

from tests.bot_env import BotEnv
from tests.flows.member_actions import newest

MEMBERS = {"submit", "submitfile", "submitlink", "mysubmissions", "queue", "away", "points", "leaderboard", "help"}
MEMBERS |= {"link-tiktok", "unlink-tiktok", "my-tiktok-handles", "my-data export", "my-data delete"}
REVIEWERS = {"next", "undo", "approve", "reject", "move", "remove", "archive", "audit", "metrics"}
REVIEWERS |= {"opensubmissions", "closesubmissions", "clearfree", "block add", "block remove", "block list"}
REVIEWERS |= {"tiktok connect", "tiktok disconnect", "tiktok status"}
ADMINS = {"adjustpoints", "resetpoints", "credit", "setup", "settings show", "settings set", "selfheal"}
ADMINS |= {"backup now", "backup list", "backup restore", "settings export", "settings import", "doctor"}
MENTION = re.compile(r"</([a-z -]+):([0-9]+)>")


async def sections(bot_env: BotEnv, name: str) -> list[set[str]]:
    """The commands that the person is shown, by section."""
    shown = newest(await bot_env.people[name].slash(bot_env.channels["queue"], "help"))
    assert shown.ephemeral
    return [{command for command, _ in MENTION.findall(embed.description or "")} for embed in shown.embeds]


async def test_members_reviewers_and_admins_each_see_what_they_may_do(bot_env: BotEnv) -> None:
    assert await sections(bot_env, "mia") == [MEMBERS]
    assert await sections(bot_env, "rita") == [MEMBERS, REVIEWERS]
    assert await sections(bot_env, "boss") == [MEMBERS, REVIEWERS, ADMINS]


async def test_each_command_can_be_pressed(bot_env: BotEnv) -> None:
    shown = newest(await bot_env.boss.slash(bot_env.channels["queue"], "help"))
    ids = {int(found) for embed in shown.embeds for _, found in MENTION.findall(embed.description or "")}
    assert ids <= set(bot_env.bot.command_ids.values())
    assert ids


async def test_before_the_ids_are_known_the_commands_are_named_all_the_same(bot_env: BotEnv) -> None:
    bot_env.bot.command_ids = {}
    shown = newest(await bot_env.mia.slash(bot_env.channels["queue"], "help"))
    assert "/submit Open the form" in (shown.embeds[0].description or "")
    assert "Submit this track" in (shown.embeds[0].description or "")
