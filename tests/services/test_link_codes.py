"""Linking and its proof (rule 11): nothing, a code, or the staff; names not seen yet, renamed, and taken over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.accounts import GOOD_FOR
from domain.live_events import Viewer
from domain.refusals import Refusal
from domain.submissions import Person
from services.linking import linked_text
from tests.live_env import FAN, OTHER, LiveEnv, credit_of, notices
from tests.show import GUILD, MAX, MIA, RITA, Show


async def handles(show: Show, member: Person) -> list[str]:
    return [one.handle for one in await show.services.linking.handles_of(GUILD, member.member_id)]


async def ask(show: Show, proof: str) -> None:
    await show.services.settings.change(GUILD, RITA, {"handle_proof": proof})


async def code_for(show: Show, member: Person, handle: str = FAN.handle) -> str:
    linked = await show.services.linking.link(GUILD, member, handle)
    assert linked.code
    assert linked.code in linked_text(linked)
    return linked.code


async def test_a_handle_that_was_never_seen_waits_and_binds_at_its_first_event(show: Show, live: LiveEnv) -> None:
    await show.services.linking.link(GUILD, MIA, FAN.handle)
    await show.restart()
    await live.send(live.like(7))
    assert (await handles(show, MIA), await show.points(MIA)) == ([FAN.handle], 7)
    [account] = await show.services.linking.handles_of(GUILD, MIA.member_id)
    assert account.tiktok_user_id == FAN.user_id


async def test_a_linked_account_that_is_renamed_stays_linked_under_its_new_name(show: Show, live: LiveEnv) -> None:
    await show.services.linking.link(GUILD, MIA, FAN.handle)
    await live.send(live.like(7))
    await live.send(live.like(7, replace(FAN, handle="brand.new")), live.like(1, replace(FAN, handle="")))
    assert (await handles(show, MIA), await show.points(MIA)) == (["brand.new"], 15)


async def test_a_name_that_was_given_up_and_taken_by_somebody_else_brings_them_nothing_of_the_first(
    show: Show, live: LiveEnv
) -> None:
    await show.services.linking.link(GUILD, MIA, FAN.handle)
    await live.send(live.gift(500))
    await live.send(live.gift(7, Viewer(5_009, FAN.handle, "")))
    assert (await handles(show, MIA), await credit_of(show, MIA)) == ([f"user{FAN.user_id}"], 500)
    await show.services.linking.link(GUILD, MAX, FAN.handle)
    assert (await credit_of(show, MAX), await show.points(MAX)) == (7, 14)
    assert await show.services.linking.unlink(GUILD, MIA.member_id, f"user{FAN.user_id}")


async def test_two_who_swap_their_names_in_one_batch_keep_what_is_theirs(show: Show, live: LiveEnv) -> None:
    for member, viewer in ((MIA, FAN), (MAX, OTHER)):
        await show.services.linking.link(GUILD, member, viewer.handle)
    await live.send(live.gift(5), live.gift(7, OTHER))
    swapped = replace(FAN, handle=OTHER.handle), replace(OTHER, handle=FAN.handle)
    await live.send(*(live.gift(100, viewer) for viewer in swapped))
    assert (await credit_of(show, MIA), await credit_of(show, MAX)) == (105, 107)
    assert (await handles(show, MIA), await handles(show, MAX)) == ([OTHER.handle], [FAN.handle])


async def test_a_waiting_name_goes_to_the_account_that_takes_it_if_nobody_has_that_account(
    show: Show, live: LiveEnv
) -> None:
    await live.send(live.gift(5))
    await show.services.linking.link(GUILD, MIA, "brand.new")
    await live.send(live.gift(6, replace(FAN, handle="brand.new")))
    assert (await handles(show, MIA), await credit_of(show, MIA)) == (["brand.new"], 11)
    await show.services.linking.unlink(GUILD, MIA.member_id, "brand.new")
    await show.services.linking.link(GUILD, MAX, "brand.new")
    assert await credit_of(show, MAX) == 11


async def test_an_account_that_is_linked_already_is_nobody_elses_by_taking_the_name_they_wait_for(
    show: Show, live: LiveEnv
) -> None:
    await show.services.linking.link(GUILD, MAX, FAN.handle)
    await live.send(live.gift(5))
    await show.services.linking.link(GUILD, MIA, "brand.new")
    await live.send(live.gift(6, replace(FAN, handle="brand.new")))
    assert (await handles(show, MIA), await handles(show, MAX)) == ([], ["brand.new"])
    assert (await credit_of(show, MIA), await credit_of(show, MAX)) == (0, 11)


async def test_with_proof_by_code_a_handle_is_linked_once_its_code_is_typed_in_the_live(
    show: Show, live: LiveEnv
) -> None:
    await ask(show, "code")
    await show.submit(MIA)
    await live.send(live.gift(1_000))
    code = await code_for(show, MIA)
    assert (await handles(show, MIA), await show.order()) == ([], [1])
    await show.restart()
    await live.send(live.comment(f" {code.lower()} "))
    assert await handles(show, MIA) == [FAN.handle]
    assert (await show.song(1)).line == "skip"
    assert f"Your TikTok name @{FAN.handle} is proved and linked." in await notices(show)


async def test_a_code_is_good_for_one_name_once_and_for_seven_days(show: Show, live: LiveEnv) -> None:
    await ask(show, "code")
    code = await code_for(show, MIA)
    await live.send(live.comment(code, OTHER), live.comment("hello"), live.comment("ABC234"))
    assert await handles(show, MIA) == []
    show.clock.advance(GOOD_FOR / timedelta(seconds=1))
    await live.send(live.comment(code))
    assert await handles(show, MIA) == []
    fresh = await code_for(show, MIA)
    await live.send(live.comment(fresh))
    assert await handles(show, MIA) == [FAN.handle]
    await show.services.linking.unlink(GUILD, MIA.member_id, FAN.handle)
    await live.send(live.comment(fresh))
    assert await handles(show, MIA) == []


async def test_a_new_code_makes_the_members_last_one_for_that_name_worthless(show: Show, live: LiveEnv) -> None:
    await ask(show, "code")
    first, second = await code_for(show, MIA), await code_for(show, MIA)
    await live.send(live.comment(first))
    assert await handles(show, MIA) == []
    await live.send(live.comment(second))
    assert await handles(show, MIA) == [FAN.handle]


async def test_of_two_who_claim_a_name_the_one_whose_code_is_typed_gets_it(show: Show, live: LiveEnv) -> None:
    await ask(show, "code")
    await code_for(show, MIA)
    await live.send(live.comment(await code_for(show, MAX)))
    assert (await handles(show, MIA), await handles(show, MAX)) == ([], [FAN.handle])


async def test_the_text_of_a_comment_is_nowhere_on_disk(show: Show, live: LiveEnv) -> None:
    await live.send(live.comment("a-very-private-thing"))
    await show.close()
    for file in show.folder.glob("music_queue.db*"):
        assert b"a-very-private-thing" not in file.read_bytes()


async def test_where_the_staff_proves_names_a_member_is_sent_to_them_and_they_link(show: Show) -> None:
    await ask(show, "staff")
    with pytest.raises(Refusal, match="staff confirms"):
        await show.services.linking.link(GUILD, MIA, FAN.handle)
    receipt = await show.services.submissions.submit(replace(show.draft(MIA), handle=FAN.handle))
    assert "staff confirms" in receipt.remarks[0]
    await show.services.linking.move(GUILD, RITA, MIA, FAN.handle)
    assert await handles(show, MIA) == [FAN.handle]


async def test_handles_seen_on_a_live_are_suggested(show: Show, live: LiveEnv) -> None:
    await live.send(live.like(), live.like(1, OTHER), live.like(1, Viewer(5_010, "mia_other", "")))
    assert await show.services.linking.suggestions(GUILD, "@Mia") == ["mia.sings", "mia_other"]


async def test_suggestions_read_a_range_of_an_index_and_not_a_million_accounts(show: Show) -> None:
    async with show.database.transaction() as tables:
        plan = await tables.accounts.rows(
            "EXPLAIN QUERY PLAN SELECT DISTINCT handle FROM accounts WHERE guild_id = ? AND handle >= ? AND handle < ? "
            "ORDER BY handle LIMIT ?",
            *(GUILD, "mia", "mib", 25),
        )
    [step] = [row[3] for row in plan]
    assert step == ("SEARCH accounts USING COVERING INDEX accounts_by_handle (guild_id=? AND handle>? AND handle<?)")
