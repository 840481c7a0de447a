"""The settings of the process: what is read, what is refused, and in which words."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

import config
from config import ConfigError, Settings, load_settings

SAMPLE = "abc$def.ghi"
TOKEN = {"DISCORD_TOKEN": SAMPLE}
OPTIONAL = [one.name.upper() for one in fields(Settings) if one.name != "discord_token"]


def refusal(**environ: str) -> str:
    with pytest.raises(ConfigError) as caught:
        Settings.load(TOKEN | environ)
    return str(caught.value)


def test_a_token_alone_is_enough_and_the_rest_has_its_defaults() -> None:
    assert Settings.load(TOKEN) == Settings(
        discord_token=SAMPLE,
        guild_id=None,
        data_dir=config.HOME / "data",
        backup_dir=config.HOME / "backups",
        media_quota_gb=20,
        media_keep_days=0,
        log_level="INFO",
        overlay_host="127.0.0.1",
        overlay_port=None,
        discord_api_base=None,
        discord_gateway=None,
        oembed_base=None,
        sign_api_key=None,
        sign_api_url=None,
        tiktok_url=None,
        tiktok_webcast_url=None,
    )


def test_every_variable_reaches_its_field(tmp_path: Path) -> None:
    environ = TOKEN | {
        "GUILD_ID": " 42 ",
        "DATA_DIR": str(tmp_path),
        "BACKUP_DIR": str(tmp_path / "kept"),
        "MEDIA_QUOTA_GB": "7",
        "MEDIA_KEEP_DAYS": "30",
        "OVERLAY_HOST": "127.0.0.2",
        "OVERLAY_PORT": "8080",
        "LOG_LEVEL": "warning",
        "DISCORD_API_BASE": "http://127.0.0.1:8080/api/v10/",
        "DISCORD_GATEWAY": "ws://127.0.0.1:8080/gateway",
        "OEMBED_BASE": "https://mirror.example",
        "SIGN_API_KEY": " key ",
        "SIGN_API_URL": "http://127.0.0.1:1/",
        "TIKTOK_URL": "http://127.0.0.1:2",
        "TIKTOK_WEBCAST_URL": "http://127.0.0.1:3",
    }
    assert Settings.load(environ) == Settings(
        discord_token=SAMPLE,
        guild_id=42,
        data_dir=tmp_path,
        backup_dir=tmp_path / "kept",
        media_quota_gb=7,
        media_keep_days=30,
        log_level="WARNING",
        overlay_host="127.0.0.2",
        overlay_port=8080,
        discord_api_base="http://127.0.0.1:8080/api/v10",
        discord_gateway="ws://127.0.0.1:8080/gateway",
        oembed_base="https://mirror.example",
        sign_api_key="key",
        sign_api_url="http://127.0.0.1:1",
        tiktok_url="http://127.0.0.1:2",
        tiktok_webcast_url="http://127.0.0.1:3",
    )


def test_without_need_of_a_token_a_missing_one_is_empty_and_a_wrong_one_is_told_all_the_same() -> None:
    assert not Settings.load({}, needs_token=False).discord_token
    with pytest.raises(ConfigError, match="has a space in it"):
        Settings.load({"DISCORD_TOKEN": "a b"}, needs_token=False)


@pytest.mark.parametrize("environ", [{}, {"DISCORD_TOKEN": ""}, {"DISCORD_TOKEN": "  "}])
def test_a_missing_token_names_the_variable_where_to_get_one_and_the_demo(environ: dict[str, str]) -> None:
    with pytest.raises(ConfigError) as caught:
        Settings.load(environ)
    for part in ("DISCORD_TOKEN", "https://discord.com/developers/applications", "make demo"):
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DISCORD_TOKEN", "abc def"),
        ("GUILD_ID", "my server"),
        ("GUILD_ID", "0"),
        ("GUILD_ID", "-5"),
        ("GUILD_ID", "٤٢"),
        ("GUILD_ID", str(2**64)),
        ("GUILD_ID", "9" * 5000),
        ("LOG_LEVEL", "LOUD"),
        ("MEDIA_QUOTA_GB", "0"),
        ("MEDIA_QUOTA_GB", "9" * 30),
        ("MEDIA_QUOTA_GB", "ten"),
        ("MEDIA_KEEP_DAYS", "-1"),
        ("MEDIA_KEEP_DAYS", "3651"),
        ("DATA_DIR", __file__),
        ("BACKUP_DIR", __file__),
        ("OVERLAY_HOST", "everywhere"),
        ("OVERLAY_PORT", "0"),
        ("OVERLAY_PORT", "65536"),
        ("OVERLAY_PORT", "http"),
        ("DISCORD_API_BASE", "discord.example/api"),
        ("DISCORD_API_BASE", "ws://127.0.0.1"),
        ("DISCORD_GATEWAY", "https://127.0.0.1"),
        ("DISCORD_GATEWAY", "ws://"),
        ("OEMBED_BASE", "file:///etc/passwd"),
        ("OEMBED_BASE", "http://[::1"),
        ("OEMBED_BASE", "http://127.0.0.1:port"),
    ],
)
def test_a_bad_value_is_refused_in_one_short_sentence_that_names_the_variable(name: str, value: str) -> None:
    sentence = refusal(**{name: value})
    assert sentence.startswith(f"{name} ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert len(sentence) <= 300


def test_an_empty_value_counts_as_none() -> None:
    empty = dict.fromkeys(OPTIONAL, "")
    assert Settings.load(TOKEN | empty) == Settings.load(TOKEN)


def test_settings_cannot_be_changed_and_do_not_show_the_token() -> None:
    settings = Settings.load(TOKEN)
    assert SAMPLE not in repr(settings)
    with pytest.raises(FrozenInstanceError):
        settings.guild_id = 1  # type: ignore[misc]  # that it is not allowed is the point


def test_the_environment_wins_over_the_file_even_when_it_is_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("DISCORD_TOKEN=from.the.file\nGUILD_ID=7\nLOG_LEVEL=ERROR\n", encoding="utf-8")
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    monkeypatch.setenv("GUILD_ID", "")
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    settings = load_settings(env_file)
    assert (settings.discord_token, settings.guild_id, settings.log_level) == ("from.the.file", None, "DEBUG")


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    env_file = tmp_path / ".env"
    env_file.write_bytes(f"\ufeffDISCORD_TOKEN={SAMPLE}\r\n".encode())
    assert load_settings(env_file).discord_token == SAMPLE


def test_a_file_that_is_not_plain_text_is_refused_in_a_sentence(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_bytes("DISCORD_TOKEN=ü".encode("utf-16"))
    with pytest.raises(ConfigError, match=r"\.env is not plain text"):
        load_settings(env_file)


def test_the_example_file_asks_for_the_token_and_otherwise_holds_the_defaults(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in OPTIONAL:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISCORD_TOKEN", SAMPLE)
    assert load_settings(config.HOME / ".env.example") == Settings.load(TOKEN)
