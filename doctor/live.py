"""TikTok: what a server's following says of itself, and whether TikTok and the sign server answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from doctor.line import Line
from domain.following import Status


def following_line(status: Status) -> Line:
    """How a server's following stands."""
    who = f" @{status.creator}" if status.creator else ""
    mend = f"{status.problem} Look at /tiktok status." if status.problem else ""
    return Line("TikTok LIVE", f"{status.state}{who}.", mend)


def reach_lines(troubles: Mapping[str, str], *, has_key: bool) -> Iterator[Line]:
    """Whether TikTok and the sign server answer, from tiktok.reach."""
    mend = "Look at the network and at what the site says; the bot tries again by itself."
    for name, trouble in troubles.items():
        wrong_key = "SIGN_API_KEY" in trouble
        todo = "Write the right key into .env, or none." if wrong_key else mend
        yield Line(name, trouble or "it answers.", todo if trouble else "")
    says = "set." if has_key else "not set; LIVEs work without one, with a lower daily limit."
    yield Line("sign key", says)
