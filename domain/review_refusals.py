"""Every sentence that turns down what a reviewer asks of the queue, the show or a block."""

from __future__ import annotations

from domain.refusals import Refusal, cut


class QueueWentOn(Refusal):
    """Another song plays than the one that was on screen; `playing` is its number, 0 where none does."""

    def __init__(self, playing: int) -> None:
        now = f"#{playing} plays" if playing else "No song plays"
        super().__init__(f"{now} by now: this button is older.", "Look at what plays, then press again.")
        self.playing = playing


def nothing_to_play() -> Refusal:
    return Refusal("There was no link and no file.", "Add a link to the song or attach it as a file, then send again.")


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
