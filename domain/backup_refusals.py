"""Every sentence that turns down a backup that cannot be brought back."""

from __future__ import annotations

from domain.refusals import Refusal, cut

ANOTHER = "Pick another one with /backup list."


def backup_is_gone(name: str) -> Refusal:
    return Refusal(f"There is no backup “{cut(name)}” of this server.", ANOTHER)


def backup_is_cut_short() -> Refusal:
    return Refusal("The file is no whole backup: it is cut short, or is not JSON.", ANOTHER)


def backup_is_no_backup() -> Refusal:
    return Refusal("The file is JSON, but not a backup of this bot.", ANOTHER)


def backup_of_another_server() -> Refusal:
    return Refusal("This is the backup of another server.", "Pick one of this server with /backup list.")


def backup_too_new(version: int, known: int) -> Refusal:
    return Refusal(
        f"The backup is from a newer version of the bot: it has version {version}, and this bot knows {known}.",
        "Ask the bot's owner to update it first.",
    )


def backup_is_wrong(where: str) -> Refusal:
    return Refusal(f"The backup has something in it that cannot be: {cut(where, 80)}.", ANOTHER)


def backup_too_big(most_mib: int) -> Refusal:
    return Refusal(f"The file is bigger than {most_mib} MiB.", "Ask the bot's owner to bring it back for you.")


def backup_is_too_much() -> Refusal:
    return Refusal("The file takes more to read than any backup of this bot.", ANOTHER)


def restore_is_under_way() -> Refusal:
    return Refusal("A backup of this server is being read or brought back right now.", "Try again when that is done.")


def backup_did_not_arrive() -> Refusal:
    return Refusal("The file did not arrive whole.", "Send it again.")


def which_backup() -> Refusal:
    return Refusal("It is not clear which backup to bring back.", "Attach a file or pick a name, one of the two.")


def backup_could_not_be_written(why: str) -> Refusal:
    return Refusal(
        f"The backup could not be written: {cut(why, 80)}.",
        "Tell the bot's owner, who has to look at the disk, and try again.",
    )


def live_is_followed(creator: str) -> Refusal:
    return Refusal(f"The bot follows @{cut(creator)} right now.", "Use /tiktok disconnect first, then restore.")
