"""/points, /leaderboard, the TikTok names, and points by hand."""

from __future__ import annotations

from domain.live_events import Viewer
from domain.points import Holder, HolderKind, Origin
from tests.bot_env import BotEnv
from tests.flows.member_actions import labels, newest, pings
from tests.flows.reviewer_actions import answer, press, press_at_once, read, someone


async def say(bot_env: BotEnv, name: str, command: str, **options: object) -> str:
    """What that person is answered."""
    return answer(await bot_env.people[name].slash(bot_env.channels["queue"], command, **options))


async def earn(bot_env: BotEnv, handle: str, origin: Origin, amount: int) -> None:
    """Points that a linked account earned on a LIVE."""
    async with bot_env.database.transaction() as tables:
        account = await tables.accounts.by_handle(bot_env.guild.id, handle)
        assert account is not None
        holder = Holder(HolderKind.ACCOUNT, account.account_id)
        await tables.ledger.add(bot_env.guild.id, holder, origin, amount, "live", bot_env.env.now())


async def total(bot_env: BotEnv, name: str) -> int:
    """All points of that member."""
    return (await bot_env.services.points.of_member(bot_env.guild.id, bot_env.people[name].id)).points.total


async def test_points_are_shown_by_origin_and_by_account(bot_env: BotEnv) -> None:
    for handle in ("mia.one", "mia_two"):
        await say(bot_env, "mia", "link-tiktok", handle=handle)
    await earn(bot_env, "mia.one", Origin.LIKES, 1200)
    await earn(bot_env, "mia_two", Origin.GIFTS, 40)
    await say(bot_env, "boss", "adjustpoints", member=bot_env.mia, amount=5, reason="thanks")
    said = await say(bot_env, "mia", "points")
    assert "**mia: 1,245 points**" in said
    assert "❤️ 1,200 likes · 🎁 40 gifts · 🛠️ 5 staff" in said
    assert "mia.one: 1,200" in said
    assert "mia\\_two: 40" in said
    assert await say(bot_env, "max", "points", member=bot_env.mia) == said
    assert "max: 0 points" in await say(bot_env, "max", "points")


async def test_the_leaderboard_lists_the_highest_first_and_pings_nobody(bot_env: BotEnv) -> None:
    assert await say(bot_env, "mia", "leaderboard") == "Nobody has points yet."
    for member, amount in (("mia", 5), ("max", 50)):
        await say(bot_env, "boss", "adjustpoints", member=bot_env.people[member], amount=amount, reason="thanks")
    shown = await bot_env.mia.slash(bot_env.channels["queue"], "leaderboard")
    assert answer(shown).splitlines()[1:] == [f"1\\. <@{bot_env.max.id}>: 50", f"2\\. <@{bot_env.mia.id}>: 5"]
    assert pings(bot_env) == []


async def test_a_member_links_lists_and_unlinks_handles(bot_env: BotEnv) -> None:
    assert "No TikTok name is linked" in await say(bot_env, "mia", "my-tiktok-handles")
    assert "is linked to you" in await say(bot_env, "mia", "link-tiktok", handle="https://www.tiktok.com/@Mia?x=1")
    assert "is linked to you already. Nothing changed." in await say(bot_env, "mia", "link-tiktok", handle="@mia")
    assert "@mia (waits: not seen on a LIVE yet)" in await say(bot_env, "mia", "my-tiktok-handles")
    assert "is not linked here. Nothing changed." in await say(bot_env, "max", "unlink-tiktok", handle="mia")
    assert "is not linked to you any more" in await say(bot_env, "mia", "unlink-tiktok", handle="mia")
    assert "No TikTok name is linked" in await say(bot_env, "mia", "my-tiktok-handles")


async def test_a_taken_handle_is_moved_by_a_reviewer_only(bot_env: BotEnv) -> None:
    await say(bot_env, "max", "link-tiktok", handle="mia")
    assert "somebody else" in await say(bot_env, "mia", "link-tiktok", handle="mia")
    assert "Only reviewers" in await say(bot_env, "mia", "link-tiktok", handle="mia", for_member=bot_env.mia)
    assert "is linked to mia now" in await say(bot_env, "rita", "link-tiktok", handle="mia", for_member=bot_env.mia)
    assert [one.handle for one in await bot_env.services.linking.handles_of(bot_env.guild.id, bot_env.mia.id)] == [
        "mia"
    ]


