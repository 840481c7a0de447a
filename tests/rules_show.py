"""What holds the rules of the queue, what takes each of them out, and the tests that have to fail then."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from database import Database
from domain.lines import Line
from domain.points import Holder, HolderKind
from domain.submissions import Status, Submission
from media.file_checks import Sound
from services.base import any_song
from tables import Tables
from tables.base import EPOCH
from tables.submissions import SubmissionsTable
from tests.mutant import Rule, always, always_async, nothing, nothing_async

ADMISSION, BLOCKS, ORDER = "tests/domain/test_admission.py", "tests/domain/test_blocks.py", "tests/domain/test_order.py"
LINKS, CHECKS, STORE = "tests/domain/test_links.py", "tests/media/test_checks.py", "tests/media/test_store.py"
SUBMISSIONS, REVIEW, QUEUE = (f"tests/services/test_{name}.py" for name in ("submissions", "review", "queue"))
UNDO, POINTS, FILES = (f"tests/services/test_{name}.py" for name in ("undo", "points", "files"))
APART, TRANSACTION = "tests/services/test_guilds_apart.py", "tests/database/test_transaction.py"


def straight_in(*, wants_skip: bool) -> tuple[Status, Line]:
    """A skip that nobody has to approve."""
    return Status.WAITING, Line.SKIP if wants_skip else Line.FREE


@asynccontextmanager
async def without_lock(database: Database) -> AsyncIterator[Tables]:
    """A transaction that does not wait for its turn."""
    await database._connection.execute("BEGIN IMMEDIATE")
    yield Tables(database._connection)
    await database._connection.commit()


def by_number(songs: Iterable[Submission], *_: object) -> list[Submission]:
    """An order without lines, points and turns."""
    return sorted(songs, key=lambda song: song.number)


def by_substring(host: str, names: Collection[str]) -> bool:
    """The test of a host that looks right and is not."""
    return any(name in host for name in names)


async def member_only(_: Tables, __: int, member_id: int) -> list[Holder]:
    """Holders without the linked accounts."""
    return [Holder(HolderKind.MEMBER, member_id)]


async def anybodys(tables: Tables, guild_id: int, _: int, number: int) -> Submission:
    """A song, whoever submitted it."""
    return await any_song(tables, guild_id, number)


async def of_anybody(table: SubmissionsTable, guild_id: int, _: int, limit: int, offset: int) -> list[Submission]:
    """Everybody's songs as one's own."""
    return await table._songs("guild_id = ? ORDER BY number DESC LIMIT ? OFFSET ?", guild_id, limit, offset)


async def active_anywhere(table: SubmissionsTable, _: int) -> list[Submission]:
    """The active songs of all servers."""
    return await table._songs("status IN ('pending', 'waiting')")


async def numbered_anywhere(table: SubmissionsTable, _: int, number: int) -> Submission | None:
    """The first song with that number in any server."""
    return await table._song("number = ?", number)


async def until_forever(_: Tables, __: int, ___: datetime) -> datetime:
    """As if there had never been a show before."""
    return EPOCH


def without_cap(incoming: Any, chunk: bytes) -> None:  # noqa: ANN401  # stands in for a method
    """Takes as much as comes."""
    incoming.size_bytes += len(chunk)
    incoming._hash.update(chunk)
    incoming._file.write(chunk)


OF_THE_SHOW = (
    Rule(
        *(1, "one active Free submission per member", "domain.admission", "check_room", nothing),
        tests=(
            f"{ADMISSION}::test_a_second_waiting_song_in_free_is_refused",
            f"{SUBMISSIONS}::test_a_member_has_one_waiting_song_in_free_and_the_second_is_refused",
            f"{SUBMISSIONS}::test_the_room_in_a_line_is_a_setting",
        ),
    ),
    Rule(
        *(2, "Free can be closed", "domain.admission", "check_open", nothing),
        tests=(
            f"{ADMISSION}::test_a_closed_free_line_takes_no_song_and_paid_lines_go_on",
            f"{SUBMISSIONS}::test_while_free_is_closed_a_song_for_free_is_refused_and_a_skip_goes_on",
        ),
    ),
    Rule(
        *(3, "a skip waits for a reviewer", "domain.admission", "asked_place", straight_in),
        tests=(
            f"{SUBMISSIONS}::test_a_skip_waits_for_a_reviewer_and_has_no_place_in_the_queue",
            f"{REVIEW}::test_a_pending_skip_is_never_played_and_next_says_how_many_wait",
        ),
    ),
    Rule(
        *(3, "a member has so many skips that wait as the server allows", "domain.admission", "check_pending", nothing),
        tests=(
            f"{ADMISSION}::test_so_many_skips_of_a_member_wait_as_the_server_set",
            f"{SUBMISSIONS}::test_a_fourth_pending_skip_is_refused_in_every_way_and_there_is_room_once_one_is_decided",
        ),
    ),
    Rule(
        *(3, "a rejected skip needs room in Free", "services.review", "_has_room_in_free", always_async(value=True)),
        tests=(f"{REVIEW}::test_a_rejected_skip_is_returned_with_the_reason_where_there_is_no_room",),
    ),
    Rule(
        *(4, "/next takes one song, whole or not at all", "database", "Database.transaction", without_lock),
        tests=(
            f"{QUEUE}::test_next_takes_each_song_once_and_in_order_even_when_ten_press_at_the_same_time",
            f"{QUEUE}::test_next_is_whole_or_not_at_all_when_it_is_cancelled_anywhere",
            f"{TRANSACTION}::test_two_thousand_cancellations_leave_no_open_transaction_and_no_half_done_work",
        ),
    ),
    Rule(
        *(4, "a late press takes nothing", "domain.shows", "check_seen", nothing),
        tests=(f"{QUEUE}::test_a_late_press_beside_another_song_is_told_and_takes_nothing",),
    ),
    Rule(
        *(4, "higher lines first, then points, then time", "domain.order", "play_order", by_number),
        tests=(
            f"{ORDER}::test_a_higher_line_is_drained_before_the_next",
            f"{ORDER}::test_inside_a_paid_line_the_first_to_enter_it_is_the_first_out",
            f"{ORDER}::test_inside_free_the_order_is_the_one_that_the_server_chose",
            f"{QUEUE}::test_points_decide_in_free_and_the_lines_above_come_first",
        ),
    ),
    Rule(
        *(4, "a play from Free takes the points", "domain.points", "costs_points", always(value=False)),
        tests=(f"{QUEUE}::test_a_play_from_free_takes_the_points_of_the_member_and_of_every_linked_account",),
    ),
    Rule(
        *(4, "a play from any other line leaves them", "domain.points", "costs_points", always(value=True)),
        tests=(f"{QUEUE}::test_a_play_from_any_other_line_leaves_the_points",),
    ),
    Rule(
        *(5, "songs come back", "services.undo", "_restore_songs", always_async([])),
        tests=(
            f"{UNDO}::test_undo_by_somebody_else_after_a_restart_brings_everything_back",
            f"{UNDO}::test_twenty_actions_are_undone_one_after_the_other_newest_first",
        ),
    ),
    Rule(
        *(5, "points come back", "tables.ledger", "LedgerTable.take_back", nothing_async),
        tests=(
            f"{UNDO}::test_next_undone_brings_back_the_song_the_one_before_it_and_the_points",
            f"{UNDO}::test_points_earned_since_stay",
        ),
    ),
    Rule(
        *(5, "the song that was playing comes back", "tables.shows", "PlaysTable.take_back", nothing_async),
        tests=(f"{UNDO}::test_the_message_of_an_undone_play_is_to_be_edited_and_the_one_before_it_too",),
    ),
    Rule(
        *(5, "what was changed since stays", "tables.actions", "SongChange.left", always(value=True)),
        tests=(f"{UNDO}::test_what_its_member_changed_since_is_left_alone_and_named",),
    ),
    Rule(
        *(5, "undo belongs to the show", "services.base", "last_end", until_forever),
        tests=(
            f"{UNDO}::test_nothing_of_a_show_that_ran_out_is_undone",
            f"{UNDO}::test_nothing_of_a_show_that_was_ended_is_undone",
        ),
    ),
    Rule(
        *(6, "no song twice in the queue", "domain.admission", "check_duplicate", nothing),
        tests=(
            f"{SUBMISSIONS}::test_the_same_link_of_somebody_else_is_refused_however_it_is_written",
            f"{SUBMISSIONS}::test_the_same_song_of_the_same_member_is_offered_for_replacing",
            f"{FILES}::test_the_same_file_of_somebody_else_is_refused_whatever_its_name",
        ),
    ),
    Rule(
        *(
            6,
            "played lately is flagged",
            "tables.submissions",
            "SubmissionsTable.played_since",
            always_async(value=False),
        ),
        tests=(f"{SUBMISSIONS}::test_a_song_played_within_a_day_is_taken_and_flagged",),
    ),
    Rule(
        *(7, "a host is never matched by substring", "domain.link_providers", "is_within", by_substring),
        tests=(f"{LINKS}::test_a_hostile_link_is_refused_with_the_sentence_that_fits",),
    ),
    Rule(
        *(7, "Apple is refused by name", "domain.link_providers", "is_apple", always(value=False)),
        tests=(f"{LINKS}::test_apple_is_refused_by_name_even_where_a_server_allows_its_hosts",),
    ),
    Rule(
        *(7, "no user info, no port", "domain.links", "_split", urlsplit),
        tests=(f"{LINKS}::test_a_hostile_link_is_refused_with_the_sentence_that_fits",),
    ),
    Rule(
        *(7, "one canonical form", "domain.link_providers", "canonical", lambda *parts: "{}://{}{}?{}".format(*parts)),
        tests=(
            f"{LINKS}::test_every_way_to_write_a_link_to_a_song_becomes_the_same_link",
            f"{SUBMISSIONS}::test_the_same_link_of_somebody_else_is_refused_however_it_is_written",
        ),
    ),
    Rule(
        *(8, "files are checked by content", "media.file_checks", "check", always_async(Sound("mp3", 1.0, None, None))),
        tests=(
            f"{CHECKS}::test_a_wrong_file_is_refused_with_the_sentence_that_fits",
            f"{CHECKS}::test_a_song_that_was_cut_off_is_refused",
        ),
    ),
    Rule(
        *(8, "a hard cap while streaming", "media.receiving", "Incoming.write", without_cap),
        tests=(f"{STORE}::test_a_stream_that_goes_on_and_on_is_stopped_at_the_limit",),
    ),
    Rule(
        *(
            8,
            "files in use are never dropped",
            "tables.submissions",
            "SubmissionsTable.needs_file",
            always_async(False),
        ),
        tests=(f"{FILES}::test_files_of_pending_waiting_and_playing_songs_are_never_dropped",),
    ),
    Rule(
        *(9, "accounts count for their member", "services.base", "holders_of", member_only),
        tests=(f"{POINTS}::test_a_reset_of_a_member_takes_all_linked_accounts_with_it_and_nobody_elses",),
    ),
    Rule(
        *(9, "a reset writes rows of minus the balance", "tables.ledger", "LedgerTable.zero", always_async(0)),
        tests=(
            f"{POINTS}::test_a_reset_of_a_member_takes_all_linked_accounts_with_it_and_nobody_elses",
            f"{POINTS}::test_a_reset_writes_rows_and_changes_none",
        ),
    ),
    Rule(
        *(9, "a reset of everyone leaves nobody out", "tables.ledger", "LedgerTable.zero_everyone", always_async(0)),
        tests=(f"{POINTS}::test_a_reset_of_everyone_leaves_nobody_with_points_also_not_with_less_than_none",),
    ),
    Rule(
        *(9, "points by hand need a reason", "domain.text", "clean_line", lambda text, _: text.strip() or "-"),
        tests=(f"{POINTS}::test_points_given_by_hand_need_a_reason_and_an_amount_within_bounds",),
    ),
    Rule(
        *(12, "blocked members, websites and texts", "domain.blocks", "check_blocks", nothing),
        tests=(
            f"{BLOCKS}::test_a_blocked_member_cannot_submit_and_others_can",
            f"{SUBMISSIONS}::test_a_blocked_member_a_blocked_website_and_a_blocked_text_are_refused",
            f"{SUBMISSIONS}::test_a_block_also_holds_for_an_edit_and_for_a_song_out_of_the_history",
        ),
    ),
    Rule(
        *(12, "a block runs out", "domain.blocks", "Block.holds_at", always(value=True)),
        tests=(f"{BLOCKS}::test_a_block_ends_at_its_time",),
    ),
    Rule(
        *(13, "one's own songs only", "services.submissions", "_own", anybodys),
        tests=(f"{SUBMISSIONS}::test_somebody_elses_song_is_out_of_reach",),
    ),
    Rule(
        *(13, "a history of one's own", "tables.submissions", "SubmissionsTable.of_member", of_anybody),
        tests=(f"{SUBMISSIONS}::test_members_see_their_own_songs_and_no_others_newest_first_in_pages",),
    ),
    Rule(
        *(14, "a queue for each server", "tables.submissions", "SubmissionsTable.active", active_anywhere),
        tests=(f"{APART}::test_a_server_reads_nothing_of_another",),
    ),
    Rule(
        *(
            14,
            "a server reaches only its own songs",
            "tables.submissions",
            "SubmissionsTable.numbered",
            numbered_anywhere,
        ),
        tests=(f"{APART}::test_a_server_cannot_reach_what_another_has",),
    ),
)
