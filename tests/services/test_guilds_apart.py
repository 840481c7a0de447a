"""Everything belongs to a server (rule 14): one server sees and changes nothing of another's."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import fields
from pathlib import Path

import pytest

from domain.blocks import BlockKind
from domain.lines import Line
from domain.live_events import EndReason
from domain.outbox import Cleanup, Place
from domain.refusals import Refusal
from domain.settings import GuildSettings
from domain.submissions import Person
from services.base import Service
from services.container import Services
from tests.bot_env import HandClock
from tests.live_env import CREATOR, ROOM, LiveEnv
from tests.restore_checks import anywhere
from tests.show import GUILD, MAX, MIA, OTHER_GUILD, RITA, SAM, ZOE, Show, link_to, open_show

Call = Callable[[Show], Awaitable[object]]
G = OTHER_GUILD

READS: dict[str, Call] = {
    "submissions.mine": lambda show: show.services.submissions.mine(G, MIA.member_id, 0),
    "submissions.past": lambda show: show.services.submissions.past(G, MIA.member_id),
    "queue.line_up": lambda show: show.services.queue.line_up(G),
    "privacy.export": lambda show: show.services.privacy.export(G, MIA.member_id),
    "queue.submitters": lambda show: show.services.queue.submitters(G, {MIA.member_id}),
    "points.of_member": lambda show: show.services.points.of_member(G, MIA.member_id),
    "points.leaderboard": lambda show: show.services.points.leaderboard(G),
    "linking.handles_of": lambda show: show.services.linking.handles_of(G, MIA.member_id),
    "linking.suggestions": lambda show: show.services.linking.suggestions(G, ""),
    "blocks.holding": lambda show: show.services.blocks.holding(G),
    "backups.names": lambda show: show.services.backups.names(G),
    "settings.of": lambda show: show.services.settings.of(G),
    "settings.last_known": lambda show: show.services.settings.last_known(G),
    "settings.preview_ladder": lambda show: show.services.settings.preview_ladder(G, "tiers"),
    "records.archive": lambda show: show.services.records.archive(G, 0),
    "records.audit": lambda show: show.services.records.audit(G, 0),
    "outbox.places": lambda show: show.services.outbox.places(G),
    "outbox.plays_to_show": lambda show: show.services.outbox.plays_to_show(G),
    "outbox.bookmarks_to_post": lambda show: show.services.outbox.bookmarks_to_post(G),
    "reports.due": lambda show: show.services.reports.due(G),
    "reports.newest": lambda show: show.services.reports.newest(G, 9),
    "outbox.notices_to_send": lambda show: show.services.outbox.notices_to_send(G),
}
# Operations on what the other server has: each refuses, as if it were not there.
REFUSED: dict[str, Call] = {
    "submissions.edit": lambda show: show.services.submissions.edit(2, show.draft(MIA)),
    "submissions.remove": lambda show: show.services.submissions.remove(G, MIA.member_id, 2),
    "submissions.resubmit": lambda show: show.services.submissions.resubmit(G, MIA, 1, wants_skip=True),
    "submissions.delete": lambda show: show.services.submissions.delete(G, MIA.member_id, 1),
    "submissions.own_song": lambda show: show.services.submissions.own_song(G, MIA.member_id, 2),
    "drafts.get": lambda show: show.services.drafts.get(G, 1, MIA.member_id),
    "queue.end_show": lambda show: show.services.queue.end_show(G, RITA),
    "review.approve": lambda show: show.services.review.approve(G, RITA, 4),
    "review.reject": lambda show: show.services.review.reject(G, RITA, 4),
    "review.move": lambda show: show.services.review.move(G, RITA, 2, Line.SKIP),
    "review.remove": lambda show: show.services.review.remove(G, RITA, 2),
    "review.clear_free": lambda show: show.services.review.clear_free(G, RITA),
    "review.bookmark": lambda show: show.services.review.bookmark(G, RITA, 2),
    "undo.undo": lambda show: show.services.undo.undo(G, RITA),
    "points.reset_member": lambda show: show.services.points.reset_member(G, RITA, MIA),
    "points.reset_handle": lambda show: show.services.points.reset_handle(G, RITA, "mia.sings"),
    "points.reset_everyone": lambda show: show.services.points.reset_everyone(G, RITA),
    "linking.unlink": lambda show: show.services.linking.unlink(G, MIA.member_id, "mia.sings"),
    "blocks.remove": lambda show: show.services.blocks.remove(G, RITA, 1),
    "backups.preview": lambda show: backup_of_the_first(show, "preview"),
    "backups.restore": lambda show: backup_of_the_first(show, "restore", RITA),
    "backups.submit_upload": lambda show: backup_of_the_first(show, "submit_upload"),
    "reports.find": lambda show: show.services.reports.find(G, 1),
}
# Operations that work in the new server; what the first one has stays as it is.
DONE: dict[str, Call] = {
    "submissions.submit": lambda show: show.services.submissions.submit(show.draft(MIA, link=link_to("hit"))),
    "submissions.check_before_file": lambda show: show.services.submissions.check_before_file(show.draft(MIA)),
    "drafts.keep": lambda show: show.services.drafts.keep(show.draft(MIA), MIA.member_id),
    "queue.play_next": lambda show: show.services.queue.play_next(G, RITA),
    "privacy.forget": lambda show: show.services.privacy.forget(G, MIA.member_id),
    "queue.switch_away": lambda show: show.services.queue.switch_away(G, MAX.member_id),
    "review.set_free_open": lambda show: show.services.review.set_free_open(G, RITA, free_open=False),
    "points.adjust": lambda show: show.services.points.adjust(G, RITA, MIA, 5, "why"),
    "linking.link": lambda show: show.services.linking.link(G, MAX, "mia.sings"),
    "linking.move": lambda show: show.services.linking.move(G, RITA, ZOE, "mia.sings"),
    "credits.give": lambda show: show.services.credits.give(G, RITA, MIA, 5_000, "why"),
    "live.follow": lambda show: show.services.live.follow(G, RITA, "another"),
    "live.note_disconnect": lambda show: show.services.live.note_disconnect(G, RITA),
    "live.unfollow": lambda show: show.services.live.unfollow(G),
    "live.remember": lambda show: show.services.live.remember(G, None),
    "live.opened": lambda show: show.services.live.opened(G, CREATOR, ROOM, show.clock()),
    "live.record": lambda show: show.services.live.record(G, 2, [LiveEnv(show).gift(5_000)]),
    "live.closed": lambda show: show.services.live.closed(G, 2, EndReason.LIVE_END, show.clock()),
    "blocks.add": lambda show: show.services.blocks.add(G, RITA, BlockKind.MEMBER, str(MAX.member_id), "why"),
    "blocks.add_and_remove_songs": lambda show: show.services.blocks.add_and_remove_songs(G, RITA, MIA, "why"),
    "settings.change": lambda show: show.services.settings.change(G, RITA, {"replay_hours": "7"}),
    "settings.change_ladder": lambda show: show.services.settings.change_ladder(G, RITA, "tiers"),
    "backups.make_for": lambda show: show.services.backups.make_for(G),
    "outbox.set_place": lambda show: show.services.outbox.set_place(G, "portal", Place(8, 9)),
    "outbox.forget_place": lambda show: show.services.outbox.forget_place(G, "portal"),
}
NOT_OF_ONE_SERVER = {
    "drafts.drop",
    "submissions.keep_file",  # reads the limit of the server; the store of files is one for all
    "settings.guilds",
    "settings.last_known",  # settings.of, as it was read last
    "times.bring_back",  # one clock for all servers
    "times.put_right",
    "queue.lengths",  # of all servers together, for the figures of the process
    "live.follow_requests",
    "live.stands",
    "live.forget_old_messages",
    "reports.read",  # takes a session that reports.find found in the server
    "reports.draw",
    "reports.posted",
    "reports.set_posted",
    "reports.settle",
    "records.quick_check",
    "retention.drop_old",
    "backups.make_due",
    "files.drop",  # the store of files is one for all
    "files.drop_old",
    "files.make_room",
    "memberships.look",  # at all servers; what it is about, and what goes, is in test_memberships
    "memberships.stop_following",
    "memberships.erase_left",
    "outbox.set_play_shown",
    "outbox.set_bookmark_posted",
    "outbox.set_notice_tried",
    "outbox.settle_notice",
    "outbox.clean_up_later",
    "outbox.due_cleanups",
    "outbox.drop_cleanup",
}


@pytest.fixture
async def other(tmp_path: Path, clock: HandClock) -> AsyncIterator[Show]:
    """A show in another server than the one that has songs, points, links, blocks and all else."""
    async with open_show(tmp_path, clock) as show:
        await fill(show)
        show.guild_id = OTHER_GUILD
        yield show


async def fill(show: Show) -> None:
    """#1 played, #3 plays, #2 waits, #4 is pending, #5 removed; a LIVE is over, one goes on; and one of the rest."""
    services = show.services
    live = LiveEnv(show)
    await live.open()
    await live.close()
    await services.settings.change(GUILD, RITA, {"bookmarks_channel": "5", "free_order": "fair", "limit_free": "2"})
    for member, skip in ((MIA, False), (MIA, False), (MAX, False), (MIA, True), (ZOE, False)):
        await show.submit(member, skip=skip, link=link_to("hit") if member is MAX else None)
    await show.next()
    await show.next()
    await services.review.remove(GUILD, RITA, 5, "why")
    await services.review.bookmark(GUILD, RITA, 2)
    await show.give(MIA, 5)
    await show.earn(MIA, 7, "mia.sings")
    await services.queue.switch_away(GUILD, MAX.member_id)
    await services.blocks.add(GUILD, RITA, BlockKind.PATTERN, "song", "all of them")
    await services.outbox.set_place(GUILD, "portal", Place(1, 2))
    await services.outbox.clean_up_later(Cleanup(GUILD, 1, 2))
    await services.drafts.keep(show.draft(MIA), MIA.member_id)
    await services.live.follow(GUILD, RITA, CREATOR)
    await live.open()
    await live.send(live.gift(50), live.like(), live.follow(), live.step(1, 3))
    await services.live.remember(GUILD, show.clock())
    await services.review.set_free_open(GUILD, RITA, free_open=False)
    await services.backups.make_for(GUILD)


