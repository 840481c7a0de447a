"""Handles and the members they are linked to."""

from __future__ import annotations

import pytest

from domain.live_events import Viewer
from domain.refusals import Refusal
from domain.submissions import Person
from services.linking import Linked, linked_text
from tests.live_env import LiveEnv
from tests.show import GUILD, MAX, MIA, RITA, Show


async def handles(show: Show, member: Person) -> list[str]:
    return [one.handle for one in await show.services.linking.handles_of(GUILD, member.member_id)]


async def test_a_member_links_several_handles_and_they_are_stored_as_tiktok_knows_them(show: Show) -> None:
    link = show.services.linking.link
    assert await link(GUILD, MIA, " @Mia.Sings ") == Linked("mia.sings", is_waiting=True)
    assert await link(GUILD, MIA, "https://www.tiktok.com/@MIA_two?lang=en") == Linked("mia_two", is_waiting=True)
    assert await handles(show, MIA) == ["mia.sings", "mia_two"]


async def test_a_handle_that_somebody_else_has_is_refused_with_the_way_to_the_staff(show: Show) -> None:
    await show.services.linking.link(GUILD, MIA, "mia")
    with pytest.raises(Refusal, match=r"linked to somebody else here\..*ask the staff"):
        await show.services.linking.link(GUILD, MAX, "@MIA")
    with pytest.raises(Refusal, match="linked to you already"):
        await show.services.linking.link(GUILD, MIA, "mia")
    assert (await handles(show, MIA), await handles(show, MAX)) == (["mia"], [])


async def test_the_staff_moves_a_handle_and_its_points_go_with_it(show: Show) -> None:
    await show.earn(MIA, 7, "mia")
    assert await show.services.linking.move(GUILD, RITA, MAX, "@mia") == "mia"
    assert (await handles(show, MIA), await handles(show, MAX)) == ([], ["mia"])
    assert (await show.points(MIA), await show.points(MAX)) == (0, 7)
    newest = (await show.services.records.audit(GUILD, 0)).actions[0]
    assert (newest.kind, newest.doer, newest.subject) == ("link handle", RITA, "@mia to Max")


async def test_only_the_member_who_has_a_handle_unlinks_it(show: Show) -> None:
    await show.services.linking.link(GUILD, MIA, "mia")
    for member, handle in ((MAX, "mia"), (MIA, "other")):
        with pytest.raises(Refusal, match=f"@{handle} is not linked here"):
            await show.services.linking.unlink(GUILD, member.member_id, handle)
    assert await show.services.linking.unlink(GUILD, MIA.member_id, "@Mia") == "mia"
    assert await handles(show, MIA) == []


@pytest.mark.parametrize("typed", ["", "@", "a", "mia sings", "x" * 25, "mia;--", "🩷🩷", "@" * 1_000_000])
async def test_what_is_no_handle_is_refused(show: Show, typed: str) -> None:
    with pytest.raises(Refusal, match="not a TikTok name"):
        await show.services.linking.link(GUILD, MIA, typed)


async def test_suggestions_are_handles_that_a_live_has_shown_and_never_what_others_typed(show: Show) -> None:
    live = LiveEnv(show)
    await live.open()
    await show.services.linking.link(GUILD, MAX, "mia.secret")
    for number, handle in enumerate(("mia.sings", "mia.two", "max"), start=1):
        await live.send(live.like(1, Viewer(number, handle, "")))
    assert await show.services.linking.suggestions(GUILD, " @MIA") == ["mia.sings", "mia.two"]
    assert await show.services.linking.suggestions(GUILD, "") == ["max", "mia.sings", "mia.two"]
    assert await show.services.linking.suggestions(GUILD, "%_") == []


async def test_a_handle_waits_until_a_live_shows_it(show: Show) -> None:
    linked = await show.services.linking.link(GUILD, MIA, "mia.sings")
    assert "waits: it was not seen on a LIVE here yet" in linked_text(linked)
    live = LiveEnv(show)
    await live.open()
    await live.send(live.like(1, Viewer(1, "mia.sings", "")), live.like(1, Viewer(2, "mia.two", "")))
    assert [one.is_waiting for one in await show.services.linking.handles_of(GUILD, MIA.member_id)] == [False]
    assert "waits" not in linked_text(await show.services.linking.link(GUILD, MIA, "mia.two"))


async def test_a_handle_that_no_live_showed_goes_with_its_link_unless_it_has_points(show: Show) -> None:
    for handle in ("typed", "has.points"):
        await show.services.linking.link(GUILD, MIA, handle)
    await show.earn(MIA, 7, "has.points")
    for handle in ("typed", "has.points"):
        await show.services.linking.unlink(GUILD, MIA.member_id, handle)
    async with show.database.transaction() as tables:
        assert await tables.accounts.by_handle(GUILD, "typed") is None
        assert await tables.accounts.by_handle(GUILD, "has.points")


async def test_a_handle_that_a_live_showed_stays_without_its_link(show: Show) -> None:
    live = LiveEnv(show)
    await live.open()
    await live.send(live.like(1, Viewer(1, "mia", "")))
    await show.services.linking.link(GUILD, MIA, "mia")
    await show.services.linking.unlink(GUILD, MIA.member_id, "mia")
    assert await show.services.linking.suggestions(GUILD, "") == ["mia"]
