"""The kinds of settings there are: each reads a text, and refuses what does not fit."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any

from domain import refusals
from domain.lines import LADDERS, Ladder, Line
from domain.link_providers import HOST_NAME
from domain.links import ALLOWED_BY_DEFAULT
from domain.order import FreeOrder

Reader = Callable[[str, str], Any]

MOST_HOSTS = 50


def number(default: int, low: int, high: int, meaning: str) -> Any:  # noqa: ANN401  # dataclasses.field is Any too
    """A whole number within bounds."""

    def read(name: str, text: str) -> int:
        # Nine digits: int() itself raises for thousands of them.
        if not re.fullmatch(r"[0-9]{1,9}", text.strip()) or not low <= int(text) <= high:
            raise refusals.setting_out_of_bounds(name, f"a whole number from {low} to {high}")
        return int(text)

    return setting(default, meaning, f"{low} to {high}", read)


def choice(default: str, choices: tuple[str, ...], meaning: str) -> Any:  # noqa: ANN401
    """One of a few words."""

    def read(name: str, text: str) -> str:
        if text.strip().lower() not in choices:
            raise refusals.setting_out_of_bounds(name, "one of " + ", ".join(choices))
        return text.strip().lower()

    return setting(default, meaning, " or ".join(choices), read, choices)


def snowflake(meaning: str) -> Any:  # noqa: ANN401
    """A channel or a role, or none."""

    def read(name: str, text: str) -> int | None:
        digits = text.strip().strip("<#@&>")
        if digits in {"", "none"}:
            return None
        if not re.fullmatch(r"[0-9]{1,20}", digits):
            raise refusals.setting_out_of_bounds(name, "a mention of it, its id, or none")
        return int(digits)

    return setting(None, meaning, "a mention, an id, or none", read)


def setting(default: object, meaning: str, bounds: str, read: Reader, choices: tuple[str, ...] = ()) -> Any:  # noqa: ANN401
    """A field of the settings; its metadata says what it means, what it may be, and reads it."""
    metadata = {"meaning": meaning, "bounds": bounds, "read": read, "choices": choices}
    return field(default=default, metadata=metadata)


def read_hosts(name: str, text: str) -> tuple[str, ...]:
    """Host names with spaces or commas between."""
    hosts = tuple(dict.fromkeys(text.lower().replace(",", " ").split()))
    if not 1 <= len(hosts) <= MOST_HOSTS or not all(HOST_NAME.fullmatch(host) for host in hosts):
        raise refusals.setting_out_of_bounds(name, f"1 to {MOST_HOSTS} host names like soundcloud.com")
    return hosts


PROOFS = ("none", "code", "staff")


def _limit(default: int, line: Line) -> Any:  # noqa: ANN401
    return number(default, 0, 50, f"Songs that one member may have waiting in {line.label}; 0 is no limit.")


def _price(default: int, line: Line) -> Any:  # noqa: ANN401
    return number(default, 1, 1_000_000, f"Coins that move a song to {line.label}.")


@dataclass(frozen=True)
class GuildSettings:
    """The settings of one server; a field's metadata says what it means and what it may be."""

    submission_channel: int | None = snowflake("Where members submit; the portal message lives here.")
    queue_channel: int | None = snowflake("Where the public queue is shown.")
    reviewer_channel: int | None = snowflake("Where reviewers see the queue and the pending skips.")
    now_playing_channel: int | None = snowflake("Where the song that plays is posted.")
    bookmarks_channel: int | None = snowflake("Where bookmarked songs are kept.")
    metrics_channel: int | None = snowflake("Where the numbers of a LIVE are posted when it is over.")
    debug_channel: int | None = snowflake("Where the bot tells the owner about trouble.")
    staff_role: int | None = snowflake("Who may review, besides those with Manage Server.")
    ladder: str = choice("classic", tuple(LADDERS), "The lines of the queue.")
    free_order: str = choice("engagement", tuple(FreeOrder), "How the Free line is sorted.")
    limit_free: int = _limit(1, Line.FREE)
    limit_skip: int = _limit(0, Line.SKIP)
    limit_double_skip: int = _limit(0, Line.DOUBLE_SKIP)
    limit_back_to_back: int = _limit(0, Line.BACK_TO_BACK)
    limit_tier_5: int = _limit(0, Line.TIER_5)
    limit_tier_10: int = _limit(0, Line.TIER_10)
    limit_tier_15: int = _limit(0, Line.TIER_15)
    limit_tier_20: int = _limit(0, Line.TIER_20)
    limit_tier_25: int = _limit(0, Line.TIER_25)
    limit_pending: int = number(3, 0, 50, "Skips that one member may have waiting for a reviewer; 0 is no limit.")
    like_points: int = number(1, 0, 1000, "Points for a like on the LIVE.")
    likes_per_minute: int = number(100, 0, 10_000, "Likes of one account that count in a minute.")
    comment_points: int = number(2, 0, 1000, "Points for a comment on the LIVE.")
    comments_per_minute: int = number(10, 0, 1000, "Comments of one account that count in a minute.")
    share_points: int = number(5, 0, 1000, "Points for sharing the LIVE.")
    share_minutes: int = number(5, 1, 1440, "One share of an account counts in so many minutes.")
    follow_points: int = number(10, 0, 10_000, "Points for following the creator, once ever.")
    subscribe_points: int = number(25, 0, 10_000, "Points for subscribing to the creator.")
    join_points: int = number(0, 0, 1000, "Points for coming into the LIVE.")
    price_skip: int = _price(1000, Line.SKIP)
    price_double_skip: int = _price(2000, Line.DOUBLE_SKIP)
    price_back_to_back: int = _price(6000, Line.BACK_TO_BACK)
    price_tier_5: int = _price(1000, Line.TIER_5)
    price_tier_10: int = _price(2000, Line.TIER_10)
    price_tier_15: int = _price(4000, Line.TIER_15)
    price_tier_20: int = _price(5000, Line.TIER_20)
    price_tier_25: int = _price(6000, Line.TIER_25)
    handle_proof: str = choice("none", PROOFS, "How a TikTok name is proved: not at all, by a code, or by staff.")
    file_limit_mib: int = number(25, 1, 100, "The largest file a member may submit, in MiB.")
    replay_hours: int = number(24, 0, 720, "A song played within so many hours is flagged; 0 is off.")
    allowed_hosts: tuple[str, ...] = setting(
        ALLOWED_BY_DEFAULT,
        "The websites that links may point to.",
        "host names with spaces between",
        read_hosts,
    )

    @property
    def lines(self) -> Ladder:
        """The ladder in use."""
        return LADDERS[self.ladder]

    @property
    def order(self) -> FreeOrder:
        """The order of the Free line."""
        return FreeOrder(self.free_order)

    def price(self, line: Line) -> int:
        """What moving to a paid line costs, in coins."""
        coins: int = getattr(self, f"price_{line}")
        return coins

    def limit(self, line: Line) -> int | None:
        """How many waiting songs one member may have in `line`; None is no limit."""
        number: int = getattr(self, f"limit_{line}")
        return number or None


