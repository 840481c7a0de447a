"""Every sentence about points, credit, handles and LIVEs that turns a request down."""

from __future__ import annotations

from domain.refusals import Refusal, cut


def amount_out_of_bounds(limit: int) -> Refusal:
    return Refusal("That amount does not work.", f"Write a whole number from -{limit:,} to {limit:,}, but not 0.")


def reason_is_missing() -> Refusal:
    return Refusal("A reason is needed.", "Say in a few words why, and send again.")


def whose_points() -> Refusal:
    return Refusal("It is not clear whose points to reset.", "Name one: a member, a handle, or everyone.")


def nothing_to_reset(name: str) -> Refusal:
    return Refusal(f"{cut(name)} has no points.", "There is nothing to reset.")


def handle_is_taken(handle: str) -> Refusal:
    return Refusal(
        f"@{cut(handle)} is linked to somebody else here.",
        "If it is yours, ask the staff: they can move it with /link-tiktok for you.",
    )


def handle_not_linked(handle: str) -> Refusal:
    return Refusal(f"@{cut(handle)} is not linked here.", "See the linked ones with /my-tiktok-handles.")


def handle_already_yours(handle: str) -> Refusal:
    return Refusal(f"@{cut(handle)} is linked to you already.", "There is nothing else to do.")


def already_connected(creator: str) -> Refusal:
    return Refusal(f"The bot follows @{cut(creator)} already.", "Use /tiktok disconnect first, then connect again.")


def handle_needs_staff(handle: str) -> Refusal:
    return Refusal(
        f"Here the staff confirms TikTok names, so @{cut(handle)} is not linked yet.",
        "Ask a reviewer to use /link-tiktok with this name for you.",
    )


def coins_out_of_bounds(limit: int) -> Refusal:
    return Refusal("That number of coins does not work.", f"Write a whole number from 1 to {limit:,}.")


def no_such_session(number: int) -> Refusal:
    return Refusal(f"There is no live session {number} here.", "Pick one from the list.")


def no_session_yet() -> Refusal:
    return Refusal("No LIVE was followed here yet.", "Start with /tiktok connect.")


def session_still_open() -> Refusal:
    return Refusal("That live session is still going on.", "Its numbers are posted when it is over.")


def not_connected() -> Refusal:
    return Refusal("No creator is followed right now.", "Start with /tiktok connect.")
