"""Bad input while submitting: a clear sentence, nothing changed, nobody pinged, no traceback shown."""

from __future__ import annotations

from typing import Any

import pytest
import simcord
from simcord.interactions import base_payload
from simcord.results import InteractionResult

from tests.audio import song
from tests.bot_env import BotEnv
from tests.flows.member_actions import open_song_modal, pings, send_form, send_link, songs_of
from tests.flows.reviewer_actions import answer, in_queue, old_choice, press

LINK = "https://mia.bandcamp.com/track/night"
BROKEN = "Something went wrong"
MODAL_SUBMIT = 5
NASTY = {
    "everyone": "@everyone <@&1> <@1> @here",
    "markdown": "**[free coins](https://evil.example)** ||x|| `y` # z",
    "tags": "<t:0:R> <id:customize> <#1> </next:1>",
    "rtl": "Night\u202egnp.exe",
    "zalgo": "Z" + "\u0321\u0328\u0335\u0353" * 40 + "algo",
    "zero width": "Ni\u200bg\u200dht\ufeff",
    "long": "x" * 4000,
    "lines": "Night\r\n> quote\n-# small",
}
LINKS = {
    "javascript": "javascript:alert(1)",
    "file": "file:///etc/passwd",
    "data": "data:text/html,hello",
    "substring": "https://evil.example/?u=soundcloud.com",
    "suffix": "https://evilsoundcloud.com/track",
    "user info": "https://soundcloud.com@evil.example/",
    "backslash": "https://evil.example\\@soundcloud.com/x",
    "port": "https://soundcloud.com:8443/x",
    "apple": "https://music.apple.com/us/album/1",
    "only a host": "https://",
    "blank": "   ",
    "not a link": "my song",
    "long": "https://soundcloud.com/" + "x" * 5900,
}
FILES = {
    "program": ("night.mp3", b"MZ\x90\x00" + bytes(2000)),
    "page": ("song.mp3", b"<!doctype html><html><body>hello</body></html>"),
    "empty": ("song.mp3", b""),
    "cut": ("song.wav", song("wav", seconds=3.0)[:90_000]),
    "picture": ("cover.png", b"\x89PNG\r\n\x1a\n" + bytes(200)),
}


def refused(text: str) -> bool:
    """Whether this is a refusal as they all are: nothing changed, short, and not the sentence of a bug."""
    return "Nothing changed." in text and len(text) <= 300 and BROKEN not in text


@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS.keys())
async def test_a_bad_link_is_refused_by_command_and_by_form(bot_env: BotEnv, link: str) -> None:
    by_command = answer(await send_link(bot_env, bot_env.mia, link=link))
    by_form = answer(await send_form(bot_env, bot_env.mia, artist="Mia", title="Night", link=link[:4000]))
    assert refused(by_command)
    assert refused(by_form)
    assert await songs_of(bot_env, bot_env.mia) == []
    assert pings(bot_env) == []


async def test_a_million_characters_of_link_are_refused(bot_env: BotEnv) -> None:
    """Discord stops at 6,000; a forged payload need not."""
    shown = await open_song_modal(bot_env, bot_env.mia)
    assert refused(answer(await forged(bot_env, bot_env.mia, shown, link="https://soundcloud.com/" + "x" * 1_000_000)))


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
async def test_nasty_names_are_shown_and_do_nothing(bot_env: BotEnv, text: str) -> None:
    receipt = await send_link(bot_env, bot_env.mia, artist=text, title=text, note=text)
    said = answer(receipt)
    assert "is in." in said
    assert len(said) < 1000
    for harm in ("@everyone", "<@1>", "<t:0:R>", "](", "\u202e", "\u200d", "\ufeff", "://evil"):
        assert harm not in said.replace("\\<", "\\")
    (stored,) = await songs_of(bot_env, bot_env.mia)
    assert len(stored.song.title) <= 100
    assert "\n" not in stored.song.title
    assert pings(bot_env) == []


@pytest.mark.parametrize("blank", ["", "   ", "\n\t", "\u200b\u200b", "\u3164", "\u202e"])
async def test_blank_names_are_refused_when_nothing_else_fills_them(bot_env: BotEnv, blank: str) -> None:
    assert refused(answer(await send_form(bot_env, bot_env.mia, artist=blank, title="Night", link=LINK)))
    assert refused(answer(await send_form(bot_env, bot_env.mia, artist="Mia", title=blank, link=LINK)))
    assert await in_queue(bot_env) == []


async def test_neither_link_nor_file_is_refused(bot_env: BotEnv) -> None:
    assert refused(answer(await send_form(bot_env, bot_env.mia, artist="Mia", title="Night", link="  ")))


