"""/points, /leaderboard, the TikTok names, and points by hand."""

from __future__ import annotations

from domain.live import Viewer
from domain.points import Holder, HolderKind, Origin
from tests.flows.desk import answer, press, press_at_once, read, someone
from tests.flows.fans import labels, newest, pings
from tests.stage import Stage


async def say(stage: Stage, name: str, command: str, **options: object) -> str:
    """What that person is answered."""
    return answer(await stage.people[name].slash(stage.channels["queue"], command, **options))


async def earn(stage: Stage, handle: str, origin: Origin, amount: int) -> None:
    """Points that a linked account earned on a LIVE."""
    async with stage.database.transaction() as tables:
        account = await tables.accounts.by_handle(stage.guild.id, handle)
        assert account is not None
        holder = Holder(HolderKind.ACCOUNT, account.account_id)
        await tables.ledger.add(stage.guild.id, holder, origin, amount, "live", stage.env.now())


async def total(stage: Stage, name: str) -> int:
    """All points of that member."""
    return (await stage.services.points.of_member(stage.guild.id, stage.people[name].id)).points.total


async def test_points_are_shown_by_origin_and_by_account(stage: Stage) -> None:
    for handle in ("mia.one", "mia_two"):
        await say(stage, "mia", "link-tiktok", handle=handle)
    await earn(stage, "mia.one", Origin.LIKES, 1200)
    await earn(stage, "mia_two", Origin.GIFTS, 40)
    await say(stage, "boss", "adjustpoints", member=stage.mia, amount=5, reason="thanks")
    said = await say(stage, "mia", "points")
    assert "**mia: 1,245 points**" in said
    assert "❤️ 1,200 likes · 🎁 40 gifts · 🛠️ 5 staff" in said
    assert "mia.one: 1,200" in said
    assert "mia\\_two: 40" in said
    assert await say(stage, "max", "points", member=stage.mia) == said
    assert "max: 0 points" in await say(stage, "max", "points")


async def test_the_leaderboard_lists_the_highest_first_and_pings_nobody(stage: Stage) -> None:
    assert await say(stage, "mia", "leaderboard") == "Nobody has points yet."
    for member, amount in (("mia", 5), ("max", 50)):
        await say(stage, "boss", "adjustpoints", member=stage.people[member], amount=amount, reason="thanks")
    shown = await stage.mia.slash(stage.channels["queue"], "leaderboard")
    assert answer(shown).splitlines()[1:] == [f"1\\. <@{stage.max.id}>: 50", f"2\\. <@{stage.mia.id}>: 5"]
    assert pings(stage) == []


async def test_a_member_links_lists_and_unlinks_handles(stage: Stage) -> None:
    assert "No TikTok name is linked" in await say(stage, "mia", "my-tiktok-handles")
    assert "is linked to you" in await say(stage, "mia", "link-tiktok", handle="https://www.tiktok.com/@Mia?x=1")
    assert "is linked to you already. Nothing changed." in await say(stage, "mia", "link-tiktok", handle="@mia")
    assert "@mia (waits: not seen on a LIVE yet)" in await say(stage, "mia", "my-tiktok-handles")
    assert "is not linked here. Nothing changed." in await say(stage, "max", "unlink-tiktok", handle="mia")
    assert "is not linked to you any more" in await say(stage, "mia", "unlink-tiktok", handle="mia")
    assert "No TikTok name is linked" in await say(stage, "mia", "my-tiktok-handles")


async def test_a_taken_handle_is_moved_by_a_reviewer_only(stage: Stage) -> None:
    await say(stage, "max", "link-tiktok", handle="mia")
    assert "somebody else" in await say(stage, "mia", "link-tiktok", handle="mia")
    assert "Only reviewers" in await say(stage, "mia", "link-tiktok", handle="mia", for_member=stage.mia)
    assert "is linked to mia now" in await say(stage, "rita", "link-tiktok", handle="mia", for_member=stage.mia)
    assert [one.handle for one in await stage.services.linking.handles_of(stage.guild.id, stage.mia.id)] == ["mia"]


