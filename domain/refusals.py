"""Every sentence that turns a request down: what happened, that nothing changed, what to do next.

A function a sentence; tests read them all. Those about links and files are in media_refusals.py.
"""

from __future__ import annotations

from domain.quotes import cut

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


class OwnDuplicate(Refusal):
    """The member's own song is already in; `number` says which, so that it can be replaced."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"This song is already in the queue as your #{number}.",
            "Press Replace my entry to put the new details there, or leave it as it is.",
        )
        self.number = number


class QueueWentOn(Refusal):
    """Another song plays than the one that was on screen; `playing` is its number, 0 where none does."""

    def __init__(self, playing: int) -> None:
        now = f"#{playing} plays" if playing else "No song plays"
        super().__init__(f"{now} by now: this button is older.", "Look at what plays, then press again.")
        self.playing = playing


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
    return Refusal(f"This song is already in the queue as #{number}.", "Choose another song.")


def member_is_blocked(reason: str, until: str) -> Refusal:
    return Refusal(
        f"You cannot submit songs here {cut(until)}: {cut(reason)}.", "Ask the staff if you think this is wrong."
    )


def song_is_blocked(what: str, reason: str) -> Refusal:
    return Refusal(f"Songs with “{cut(what)}” are not taken here: {cut(reason)}.", "Choose another song.")


def nothing_to_play() -> Refusal:
    return Refusal("There was no link and no file.", "Add a link to the song or attach it as a file, then send again.")


def name_is_missing(field: str) -> Refusal:
    return Refusal(f"The {cut(field)} is empty.", f"Write the {cut(field)} and send again.")


def not_a_reviewer() -> Refusal:
    return Refusal("Only reviewers can do this.", "Ask an admin for the staff role if you should be one.")


def not_an_admin() -> Refusal:
    return Refusal("Only people with Manage Server can do this.", "Ask one of them.")


def only_in_a_server() -> Refusal:
    return Refusal("This works only inside a server.", "Use it in a channel of your server.")


def no_such_song(number: int) -> Refusal:
    return Refusal(f"There is no song #{number} here.", "Look up the number in /queue or /archive.")


def not_a_song_number(text: str) -> Refusal:
    return Refusal(f"“{cut(text)}” is not a song's number.", "Pick a song from the list, or write a number like 17.")


def not_your_song(number: int) -> Refusal:
    return Refusal(f"#{number} is not one of your songs.", "See your own songs with /mysubmissions.")


def song_moved_on(number: int, status: str) -> Refusal:
    return Refusal(f"#{number} is {cut(status)} by now.", "Press Refresh or use /queue to see how things stand.")


def already_in_line(number: int, line: str) -> Refusal:
    return Refusal(f"#{number} is in {cut(line)} already.", "Pick another line if you want to move it.")


def line_not_in_ladder(line: str) -> Refusal:
    return Refusal(f"This server has no line “{cut(line)}”.", "Pick a line from the list.")


def free_already(state: str) -> Refusal:
    return Refusal(f"The Free line is {cut(state)} already.", "There is nothing else to do.")


def no_song_waits() -> Refusal:
    return Refusal("No song waits right now.", "There is nothing to remove.")


def free_is_empty() -> Refusal:
    return Refusal("No song waits in the Free line.", "There is nothing to clear.")


def nothing_to_undo() -> Refusal:
    return Refusal("There is nothing to undo in this show.", "See what was done with /audit.")


def show_is_not_open() -> Refusal:
    return Refusal("No show is open.", "Start one with /next.")


def nothing_plays() -> Refusal:
    return Refusal("No song plays right now.", "Start one with /next.")


def already_bookmarked(number: int) -> Refusal:
    return Refusal(f"#{number} is bookmarked already.", "Look in the bookmarks channel.")


def no_channel_for(purpose: str) -> Refusal:
    return Refusal(f"There is no channel for {cut(purpose)} yet.", "Ask an admin to pick one with /setup.")


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


def file_is_gone(number: int) -> Refusal:
    return Refusal(f"The file of #{number} is no longer stored.", "Send it again with /submitfile.")


def draft_is_gone() -> Refusal:
    return Refusal("These details are no longer kept.", "Start again with /submit.")


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


def nothing_in_that_message() -> Refusal:
    return Refusal("That message has no song link and no audio file.", "Pick a message with one, or use /submit.")


def not_your_message() -> Refusal:
    return Refusal("That message is by somebody else.", "Pick one of your own, or use /submit.")


def unknown_setting(name: str) -> Refusal:
    return Refusal(f"There is no setting “{cut(name)}”.", "Pick one from the list, or see /settings show.")


def setting_out_of_bounds(name: str, bounds: str) -> Refusal:
    return Refusal(f"That does not fit the setting {cut(name)}.", f"It takes {cut(bounds, 120)}.")


def block_needs_one_target() -> Refusal:
    return Refusal("It is not clear what to block.", "Name exactly one: a member, a handle, a website, or a text.")


def remove_songs_needs_a_member() -> Refusal:
    return Refusal("remove_songs goes with a member only.", "Name the member whose songs are to go, or leave it out.")


def not_a_website(text: str) -> Refusal:
    return Refusal(f"“{cut(text)}” is not a website.", "Write it like example.com.")


def no_such_block(number: int) -> Refusal:
    return Refusal(f"There is no block number {number}.", "See the numbers with /block list.")


def block_is_too_short() -> Refusal:
    return Refusal("That would block nearly everything.", "Write at least three letters.")


def asked_a_moment_ago(seconds: int) -> Refusal:
    wait = "1 second" if seconds == 1 else f"{seconds} seconds"
    return Refusal("You asked for this a moment ago.", f"Ask again in {wait}.")


def too_late_to_confirm() -> Refusal:
    return Refusal("Things have changed since you were asked.", "Use the command again.")


def song_is_still_in(number: int) -> Refusal:
    return Refusal(f"#{number} is still in the queue.", "Remove it first, or wait until it is played.")


def setting_is_so_already(name: str, value: str) -> Refusal:
    return Refusal(f"The setting {cut(name)} is {cut(value)} already.", "There is nothing else to do.")


def everyone_cannot_review() -> Refusal:
    return Refusal("The role @everyone cannot be the staff role.", "Pick the role of your reviewers.")


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


def not_a_settings_file() -> Refusal:
    return Refusal("That is not a file of settings.", "Use a file that /settings export made.")


def settings_file_is_newer() -> Refusal:
    return Refusal("That file comes from a newer version of the bot.", "Bring the bot up to date, then try again.")


def cannot_make_channels(permissions: str) -> Refusal:
    return Refusal(
        f"The bot may not make channels here: it lacks {cut(permissions)}.",
        "Press Add the permissions below, then try again, or pick channels that are there.",
    )


def song_was_approved(number: int) -> Refusal:
    return Refusal(
        f"#{number} waits in a paid line with the song that was approved.",
        "Names and note can be changed. For another song, remove it and submit the new one.",
    )
