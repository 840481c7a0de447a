"""Every setting of a server: its type, default, bounds and the sentence that explains it, in one place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any

from domain import refusals
from domain.hosts import HOST_NAME
from domain.lines import LADDERS, Ladder, Line
from domain.links import ALLOWED_BY_DEFAULT
from domain.order import FreeOrder

Reader = Callable[[str, str], Any]

MOST_HOSTS = 50


def _number(default: int, low: int, high: int, meaning: str) -> Any:  # noqa: ANN401  # dataclasses.field is Any too
    def read(name: str, text: str) -> int:
        # Nine digits: int() itself raises for thousands of them.
        if not re.fullmatch(r"[0-9]{1,9}", text.strip()) or not low <= int(text) <= high:
            raise refusals.setting_out_of_bounds(name, f"a whole number from {low} to {high}")
        return int(text)

    return _setting(default, meaning, f"{low} to {high}", read)


def _choice(default: str, choices: tuple[str, ...], meaning: str) -> Any:  # noqa: ANN401
    def read(name: str, text: str) -> str:
        if text.strip().lower() not in choices:
            raise refusals.setting_out_of_bounds(name, "one of " + ", ".join(choices))
        return text.strip().lower()

    return _setting(default, meaning, " or ".join(choices), read)


def _snowflake(meaning: str) -> Any:  # noqa: ANN401
    def read(name: str, text: str) -> int | None:
        digits = text.strip().strip("<#@&>")
        if digits in {"", "none"}:
            return None
        if not re.fullmatch(r"[0-9]{1,20}", digits):
            raise refusals.setting_out_of_bounds(name, "a mention of it, its id, or none")
        return int(digits)

    return _setting(None, meaning, "a mention, an id, or none", read)


def _setting(default: object, meaning: str, bounds: str, read: Reader) -> Any:  # noqa: ANN401
    return field(default=default, metadata={"meaning": meaning, "bounds": bounds, "read": read})


def _read_hosts(name: str, text: str) -> tuple[str, ...]:
    hosts = tuple(dict.fromkeys(text.lower().replace(",", " ").split()))
    if not 1 <= len(hosts) <= MOST_HOSTS or not all(HOST_NAME.fullmatch(host) for host in hosts):
        raise refusals.setting_out_of_bounds(name, f"1 to {MOST_HOSTS} host names like soundcloud.com")
    return hosts


def _limit(default: int, line: Line) -> Any:  # noqa: ANN401
    return _number(default, 0, 50, f"Songs that one member may have waiting in {line.label}; 0 is no limit.")


@dataclass(frozen=True)
class GuildSettings:
    """The settings of one server; a field's metadata says what it means and what it may be."""

    submission_channel: int | None = _snowflake("Where members submit; the portal message lives here.")
    queue_channel: int | None = _snowflake("Where the public queue is shown.")
    reviewer_channel: int | None = _snowflake("Where reviewers see the queue and the pending skips.")
    now_playing_channel: int | None = _snowflake("Where the song that plays is posted.")
    bookmarks_channel: int | None = _snowflake("Where bookmarked songs are kept.")
    debug_channel: int | None = _snowflake("Where the bot tells the owner about trouble.")
    staff_role: int | None = _snowflake("Who may review, besides those with Manage Server.")
    ladder: str = _choice("classic", tuple(LADDERS), "The lines of the queue.")
    free_order: str = _choice("engagement", tuple(FreeOrder), "How the Free line is sorted.")
    limit_free: int = _limit(1, Line.FREE)
    limit_skip: int = _limit(0, Line.SKIP)
    limit_double_skip: int = _limit(0, Line.DOUBLE_SKIP)
    limit_back_to_back: int = _limit(0, Line.BACK_TO_BACK)
    limit_tier_5: int = _limit(0, Line.TIER_5)
    limit_tier_10: int = _limit(0, Line.TIER_10)
    limit_tier_15: int = _limit(0, Line.TIER_15)
    limit_tier_20: int = _limit(0, Line.TIER_20)
    limit_tier_25: int = _limit(0, Line.TIER_25)
    file_limit_mib: int = _number(25, 1, 100, "The largest file a member may submit, in MiB.")
    replay_hours: int = _number(24, 0, 720, "A song played within so many hours is flagged; 0 is off.")
    allowed_hosts: tuple[str, ...] = _setting(
        ALLOWED_BY_DEFAULT,
        "The websites that links may point to.",
        "host names with spaces between",
        _read_hosts,
    )

    @property
    def lines(self) -> Ladder:
        """The ladder in use."""
        return LADDERS[self.ladder]

    @property
    def order(self) -> FreeOrder:
        """The order of the Free line."""
        return FreeOrder(self.free_order)

    def limit(self, line: Line) -> int | None:
        """How many waiting songs one member may have in `line`; None is no limit."""
        number: int = getattr(self, f"limit_{line}")
        return number or None


FIELDS: Mapping[str, Field[Any]] = {one.name: one for one in fields(GuildSettings)}


def read_setting(name: str, text: str) -> object:
    """The value that `text` means for the setting `name`; refuses an unknown name or a value out of bounds."""
    if name not in FIELDS:
        raise refusals.unknown_setting(name)
    return FIELDS[name].metadata["read"](name, text)


def stored_text(value: object) -> str:
    """A setting's value as text that `read_setting` reads back."""
    if isinstance(value, tuple):
        return " ".join(value)
    return "none" if value is None else str(value)


def settings_from(stored: Mapping[str, str]) -> GuildSettings:
    """The settings of a server from what is stored; what is not stored has its default."""
    known = {name: read_setting(name, text) for name, text in stored.items() if name in FIELDS}
    return GuildSettings(**known)  # type: ignore[arg-type]  # read_setting gives each field its own type