async def backup_of_the_first(show: Show, what: str, *doer: Person) -> object:
    """Does that in the other server with the first one's backup: by its name, or as a file that is handed in."""
    (backup,) = await show.services.backups.names(GUILD)

    async def content() -> AsyncIterator[bytes]:
        yield (show.folder / "backups" / backup.name).read_bytes()

    operation = getattr(show.services.backups, what)
    more = (anywhere,) if what == "restore" else ()
    return await operation(G, *doer, content() if what == "submit_upload" else backup.name, *more)


def test_every_operation_of_every_service_is_in_one_of_the_tables() -> None:
    found = {
        f"{field.name}.{name}"
        for field in fields(Services)
        if inspect.isclass(kind := inspect.get_annotations(Services, eval_str=True)[field.name])
        and issubclass(kind, Service)
        for name, _ in inspect.getmembers(kind, inspect.iscoroutinefunction)
        if not name.startswith("_")
    }
    assert found == READS.keys() | REFUSED.keys() | DONE.keys() | NOT_OF_ONE_SERVER


@pytest.mark.parametrize("name", READS)
async def test_a_server_reads_nothing_of_another(other: Show, name: str, tmp_path: Path) -> None:
    async with open_show(tmp_path / "empty", other.clock, OTHER_GUILD) as empty:
        assert await READS[name](other) == await READS[name](empty)


