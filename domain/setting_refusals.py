"""Every sentence that turns down a setting, a file of settings, or the making of channels."""

from __future__ import annotations

from domain.quotes import cut
from domain.refusals import Refusal


def unknown_setting(name: str) -> Refusal:
    return Refusal(f"There is no setting “{cut(name)}”.", "Pick one from the list, or see /settings show.")


def setting_out_of_bounds(name: str, bounds: str) -> Refusal:
    return Refusal(f"That does not fit the setting {cut(name)}.", f"It takes {cut(bounds, 120)}.")


def setting_is_so_already(name: str, value: str) -> Refusal:
    return Refusal(f"The setting {cut(name)} is {cut(value)} already.", "There is nothing else to do.")


def everyone_cannot_review() -> Refusal:
    return Refusal("The role @everyone cannot be the staff role.", "Pick the role of your reviewers.")


def not_a_settings_file() -> Refusal:
    return Refusal("That is not a file of settings.", "Use a file that /settings export made.")


def settings_file_is_newer() -> Refusal:
    return Refusal("That file comes from a newer version of the bot.", "Bring the bot up to date, then try again.")


def cannot_make_channels(permissions: str) -> Refusal:
    return Refusal(
        f"The bot may not make channels here: it lacks {cut(permissions)}.",
        "Press Add the permissions below, then try again, or pick channels that are there.",
    )
