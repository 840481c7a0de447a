"""What somebody typed, as a sentence quotes it."""

from __future__ import annotations

from domain.clean import clean_line

_MARKUP = str.maketrans("", "", "*~`|<>[]()\\")


def cut(text: str, limit: int = 60) -> str:
    """What somebody typed, short, on one line, and without what Discord would read as markup."""
    return clean_line(text.translate(_MARKUP), limit)


NOTHING_CHANGED = " Nothing changed. "


class Refusal(Exception):
    """A request that is turned down on purpose; its text is the sentence the member reads.

    `what` says what happened and `todo` what to do next, each as whole sentences.
    """

    def __init__(self, what: str, todo: str) -> None:
        super().__init__(what + NOTHING_CHANGED + todo)
        self.what, self.todo = what, todo

    @classmethod
    def repeated(cls, sentence: str) -> Refusal:
        """One that another process raised, by its text."""
        what, _, todo = sentence.partition(NOTHING_CHANGED)
        return cls(what, todo)


class DataUnusable(Refusal):
    """The database cannot be used now, whoever asks; `what` is the sentence that says why."""

    def __init__(self, what: str, todo: str) -> None:
        super().__init__(what, todo)
        self.what = what


def not_a_reviewer() -> Refusal:
    return Refusal("Only reviewers can do this.", "Ask an admin for the staff role if you should be one.")


def not_an_admin() -> Refusal:
    return Refusal("Only people with Manage Server can do this.", "Ask one of them.")


def only_in_a_server() -> Refusal:
    return Refusal("This works only inside a server.", "Use it in a channel of your server.")


def form_is_lost() -> Refusal:
    return Refusal("The bot was restarted while this form was open.", "Open it again and send it once more.")


def button_is_unknown() -> Refusal:
    return Refusal("This button does not belong to anything any more.", "Use the newest message, or /help.")


def form_was_too_slow() -> Refusal:
    return Refusal("The bot was too busy to open the form in time.", "Open it again.")


def command_is_unknown() -> Refusal:
    return Refusal("The bot does not know this command any more.", "See the commands that there are with /help.")


def command_does_not_fit() -> Refusal:
    return Refusal(
        "What was sent does not fit the command: an option is missing, or is something else than it takes.",
        "Restart Discord if the command looks right to you, then use it again.",
    )


def bot_stops() -> Refusal:
    return Refusal("The bot is stopped or restarted right now.", "Use it again in a minute.")


def asked_a_moment_ago(seconds: int) -> Refusal:
    wait = "1 second" if seconds == 1 else f"{seconds} seconds"
    return Refusal("You asked for this a moment ago.", f"Ask again in {wait}.")


def too_late_to_confirm() -> Refusal:
    return Refusal("Things have changed since you were asked.", "Use the command again.")


def disk_full() -> DataUnusable:
    return DataUnusable(
        "The bot cannot write to its disk, which is full or broken.",
        "Tell the staff of this server, and try again when the bot's owner has made room.",
    )


def cannot_open_more() -> DataUnusable:
    return DataUnusable(
        "The bot cannot open one more file or connection right now.",
        "Try again in a minute. If it stays like this, tell the staff of this server.",
    )


def data_in_use() -> DataUnusable:
    return DataUnusable("Another program keeps the bot from its data.", "Try again in a minute.")


def data_damaged() -> DataUnusable:
    return DataUnusable(
        "The bot's data is damaged.",
        "Tell the staff of this server: the bot's owner has to bring a backup back.",
    )


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
        "Button Add the permissions below, then try again, or pick channels that are there.",
    )