async def test_handles_that_a_live_showed_are_suggested_while_typing(bot_env: BotEnv) -> None:
    async with bot_env.database.transaction() as tables:
        await tables.viewers.seen(bot_env.guild.id, [Viewer(1, "mia.sings", "")])
    await say(bot_env, "mia", "link-tiktok", handle="mia.sings")
    await say(bot_env, "max", "link-tiktok", handle="mix.typed")
    channel = bot_env.channels["queue"]
    for command, option in (("link-tiktok", "handle"), ("submit", "tiktok_handle"), ("submitlink", "tiktok_handle")):
        assert [one["value"] for one in await bot_env.max.autocomplete(channel, command, option, "@MI")] == [
            "mia.sings"
        ]
    assert [one["value"] for one in await bot_env.mia.autocomplete(channel, "unlink-tiktok", "handle", "sin")] == [
        "mia.sings"
    ]
    assert await bot_env.rita.autocomplete(channel, "unlink-tiktok", "handle", "") == []


async def test_a_bad_handle_is_refused(bot_env: BotEnv) -> None:
    for handle in ("a", "@everyone <@1>", "x" * 6000, "mia sings", "мия", "  "):
        assert "That is not a TikTok name. Nothing changed." in await say(bot_env, "mia", "link-tiktok", handle=handle)


async def test_adjusting_needs_a_reason_an_amount_and_manage_server(bot_env: BotEnv) -> None:
    give = {"member": bot_env.mia, "amount": 5}
    assert "A reason is needed. Nothing changed." in await say(bot_env, "boss", "adjustpoints", **give, reason="  ")
    assert "does not work" in await say(bot_env, "boss", "adjustpoints", member=bot_env.mia, amount=0, reason="x")
    assert await total(bot_env, "mia") == 0
    said = await say(bot_env, "boss", "adjustpoints", **give, reason="thanks")
    assert "mia: +5 points, 5 now." in said


async def test_the_commands_of_admins_refuse_others_even_when_discord_lets_them_through(bot_env: BotEnv) -> None:
    for command in ("adjustpoints", "resetpoints"):
        bot_env.guild.set_command_permissions(bot_env.bot.command_ids[command], {bot_env.rita: True, bot_env.mia: True})
    options = {"member": bot_env.mia, "amount": 5, "reason": "x"}
    for name in ("mia", "rita"):
        assert "Only people with Manage Server" in await say(bot_env, name, "adjustpoints", **options)
        assert "Only people with Manage Server" in await say(bot_env, name, "resetpoints", everyone=True)


async def test_a_reset_names_exactly_one_target(bot_env: BotEnv) -> None:
    for options in ({}, {"member": bot_env.mia, "handle": "mia"}, {"handle": "mia", "everyone": True}):
        assert "not clear whose points" in await say(bot_env, "boss", "resetpoints", **options)


async def test_a_reset_of_a_member_takes_the_linked_accounts_along_and_of_a_handle_does_not(bot_env: BotEnv) -> None:
    await say(bot_env, "mia", "link-tiktok", handle="mia")
    await earn(bot_env, "mia", Origin.LIKES, 10)
    await say(bot_env, "boss", "adjustpoints", member=bot_env.mia, amount=5, reason="thanks")
    assert "10 points are gone" in await say(bot_env, "boss", "resetpoints", handle="@mia")
    assert await total(bot_env, "mia") == 5
    await earn(bot_env, "mia", Origin.LIKES, 10)
    assert "15 points are gone" in await say(bot_env, "boss", "resetpoints", member=bot_env.mia)
    assert await total(bot_env, "mia") == 0
    assert "mia has no points. Nothing changed." in await say(bot_env, "boss", "resetpoints", member=bot_env.mia)


async def test_a_reset_of_everyone_asks_first_and_is_taken_back_by_undo(bot_env: BotEnv) -> None:
    await say(bot_env, "boss", "adjustpoints", member=bot_env.mia, amount=5, reason="thanks")
    question = await bot_env.boss.slash(bot_env.channels["queue"], "resetpoints", everyone=True)
    assert labels(newest(question)) == ["Reset everyone"]
    assert await total(bot_env, "mia") == 5
    await bot_env.boss.click(newest(question), label="Reset everyone")
    assert await total(bot_env, "mia") == 0
    await bot_env.services.undo.undo(bot_env.guild.id, someone(bot_env.rita))
    assert await total(bot_env, "mia") == 5


async def test_the_confirmation_works_for_admins_only_and_once(bot_env: BotEnv) -> None:
    await say(bot_env, "boss", "adjustpoints", member=bot_env.mia, amount=5, reason="thanks")
    assert "Only people with Manage Server" in await press(bot_env, bot_env.rita, "points:reseteveryone")
    assert await total(bot_env, "mia") == 5
    results = await press_at_once(bot_env, "points:reseteveryone", bot_env.boss, bot_env.boss)
    said = [read(message) for one in results for message in (one.response, *one.followups) if message]
    assert sum("everyone has no points. Nothing changed." in one for one in said) == 1
