"""Every sentence that turns down a link, a file or a TikTok name."""

from __future__ import annotations

from domain.refusals import Refusal

_FORMATS = "MP3, WAV, M4A or FLAC"
_SEND_ANOTHER = f"Please send the song as {_FORMATS}, or send a link."


def handle_not_valid() -> Refusal:
    return Refusal(
        "That is not a TikTok name.",
        "It has 2 to 24 letters, digits, _ or full stops. Please type it as it stands on your profile.",
    )


def link_missing() -> Refusal:
    return Refusal("The link is empty.", "Please paste the link of your song, or send a file.")


def link_too_long(limit: int) -> Refusal:
    return Refusal(
        f"That link is longer than {limit} characters.",
        "Please use the Share button of the site for a shorter link.",
    )


def link_unreadable() -> Refusal:
    return Refusal(
        "That link cannot be read.",
        "Please copy it again from your browser, with nothing before or after it.",
    )


def link_not_web() -> Refusal:
    return Refusal("That is not a web link.", "Please paste a link that starts with https://.")


def link_with_user_info() -> Refusal:
    return Refusal(
        "That link has an @ before the name of the site, which can hide where it leads.",
        "Please copy the link again from the site itself.",
    )


def link_with_port() -> Refusal:
    return Refusal("That link has a port number in it.", "Please copy the link again from the site itself.")


def link_to_apple() -> Refusal:
    return Refusal(
        "Apple Music and iTunes links cannot be played here.",
        "Please send a link from another site, for example SoundCloud, Spotify or YouTube, or send a file.",
    )


def link_host_not_allowed(host: str) -> Refusal:
    return Refusal(
        f"Links to {host[:80]} are not allowed on this server.",
        "Please send a link from a site like SoundCloud, Spotify or YouTube, or send a file.",
    )


def link_not_a_file(provider: str) -> Refusal:
    return Refusal(
        f"That {provider[:40]} link does not lead to one file.",
        "Please share the song itself and paste that link.",
    )


def file_too_big(limit_bytes: int) -> Refusal:
    mib = f"{limit_bytes / 2**20:.1f}".removesuffix(".0")
    return Refusal(
        f"That file is bigger than {mib} MiB.",
        "Please send a smaller file, for example as MP3, or send a link.",
    )


def file_empty() -> Refusal:
    return Refusal("That file is empty.", "Please check the file on your device and send it again.")


def file_did_not_arrive() -> Refusal:
    return Refusal("Only a part of that file arrived.", "Please send it again.")


def file_is_program() -> Refusal:
    return Refusal("That file is a program, not a song.", _SEND_ANOTHER)


def file_is_web_page() -> Refusal:
    return Refusal(
        "That file is a web page, not a song.",
        "Please download the song itself and send that, or send the link of the page.",
    )


def file_is_video() -> Refusal:
    return Refusal("That file is a video, not a song.", _SEND_ANOTHER)


def file_of_other_kind(kind: str) -> Refusal:
    return Refusal(f"That file is {kind[:40]}, and only {_FORMATS} can be taken.", _SEND_ANOTHER)


def file_not_audio() -> Refusal:
    return Refusal(f"That file is not {_FORMATS}, whatever its name says.", _SEND_ANOTHER)


def file_cut_short() -> Refusal:
    return Refusal(
        "That file stops before the song ends: a part of it is missing.",
        "Please export it again and send it again.",
    )


def file_without_sound() -> Refusal:
    return Refusal("There is no sound in that file.", "Please check that it plays on your device, then send it again.")


def file_protected() -> Refusal:
    return Refusal(
        "That file is copy protected and cannot be played here.",
        "Please send it without protection, or send a link.",
    )


def file_codec_unknown(codec: str) -> Refusal:
    return Refusal(
        f"The sound in that file is stored in a way that cannot be played here ({codec[:30]}).", _SEND_ANOTHER
    )


def file_damaged() -> Refusal:
    return Refusal("That file is damaged and cannot be read.", "Please export it again, or send it in another format.")


def file_too_costly() -> Refusal:
    return Refusal(
        "That file could not be checked: its tags or its cover picture are too large, or it took too long.",
        "Please remove its tags and its cover, or export it again, and send it once more.",
    )


def files_cannot_be_stored() -> Refusal:
    return Refusal(
        "The bot cannot store files at the moment.",
        "Please send a link for now, or try again later, and tell the staff of this server.",
    )


def no_room_for_files() -> Refusal:
    return Refusal(
        "The bot has no room left for files.",
        "Please send a link for now, and tell the staff of this server.",
    )
