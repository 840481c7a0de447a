"""Every setting of a server: its default, its bounds, its meaning."""

from __future__ import annotations

from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.lines import LADDERS, Line
from domain.order import FreeOrder
from domain.refusals import Refusal
from domain.settings import FIELDS, MOST_HOSTS, GuildSettings, read_setting, settings_from, stored_text

HOSTILE = ["", "\x00", "-1", "1.5", "1e3", "nan", "99999999999999999999999", "9" * 6_000, "@everyone", "’; --", "²"]
NUMBERS = [name for name, hint in get_type_hints(GuildSettings).items() if hint is int]
CHANNELS = [name for name in FIELDS if name.endswith("_channel")]


def test_the_settings_are_the_ones_that_people_know() -> None:
    limits = {f"limit_{line}" for line in (*Line, "pending")}
    prices = {f"price_{line}" for line in Line if line is not Line.FREE}
    others = {"staff_role", "ladder", "free_order", "handle_proof", "file_limit_mib", "replay_hours", "allowed_hosts"}
    points = {f"{kind}_points" for kind in ("like", "comment", "share", "follow", "subscribe", "join")}
    caps = {"likes_per_minute", "comments_per_minute", "share_minutes"}
    assert set(FIELDS) == set(CHANNELS) | limits | prices | others | points | caps
    assert len(CHANNELS) == 7


@pytest.mark.parametrize("name", FIELDS)
def test_a_setting_has_a_meaning_and_bounds_in_words(name: str) -> None:
    assert FIELDS[name].metadata["meaning"].endswith(".")
    assert FIELDS[name].metadata["bounds"]


@pytest.mark.parametrize("name", FIELDS)
def test_the_default_of_a_setting_is_within_its_bounds_and_reads_back(name: str) -> None:
    default = getattr(GuildSettings(), name)
    assert read_setting(name, stored_text(default)) == default
    assert settings_from({name: stored_text(default)}) == GuildSettings()


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_setting_refuses_what_is_out_of_bounds_with_a_sentence(name: str, text: str) -> None:
    if text == "" and FIELDS[name].default is None:
        assert read_setting(name, text) is None
        return
    with pytest.raises(Refusal, match="does not fit the setting") as refused:
        read_setting(name, text)
    assert name in str(refused.value)


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_goes_to_its_bounds_and_no_further(name: str) -> None:
    low, high = (int(part) for part in FIELDS[name].metadata["bounds"].split(" to "))
    assert [read_setting(name, str(value)) for value in (low, high)] == [low, high]
    for value in (low - 1, high + 1):
        with pytest.raises(Refusal, match=f"{low} to {high}"):
            read_setting(name, str(value))


@given(st.sampled_from(sorted(FIELDS)), st.text(max_size=40))
def test_whatever_is_typed_is_refused_or_reads_back_as_the_same(name: str, text: str) -> None:
    try:
        value = read_setting(name, text)
    except Refusal:
        return
    assert read_setting(name, stored_text(value)) == value


def test_an_unknown_setting_is_refused_and_an_old_stored_one_is_passed_over() -> None:
    with pytest.raises(Refusal, match="no setting “volume”"):
        read_setting("volume", "11")
    assert settings_from({"volume": "11"}) == GuildSettings()


@pytest.mark.parametrize("name", [*CHANNELS, "staff_role"])
@pytest.mark.parametrize("text", ["123456789012345678", "<#123456789012345678>", " <@&123456789012345678> "])
def test_a_channel_or_role_is_read_from_its_mention_or_its_id(name: str, text: str) -> None:
    assert read_setting(name, text) == 123456789012345678
    assert read_setting(name, "none") is None


def test_choices_are_read_in_any_case() -> None:
    assert [read_setting("ladder", name.upper()) for name in LADDERS] == list(LADDERS)
    assert settings_from({"free_order": "Fair"}).order is FreeOrder.FAIR
    assert settings_from({"ladder": "tiers"}).lines is LADDERS["tiers"]


def test_a_limit_of_zero_is_no_limit() -> None:
    settings = settings_from({"limit_free": "0", "limit_skip": "3"})
    assert settings.limit(Line.FREE) is None
    assert settings.limit(Line.SKIP) == 3


def test_allowed_hosts_are_a_list_without_repeats() -> None:
    hosts = read_setting("allowed_hosts", "SoundCloud.com, spotify.com soundcloud.com")
    assert hosts == ("soundcloud.com", "spotify.com")


@pytest.mark.parametrize(
    "text",
    ["localhost", "https://soundcloud.com", "a..b", "-a.com", "com", "10.0.0.1", "a.b/c", "evil.com:80", "x@y.com"],
)
def test_what_is_no_list_of_host_names_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="host names"):
        read_setting("allowed_hosts", text)


def test_the_list_of_hosts_has_a_bound() -> None:
    hosts = [f"site{number}.com" for number in range(MOST_HOSTS + 1)]
    assert read_setting("allowed_hosts", " ".join(hosts[1:])) == tuple(hosts[1:])
    with pytest.raises(Refusal, match="1 to 50 host names"):
        read_setting("allowed_hosts", " ".join(hosts))