@pytest.mark.parametrize("name", READS)
async def test_the_first_server_would_have_been_read(other: Show, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name == "settings.preview_ladder":
        await other.services.review.approve(GUILD, RITA, 4)
    elsewhere = await READS[name](other)
    monkeypatch.setitem(globals(), "G", GUILD)
    assert await READS[name](other) != elsewhere


@pytest.mark.parametrize("name", REFUSED)
async def test_a_server_cannot_reach_what_another_has(other: Show, name: str) -> None:
    await other.services.settings.change(G, RITA, {"bookmarks_channel": "6"})
    before = await everything(other)
    with pytest.raises(Refusal):
        await REFUSED[name](other)
    assert await everything(other) == before


@pytest.mark.parametrize("name", DONE)
async def test_what_one_server_does_leaves_another_as_it_was(other: Show, name: str) -> None:
    before = await everything(other)
    await DONE[name](other)
    assert await everything(other) == before


async def everything(show: Show) -> list[list[tuple[object, ...]]]:
    """All rows of the first server, in every table that has a guild_id."""
    async with show.database.transaction() as tables:
        names = await tables.guilds.rows(
            "SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c ON c.name = 'guild_id' "
            "WHERE m.type = 'table' ORDER BY m.name"
        )
        assert len(names) > 12
        rows = [await tables.guilds.rows(f"SELECT * FROM {one[0]} WHERE guild_id = ?", GUILD) for one in names]  # noqa: S608
    return [[tuple(row) for row in found] for found in rows]


async def test_numbers_start_at_one_in_every_server(other: Show) -> None:
    assert [(await other.submit(MIA)).number, (await other.submit(MAX)).number] == [1, 2]


async def test_two_servers_play_at_the_same_time(other: Show) -> None:
    await other.submit(MIA)
    assert await other.next(SAM) == 1
    assert (await other.services.queue.line_up(GUILD)).playing != (await other.services.queue.line_up(G)).playing
    await other.undo()
    other.guild_id = GUILD
    assert await other.playing() == 3


async def test_the_defaults_of_one_server_are_not_the_settings_of_another(other: Show) -> None:
    assert await other.services.settings.of(OTHER_GUILD) == GuildSettings()