FIELDS: Mapping[str, Field[Any]] = {one.name: one for one in fields(GuildSettings)}
# Their values are ids that Discord gave: they mean something in one server only.
OF_DISCORD = frozenset(name for name in FIELDS if name.endswith(("_channel", "_role")))


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


VERSION = 1
LARGEST_BYTES = 64 * 1024


def settings_file(guild_id: int, settings: GuildSettings) -> str:
    """All settings as JSON text, each as `/settings set` takes it."""
    values = {name: stored_text(getattr(settings, name)) for name in FIELDS}
    return json.dumps({"version": VERSION, "guild_id": guild_id, "settings": values}, indent=2) + "\n"


def read_settings_file(data: bytes) -> dict[str, str]:
    """The values in a file, by name; those of channels and roles mean something in the server that they are from only.

    Refuses what is no such file, comes from a newer version, or has an unknown name or a value out of bounds.
    """
    content = _content(data)
    values = content.get("settings")
    if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
        raise refusals.not_a_settings_file()
    for name, value in values.items():
        read_setting(name, value)
    return values


def _content(data: bytes) -> Mapping[str, object]:
    try:
        content = json.loads(data) if len(data) <= LARGEST_BYTES else None
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict) or not isinstance(content.get("version"), int):
        raise refusals.not_a_settings_file()
    if content["version"] > VERSION:
        raise refusals.settings_file_is_newer()
    return content