@pytest.mark.parametrize("file", FILES.values(), ids=FILES.keys())
async def test_a_bad_file_is_refused_and_nothing_of_it_is_kept(file_host: BotEnv, file: tuple[str, bytes]) -> None:
    said = answer(await send_form(file_host, file_host.mia, artist="Mia", title="Night", file=file))
    assert refused(said)
    assert await in_queue(file_host) == []
    assert file_host.services.store.usage_bytes() == 0


async def test_a_file_over_the_limit_is_refused_before_it_is_downloaded(file_host: BotEnv) -> None:
    file = ("song.wav", song("wav", size=26 * 1024 * 1024))
    assert "bigger than 25 MiB" in answer(await send_form(file_host, file_host.mia, file=file))


async def test_a_file_that_is_gone_by_now_is_refused(file_host: BotEnv, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = await open_song_modal(file_host, file_host.mia)
    monkeypatch.setattr(file_host.env.backend.cdn, "get", lambda _: None)
    sent = await file_host.mia.submit_modal(shown, {"file": ("a.mp3", song()), "line": "free"})
    assert "Only a part of that file arrived. Nothing changed." in answer(sent)


@pytest.mark.parametrize("line", ["back_to_back", "Free", "", "'; DROP TABLE submissions"])
async def test_a_forged_line_is_refused(bot_env: BotEnv, line: str) -> None:
    shown = await open_song_modal(bot_env, bot_env.mia)
    assert refused(answer(await forged(bot_env, bot_env.mia, shown, line=line, artist="Mia", title="Night", link=LINK)))
    assert await songs_of(bot_env, bot_env.mia) == []


@pytest.mark.parametrize(
    "custom_id",
    [
        "song:remove",
        "song:remove:0",
        "song:edit:9999999999999999999",
        "song:why:404",
        "song:again:404",
        "again:free:404",
        "again:skip",
        "draft:fix:404",
        "draft:fix",
        "draft:replace:1",
        "mine:page:9999999999999999999",
        "mine:remove:1",
        "mine:delete:404:0",
        "mine:deletenow:404:0",
        "mine:page:-1",
        "points:reseteveryone",
    ],
)
async def test_forged_buttons_are_refused(bot_env: BotEnv, custom_id: str) -> None:
    assert refused(await press(bot_env, bot_env.mia, custom_id))


@pytest.mark.parametrize("value", ["404", "x", "-1", "9" * 90, "٣", "@everyone"])
async def test_forged_choices_from_the_history_are_refused(bot_env: BotEnv, value: str) -> None:
    menu = old_choice(bot_env, "history:pick", value)
    assert refused(answer(await bot_env.mia.select(menu, [value], custom_id="history:pick")))
    assert pings(bot_env) == []


async def test_a_blocked_member_reads_why(bot_env: BotEnv) -> None:
    async with bot_env.database.transaction() as tables:
        assert await tables.blocks.all(bot_env.guild.id) == []
    await bot_env.boss.slash(bot_env.channels["queue"], "block add", member=bot_env.mia.user, reason="spam")
    said = answer(await send_link(bot_env, bot_env.mia))
    assert "spam" in said
    assert refused(said)


async def test_with_dms_closed_everything_still_answers(bot_env: BotEnv) -> None:
    bot_env.env.inject_error("POST", "/users/@me/channels", status=403, code=50007)
    assert "is in." in answer(await send_link(bot_env, bot_env.mia))


async def forged(
    bot_env: BotEnv, actor: simcord.MemberActor, shown: InteractionResult, **values: str
) -> InteractionResult:
    """Sends the form as no Discord client would: with values that it did not offer."""
    assert shown.modal is not None
    given = {"artist": "", "title": "", "link": "", "line": "free"} | values
    sent: list[dict[str, Any]] = []
    for label in shown.modal["components"]:
        part = label["component"]
        value: dict[str, object] = (
            {"values": []} if part["custom_id"] == "file" else {"value": given[part["custom_id"]]}
        )
        sent.append({"type": label["type"], "id": 1, "component": {**part, **value}})
    record, payload = base_payload(
        bot_env.env.backend,
        type=MODAL_SUBMIT,
        channel_id=bot_env.channels["submission"].id,
        guild_id=bot_env.guild.id,
        user_id=actor.id,
        data={"custom_id": shown.modal["custom_id"], "components": sent},
    )
    bot_env.env.backend.emit("INTERACTION_CREATE", payload)
    await bot_env.env.settle()
    return InteractionResult(bot_env.env, record)