async def test_handles_that_a_live_showed_are_suggested_while_typing(stage: Stage) -> None:
    async with stage.database.transaction() as tables:
        await tables.viewers.seen(stage.guild.id, [Viewer(1, "mia.sings", "")])
    await say(stage, "mia", "link-tiktok", handle="mia.sings")
    await say(stage, "max", "link-tiktok", handle="mix.typed")
    channel = stage.channels["queue"]
    for command, option in (("link-tiktok", "handle"), ("submit", "tiktok_handle"), ("submitlink", "tiktok_handle")):
        assert [one["value"] for one in await stage.max.autocomplete(channel, command, option, "@MI")] == ["mia.sings"]
    assert [one["value"] for one in await stage.mia.autocomplete(channel, "unlink-tiktok", "handle", "sin")] == [
        "mia.sings"
    ]
    assert await stage.rita.autocomplete(channel, "unlink-tiktok", "handle", "") == []


async def test_a_bad_handle_is_refused(stage: Stage) -> None:
    for handle in ("a", "@everyone <@1>", "x" * 6000, "mia sings", "мия", "  "):
        assert "That is not a TikTok name. Nothing changed." in await say(stage, "mia", "link-tiktok", handle=handle)


async def test_adjusting_needs_a_reason_an_amount_and_manage_server(stage: Stage) -> None:
    give = {"member": stage.mia, "amount": 5}
    assert "A reason is needed. Nothing changed." in await say(stage, "boss", "adjustpoints", **give, reason="  ")
    assert "does not work" in await say(stage, "boss", "adjustpoints", member=stage.mia, amount=0, reason="x")
    assert await total(stage, "mia") == 0
    said = await say(stage, "boss", "adjustpoints", **give, reason="thanks")
    assert "mia: +5 points, 5 now." in said


async def test_the_commands_of_admins_refuse_others_even_when_discord_lets_them_through(stage: Stage) -> None:
    for command in ("adjustpoints", "resetpoints"):
        stage.guild.set_command_permissions(stage.bot.command_ids[command], {stage.rita: True, stage.mia: True})
    options = {"member": stage.mia, "amount": 5, "reason": "x"}
    for name in ("mia", "rita"):
        assert "Only people with Manage Server" in await say(stage, name, "adjustpoints", **options)
        assert "Only people with Manage Server" in await say(stage, name, "resetpoints", everyone=True)


async def test_a_reset_names_exactly_one_target(stage: Stage) -> None:
    for options in ({}, {"member": stage.mia, "handle": "mia"}, {"handle": "mia", "everyone": True}):
        assert "not clear whose points" in await say(stage, "boss", "resetpoints", **options)


async def test_a_reset_of_a_member_takes_the_linked_accounts_along_and_of_a_handle_does_not(stage: Stage) -> None:
    await say(stage, "mia", "link-tiktok", handle="mia")
    await earn(stage, "mia", Origin.LIKES, 10)
    await say(stage, "boss", "adjustpoints", member=stage.mia, amount=5, reason="thanks")
    assert "10 points are gone" in await say(stage, "boss", "resetpoints", handle="@mia")
    assert await total(stage, "mia") == 5
    await earn(stage, "mia", Origin.LIKES, 10)
    assert "15 points are gone" in await say(stage, "boss", "resetpoints", member=stage.mia)
    assert await total(stage, "mia") == 0
    assert "mia has no points. Nothing changed." in await say(stage, "boss", "resetpoints", member=stage.mia)


async def test_a_reset_of_everyone_asks_first_and_is_taken_back_by_undo(stage: Stage) -> None:
    await say(stage, "boss", "adjustpoints", member=stage.mia, amount=5, reason="thanks")
    question = await stage.boss.slash(stage.channels["queue"], "resetpoints", everyone=True)
    assert labels(newest(question)) == ["Reset everyone"]
    assert await total(stage, "mia") == 5
    await stage.boss.click(newest(question), label="Reset everyone")
    assert await total(stage, "mia") == 0
    await stage.services.undo.undo(stage.guild.id, someone(stage.rita))
    assert await total(stage, "mia") == 5


async def test_the_confirmation_works_for_admins_only_and_once(stage: Stage) -> None:
    await say(stage, "boss", "adjustpoints", member=stage.mia, amount=5, reason="thanks")
    assert "Only people with Manage Server" in await press(stage, stage.rita, "points:reseteveryone")
    assert await total(stage, "mia") == 5
    results = await press_at_once(stage, "points:reseteveryone", stage.boss, stage.boss)
    said = [read(message) for one in results for message in (one.response, *one.followups) if message]
    assert sum("everyone has no points. Nothing changed." in one for one in said) == 1
