"""What can keep the bot from a LIVE: one kind and one sentence for each, whatever TikTok or the library called it."""

from __future__ import annotations

from datetime import datetime

from domain.following import TroubleKind

SENTENCES = {
    TroubleKind.OFFLINE: "The creator is not LIVE at the moment.",
    TroubleKind.LIVE_OVER: "The LIVE has ended.",
    TroubleKind.UNKNOWN_CREATOR: "TikTok knows no creator of this name who can go LIVE. Check how it is spelled.",
    TroubleKind.AGE_RESTRICTED: "This LIVE is for adults only, and TikTok does not let the bot in.",
    TroubleKind.NO_PROPER_ANSWER: "TikTok gave no proper answer; perhaps it asks for a captcha or blocks this address.",
    TroubleKind.NO_CONNECTION: "TikTok cannot be reached.",
    TroubleKind.SIGN_LIMIT: "The sign server's limit is used up. A key of your own in SIGN_API_KEY raises it.",
    TroubleKind.SIGN_KEY: "The sign server does not accept the key in SIGN_API_KEY. Check it, then connect again.",
    TroubleKind.SIGN_FAILED: "The sign server gave no proper answer.",
    TroubleKind.BLOCKED: "TikTok refused the connection to the LIVE.",
    TroubleKind.DROPPED: "The connection to the LIVE broke.",
    TroubleKind.SILENT: "The connection to the LIVE went silent.",
    TroubleKind.LIBRARY_MOVED: "This version of TikTokLive does not fit the bot. Install what requirements.txt names.",
}
# Trying again cannot help.
HOPELESS = frozenset({TroubleKind.UNKNOWN_CREATOR, TroubleKind.SIGN_KEY, TroubleKind.LIBRARY_MOVED})
OVER = frozenset({TroubleKind.OFFLINE, TroubleKind.LIVE_OVER})  # the creator left: no fault of the connection


class Trouble(Exception):
    """Something keeps the bot from the LIVE; `until` says when the next try is welcome, where that is known."""

    def __init__(self, kind: TroubleKind, *, until: datetime | None = None, detail: str = "") -> None:
        super().__init__(" ".join(filter(None, [SENTENCES[kind], detail])))
        self.kind = kind
        self.until = until
