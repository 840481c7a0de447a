"""Every sentence that turns a song down, or something that is asked of one."""

from __future__ import annotations

from domain.refusals import Refusal, cut


class OwnDuplicate(Refusal):
    """The member's own song is already in; `number` says which, so that it can be replaced."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"This song is already in the queue as your #{number}.",
            "Button Replace my entry to put the new details there, or leave it as it is.",
        )
        self.number = number


def free_is_closed() -> Refusal:
    return Refusal("The Free line is closed right now.", "Ask for a skip, or come back when Free opens again.")


def line_is_full(line: str, limit: int) -> Refusal:
    songs = "song" if limit == 1 else "songs"
    return Refusal(
        f"There is room for {limit} waiting {songs} of one member in {cut(line)}, and it is taken.",
        "Wait until one is played, or remove it with /mysubmissions first.",
    )


def too_many_pending(limit: int) -> Refusal:
    skips = "1 skip of yours waits" if limit == 1 else f"{limit} skips of one member wait"
    return Refusal(
        f"{skips} for a reviewer already, and more are not taken.",
        "Wait until one is decided on, or remove one with /mysubmissions first.",
    )


def duplicate_of_another(number: int) -> Refusal:
    return Refusal(f"This song is already in the queue as #{number}.", "Select another song.")


def member_is_blocked(reason: str, until: str) -> Refusal:
    return Refusal(
        f"You cannot submit songs here {cut(until)}: {cut(reason)}.", "Ask the staff if you think this is wrong."
    )


def song_is_blocked(what: str, reason: str) -> Refusal:
    return Refusal(f"Songs with “{cut(what)}” are not taken here: {cut(reason)}.", "Select another song.")


def name_is_missing(field: str) -> Refusal:
    return Refusal(f"The {cut(field)} is empty.", f"Write the {cut(field)} and send again.")


def no_such_song(number: int) -> Refusal:
    return Refusal(f"There is no song #{number} here.", "Look up the number in /queue or /archive.")


def not_a_song_number(text: str) -> Refusal:
    return Refusal(f"“{cut(text)}” is not a song's number.", "Pick a song from the list, or write a number like 17.")


def not_your_song(number: int) -> Refusal:
    return Refusal(f"#{number} is not one of your songs.", "See your own songs with /mysubmissions.")


def song_moved_on(number: int, status: str) -> Refusal:
    return Refusal(f"#{number} is {cut(status)} by now.", "Button Refresh or use /queue to see how things stand.")


def file_is_gone(number: int) -> Refusal:
    return Refusal(f"The file of #{number} is no longer stored.", "Send it again with /submitfile.")


def draft_is_gone() -> Refusal:
    return Refusal("These details are no longer kept.", "Start again with /submit.")


def nothing_in_that_message() -> Refusal:
    return Refusal("That message has no song link and no audio file.", "Pick a message with one, or use /submit.")


def not_your_message() -> Refusal:
    return Refusal("That message is by somebody else.", "Pick one of your own, or use /submit.")


def song_is_still_in(number: int) -> Refusal:
    return Refusal(f"#{number} is still in the queue.", "Remove it first, or wait until it is played.")


def song_was_approved(number: int) -> Refusal:
    return Refusal(
        f"#{number} waits in a paid line with the song that was approved.",
        "Names and note can be changed. For another song, remove it and submit the new one.",
    )
