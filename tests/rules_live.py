"""What holds the rules of the LIVE, what takes each of them out, and the tests that have to fail then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from domain.accounts import Account
from domain.live_events import Gift, LiveEvent
from domain.promotion import Lot
from tables.accounts import AccountsTable
from tests.mutant import Rule, always_async, nothing_async

TALLY, PROMOTION = "tests/domain/test_tally.py", "tests/domain/test_promotion.py"
LIVE, ONCE, PROMOTIONS, PROOFS, LINKING = (
    f"tests/services/test_{name}.py" for name in ("live", "live_once", "promotions", "link_codes", "linking")
)


async def all_of_them(_: object, __: int, events: Iterable[LiveEvent]) -> list[LiveEvent]:
    """As if no message ever came twice."""
    return list(events)


def every_step(gift: Gift, _: int = 0) -> int:
    """Each step of a streak counted as a gift of its own."""
    return gift.coins_each * gift.repeat_count


def newest_first(lots: Sequence[Lot], cost: int, _: datetime) -> list[tuple[int, int]]:
    """Coins out of the lots that would be good for longest."""
    taken = []
    for lot in sorted(lots, key=lambda lot: lot.expires_at, reverse=True):
        share, cost = min(cost, lot.coins_left), cost - min(cost, lot.coins_left)
        taken += [(lot.lot_id, share)] if share else []
    return taken


async def free_to_take(table: AccountsTable, guild_id: int, handle: str) -> Account | None:
    """An account as if nobody had linked it."""
    row = await table.row("SELECT account_id FROM accounts WHERE guild_id = ? AND handle = ?", guild_id, handle)
    return Account(row[0], handle, None, None) if row else None


OF_THE_LIVE = (
    Rule(
        *(9, "likes, comments and shares have caps", "domain.points", "within_cap", lambda count, *_: count),
        tests=(
            f"{TALLY}::test_likes_and_comments_of_one_minute_are_capped_and_count_again_in_the_next",
            f"{TALLY}::test_one_share_counts_in_five_minutes",
            f"{LIVE}::test_the_caps_hold_across_batches_and_restarts",
        ),
    ),
    Rule(
        *(9, "caps outlast a batch", "tables.live_activity", "LiveTable.windows", always_async({})),
        tests=(f"{LIVE}::test_the_caps_hold_across_batches_and_restarts",),
    ),
    Rule(
        *(9, "a follow counts once ever", "tables.live_activity", "LiveTable.followers", always_async(set())),
        tests=(f"{LIVE}::test_a_follow_counts_once_per_creator_also_in_another_session",),
    ),
    Rule(
        *(9, "a streak is worth f of its sum", "domain.points", "points_for_rise", lambda old, new: 2 * (new - old)),
        tests=(
            f"{TALLY}::test_coins_of_streaks_are_exact_under_repeats_disorder_and_lost_steps",
            f"{ONCE}::test_ten_thousand_gifts_are_credited_to_the_coin_whatever_happens_to_them",
        ),
    ),
    Rule(
        *(10, "a message counts once", "tables.live_activity", "LiveTable.unseen", all_of_them),
        tests=(
            f"{ONCE}::test_the_same_message_in_one_batch_in_the_next_and_after_a_restart_counts_once",
            f"{ONCE}::test_ten_thousand_gifts_are_credited_to_the_coin_whatever_happens_to_them",
        ),
    ),
    Rule(
        *(10, "only the rise of a streak counts", "domain.live_events", "Gift.coins_new", every_step),
        tests=(
            f"{TALLY}::test_coins_of_streaks_are_exact_under_repeats_disorder_and_lost_steps",
            f"{PROMOTIONS}::test_a_streak_promotes_step_by_step_and_costs_as_much_as_one_gift",
        ),
    ),
    Rule(
        *(10, "marks of streaks are on disk", "tables.live_activity", "LiveTable.streaks", always_async({})),
        tests=(f"{ONCE}::test_ten_thousand_gifts_are_credited_to_the_coin_whatever_happens_to_them",),
    ),
    Rule(
        *(10, "credit moves songs up", "services.promotions", "promote", nothing_async),
        tests=(
            f"{PROMOTIONS}::test_a_gift_moves_the_members_song_up_at_once_and_the_member_is_told",
            f"{PROMOTIONS}::test_credit_is_held_while_there_is_no_link_and_spent_at_the_link",
            f"{PROMOTIONS}::test_credit_is_held_while_there_is_no_song_and_spent_at_the_submission",
            f"{PROMOTIONS}::test_credit_is_spent_on_the_song_that_brings_the_handle_along",
            f"{PROMOTIONS}::test_credit_by_hand_promotes_needs_a_reason_and_bounds_and_is_in_the_audit",
        ),
    ),
    Rule(
        *(10, "the best song is moved, pending last", "domain.promotion", "target", lambda songs, _: next(iter(songs))),
        tests=(
            f"{PROMOTION}::test_the_song_highest_in_play_order_is_moved_and_a_pending_one_last",
            f"{PROMOTIONS}::test_a_pending_skip_is_let_in_by_a_gift_but_only_when_no_song_waits",
        ),
    ),
    Rule(
        *(10, "the oldest coins go first", "domain.promotion", "spend", newest_first),
        tests=(
            f"{PROMOTION}::test_the_oldest_coins_are_spent_first",
            f"{PROMOTIONS}::test_the_credit_of_all_linked_accounts_is_pooled_and_the_oldest_goes_first",
        ),
    ),
    Rule(
        *(10, "spent coins come back", "tables.credit", "CreditTable.return_song", always_async(0)),
        tests=(
            f"{PROMOTIONS}::test_coins_that_were_spent_on_a_song_that_goes_come_back_and_the_member_is_told",
            f"{PROMOTIONS}::test_a_line_that_staff_gave_counts_as_paid_but_is_not_paid_back",
        ),
    ),
    Rule(
        *(10, "undo gives the coins back", "tables.credit", "CreditTable.take_back", nothing_async),
        tests=(
            f"{PROMOTIONS}::test_undo_takes_a_promotion_back_and_its_coins_too",
            f"{PROMOTIONS}::test_undo_of_a_remove_takes_the_coins_again_unless_they_are_spent_elsewhere",
        ),
    ),
    Rule(
        *(11, "a handle belongs to one member", "tables.accounts", "AccountsTable.by_handle", free_to_take),
        tests=(f"{LINKING}::test_a_handle_that_somebody_else_has_is_refused_with_the_way_to_the_staff",),
    ),
    Rule(
        *(11, "an account is not its name", "tables.viewers", "ViewersTable._release", nothing_async),
        tests=(f"{PROOFS}::test_a_name_that_was_given_up_and_taken_by_somebody_else_brings_them_nothing_of_the_first",),
    ),
    Rule(
        *(11, "a waiting handle binds", "tables.viewers", "ViewersTable._name", nothing_async),
        tests=(f"{PROOFS}::test_a_handle_that_was_never_seen_waits_and_binds_at_its_first_event",),
    ),
    Rule(
        *(11, "a code proves a handle", "services.linking", "prove_by_code", always_async(set())),
        tests=(
            f"{PROOFS}::test_with_proof_by_code_a_handle_is_linked_once_its_code_is_typed_in_the_live",
            f"{PROOFS}::test_a_code_is_good_for_one_name_once_and_for_seven_days",
        ),
    ),
    Rule(
        *(12, "a blocked account earns nothing", "tables.guilds", "BlocksTable.blocked_accounts", always_async(set())),
        tests=(
            f"{LIVE}::test_a_blocked_account_is_in_the_figures_earns_nothing_and_stays_blocked_under_another_name",
            f"{PROMOTIONS}::test_a_blocked_accounts_gift_moves_nothing",
        ),
    ),
)
