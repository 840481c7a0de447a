"""The name that a member gave themselves: on one line and without hidden characters, wherever it is shown or kept."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

from tests.bot_env import BotEnv
from tests.flows.reviewer_actions import answer, submit
from tests.house.source import sources

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "Nia\u202e\n# all of you\u2066 \u200bwin"
CLEANED = "Nia # all of you win"
# Who may read what a member is called from Discord: the one function that cleans it.
MAY_READ_NAMES = {"views/base.py"}


@pytest.fixture
def nia(bot_env: BotEnv) -> simcord.MemberActor:
    """A reviewer and admin with a hostile name."""
    role = bot_env.guild.create_role("Owners", permissions=discord.Permissions(manage_guild=True))
    bot_env.people["nia"] = bot_env.guild.add_member(bot_env.env.create_user("nia"), nick=HOSTILE, roles=[role])
    return bot_env.people["nia"]


def hidden(text: str) -> list[str]:
    """The characters that turn text around or cannot be seen, other than the one that breaks up markdown."""
    return [one for one in text.replace("\u200b", "") if unicodedata.category(one) == "Cf"]


COMMANDS: dict[str, dict[str, Any]] = {
    "points": {"member": "nia"},
    "adjustpoints": {"member": "nia", "amount": 5, "reason": "thanks"},
    "credit": {"member": "nia", "coins": 5, "reason": "thanks"},
    "resetpoints": {"member": "nia"},
    "link-tiktok": {"handle": "nia.sings", "for_member": "nia"},
    "next": {},
    "block add": {"member": "nia", "reason": "spam"},
    "undo": {},
    "audit": {},
    "archive": {},
    "queue": {},
}


def options_of(command: str, nia: simcord.MemberActor) -> dict[str, Any]:
    """The options of a command, with the member in place of her name."""
    return {name: nia if value == "nia" else value for name, value in COMMANDS[command].items()}


@pytest.mark.parametrize("command", COMMANDS)
async def test_every_answer_shows_a_name_on_one_line_and_without_hidden_characters(
    bot_env: BotEnv, nia: simcord.MemberActor, command: str
) -> None:
    follower_env = bot_env.channels["reviewer"]
    await nia.slash(follower_env, "submitlink", link="https://nia.bandcamp.com/track/1", artist="Nia", title="One")
    await nia.slash(follower_env, "adjustpoints", member=nia, amount=7, reason="thanks")
    text = answer(await nia.slash(follower_env, command, **options_of(command, nia)))
    assert "\n# all" not in text
    assert hidden(text) == []


async def test_the_log_of_actions_keeps_names_cleaned(bot_env: BotEnv, nia: simcord.MemberActor) -> None:
    follower_env = bot_env.channels["reviewer"]
    for command in COMMANDS:
        await nia.slash(follower_env, command, **options_of(command, nia))
    actions = (await bot_env.services.records.audit(bot_env.guild.id, 0)).actions
    assert {one.doer.name for one in actions} == {CLEANED, "boss"}
    subjects = [one.subject for one in actions if "Nia" in one.subject]
    assert {"member " + CLEANED, "+5 for " + CLEANED, CLEANED, "@nia.sings to " + CLEANED} <= set(subjects)


async def test_a_name_without_anything_to_see_gives_way_to_the_accounts(bot_env: BotEnv) -> None:
    blank = bot_env.guild.add_member(bot_env.env.create_user("blank"), nick="\u200b\u2800")
    text = answer(await blank.slash(bot_env.channels["queue"], "points"))
    assert "**blank: 0 points**" in text


async def test_what_an_older_version_stored_is_cleaned_when_it_is_shown(bot_env: BotEnv) -> None:
    await submit(bot_env, bot_env.mia, "Song")
    async with bot_env.database.transaction() as tables:
        await tables.actions.rows("UPDATE submissions SET member_name = ?", HOSTILE)
    text = answer(await bot_env.rita.slash(bot_env.channels["reviewer"], "next"))
    assert hidden(text) == []
    assert f"by {CLEANED}" in text


def test_nobody_else_reads_what_a_member_is_called() -> None:
    readers = {
        source.path.as_posix()
        for source in sources(ROOT)
        if source.path.parts[0] not in {"tests", "standins", "demo", "benchmarks"}
        and "display_name" in (ROOT / source.path).read_text(encoding="utf-8")
    }
    assert readers == MAY_READ_NAMES
