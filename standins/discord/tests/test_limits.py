"""The documented limits: what is too long, too much, or of the wrong shape is refused field by field."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import ui

from standins.discord import Discord
from standins.discord.errors import ApiError, SurpriseError
from standins.discord.rules import check_modal
from standins.discord.shape import Problems, Spot
from standins.discord.shapes_commands import COMMANDS
from standins.discord.tests.conftest import Scene, code_of, running_bot

V2 = 1 << 15


def _row(*components: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(components)}


def _button(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - the fields of a button as JSON
    return {"type": 2, "style": 1, "label": "x", "custom_id": "x", **fields}


def _text(size: int) -> dict[str, Any]:
    return {"type": 10, "content": "x" * size}


def _select(count: int, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - the fields of a select as JSON
    options = [{"label": f"{n}", "value": f"{n}"} for n in range(count)]
    return {"type": 3, "custom_id": "s", "options": options, **fields}


TOO_MUCH: dict[str, dict[str, Any]] = {
    "content of 2001": {"content": "x" * 2001},
    "embed title of 257": {"embeds": [{"title": "x" * 257}]},
    "embed description of 4097": {"embeds": [{"description": "x" * 4097}]},
    "an embed image without http": {"embeds": [{"image": {"url": "javascript:x"}}]},
    "26 embed fields": {"embeds": [{"fields": [{"name": "n", "value": "v"}] * 26}]},
    "field value of 1025": {"embeds": [{"fields": [{"name": "n", "value": "v" * 1025}]}]},
    "footer of 2049": {"embeds": [{"footer": {"text": "x" * 2049}}]},
    "embeds of 6001": {"embeds": [{"description": "x" * 3000}, {"description": "x" * 3001}]},
    "11 embeds": {"embeds": [{"title": "x"}] * 11},
    "6 rows": {"components": [_row(_button(custom_id=str(n))) for n in range(6)]},
    "6 buttons in a row": {"components": [_row(*[_button(custom_id=str(n)) for n in range(6)])]},
    "the same custom id twice": {"components": [_row(_button(), _button())]},
    "custom id of 101": {"components": [_row(_button(custom_id="x" * 101))]},
    "no custom id": {"components": [_row(_button(custom_id=""))]},
    "label of 81": {"components": [_row(_button(label="x" * 81))]},
    "no label": {"components": [_row(_button(label=""))]},
    "button url of 513": {
        "components": [_row({"type": 2, "style": 5, "label": "x", "url": "https://x.y/" + "x" * 501})]
    },
    "button url without http": {"components": [_row({"type": 2, "style": 5, "label": "x", "url": "javascript:x"})]},
    "26 select options": {"components": [_row(_select(26))]},
    "a select beside a button": {"components": [_row(_select(2), _button())]},
    "more values than options": {"components": [_row(_select(2, max_values=3))]},
    "V2 text of 4001": {"flags": V2, "components": [_text(2000), _text(2001)]},
    "41 V2 components": {"flags": V2, "components": [{"type": 17, "components": [_text(1)] * 20}] + [_text(1)] * 20},
    "V2 with content": {"flags": V2, "content": "x", "components": [_text(1)]},
    "V2 with an embed": {"flags": V2, "embeds": [{"title": "x"}], "components": [_text(1)]},
    "text display without V2": {"components": [_text(1)]},
    "a file that is not there": {"flags": V2, "components": [{"type": 13, "file": {"url": "attachment://a.mp3"}}]},
    "a nonce of 26": {"content": "x", "nonce": "x" * 26},
    "parse and list users": {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
    "the ephemeral flag in a channel": {"content": "x", "flags": 1 << 6},
}
JUST_RIGHT: dict[str, dict[str, Any]] = {
    "content of 2000": {"content": "x" * 2000},
    "embeds of 6000": {"embeds": [{"description": "x" * 3000}, {"description": "x" * 3000}]},
    "5 rows of 5": {"components": [_row(*[_button(custom_id=f"{row}{n}") for n in range(5)]) for row in range(5)]},
    "V2 text of 4000": {"flags": V2, "components": [_text(2000), _text(2000)]},
    "40 V2 components": {"flags": V2, "components": [{"type": 17, "components": [_text(1)] * 20}] + [_text(1)] * 19},
    "25 options": {"components": [_row(_select(25, max_values=25))]},
}


async def test_what_is_over_a_limit_is_refused_and_what_is_just_within_is_taken(scene: Scene) -> None:
    path = f"/channels/{scene.channel.id}/messages"
    for name, body in TOO_MUCH.items():
        with pytest.raises(discord.HTTPException) as caught:
            await scene.ask("POST", path, json=body)
        assert caught.value.code == 50035, name
    assert scene.channel.public_messages() == []
    for name, body in JUST_RIGHT.items():
        assert await scene.ask("POST", path, json=body), name


async def test_an_empty_message_is_refused(scene: Scene) -> None:
    assert await code_of(scene.seen().send("   ")) == 50006
    sent = await scene.seen().send("x")
    assert await code_of(sent.edit(content="")) == 50006
    assert scene.channel.messages[sent.id].text == "x"


async def test_a_form_error_names_the_field(scene: Scene) -> None:
    with pytest.raises(discord.HTTPException, match=r"In embeds\.0\.title: Must be between 0 and 256 in length"):
        await scene.seen().send(embed=discord.Embed(title="x" * 257))


async def test_components_v2_cannot_be_taken_back(scene: Scene) -> None:
    view = ui.LayoutView()
    view.add_item(ui.TextDisplay("first"))
    sent = await scene.seen().send(view=view)
    path = f"/channels/{scene.channel.id}/messages/{sent.id}"
    assert await code_of(scene.ask("PATCH", path, json={"content": "plain", "flags": 0, "components": []})) == 50035
    await scene.ask("PATCH", path, json={"flags": 0, "components": [_text(3)]})
    message = scene.channel.messages[sent.id]
    assert (message.text, message.uses_v2) == ("xxx", True)


async def test_an_unknown_route_or_field_is_loud_and_is_noted(world: Discord) -> None:
    channel = world.guild("Night Show").text_channel("submit")
    async with running_bot(world) as bot:
        for method, path, body in (
            ("POST", f"/channels/{channel.id}/threads", {"name": "x"}),
            ("POST", f"/channels/{channel.id}/messages", {"content": "x", "sparkles": True}),
            ("POST", f"/channels/{channel.id}/messages", {"embeds": [{"titel": "x"}]}),
        ):
            with pytest.raises(discord.DiscordServerError, match="The stand-in does not know this"):
                await bot.http.request(discord.http.Route(method, path), json=body)
        with pytest.raises(discord.DiscordServerError):
            await bot.http.request(discord.http.Route("GET", "/users/@me"), params={"wrong": "1"})
    assert ["threads" in world.surprises[0], "sparkles" in world.surprises[1]] == [True, True]
    assert ["embeds.0.titel" in world.surprises[2], "wrong" in world.surprises[3]] == [True, True]
    assert channel.public_messages() == []


def _form(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - the fields of a modal as JSON
    inputs = [{"type": 18, "label": "x", "component": {"type": 4, "custom_id": "x", "style": 1}}]
    return {"custom_id": "form", "title": "Modal", "components": inputs, **fields}


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "x" * 46},
        {"components": []},
        {"components": _form()["components"] * 6},
        {"components": _form()["components"] * 2},
        {"components": [{"type": 18, "label": "x" * 46, "component": {"type": 4, "custom_id": "x", "style": 1}}]},
        {"components": [{"type": 1, "components": [_button()]}]},
    ],
)
def test_a_form_over_a_limit_is_refused(fields: dict[str, Any]) -> None:
    check_modal(_form())
    with pytest.raises(ApiError, match="50035"):
        check_modal(_form(**fields))


def _command(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - the fields of a command as JSON
    return {"name": "next", "description": "x", "type": 1, **fields}


def _option(name: str = "o", **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - the fields of an option as JSON
    return {"type": 3, "name": name, "description": "x", **fields}


@pytest.mark.parametrize(
    "command",
    [
        _command(name="Next"),
        _command(name="two words"),
        _command(name="x" * 33),
        _command(description=""),
        _command(description="x" * 101),
        _command(options=[_option(f"o{n}") for n in range(26)]),
        _command(options=[_option("a"), _option("a")]),
        _command(options=[_option("a"), _option("b", required=True)]),
        _command(options=[_option(choices=[{"name": f"{n}", "value": f"{n}"} for n in range(26)])]),
        _command(options=[_option(choices=[{"name": "x" * 101, "value": "x"}])]),
        _command(options=[_option(f"o{n}", choices=[{"name": "x" * 90, "value": "x" * 90}] * 25) for n in range(2)]),
    ],
)
def test_a_command_over_a_limit_is_refused(command: dict[str, Any]) -> None:
    problems = Problems()
    COMMANDS.check([command], Spot(problems))
    with pytest.raises(ApiError, match="50035"):
        problems.settle()


def test_an_unknown_field_of_a_command_is_a_surprise() -> None:
    problems = Problems()
    COMMANDS.check([_command(sparkles=1)], Spot(problems))
    with pytest.raises(SurpriseError, match="sparkles"):
        problems.settle()


async def test_too_many_commands_are_refused(scene: Scene) -> None:
    path = f"/applications/{scene.bot.application_id}/commands"
    many = [_command(name=f"c{n}") for n in range(101)]
    menus = [{"name": f"Menu {n}", "type": 3} for n in range(6)]
    assert await code_of(scene.ask("PUT", path, json=many)) == 30032
    assert await code_of(scene.ask("PUT", path, json=menus)) == 30032
    assert await code_of(scene.ask("PUT", path, json=[_command(), _command()])) == 50035
    assert len(await scene.ask("PUT", path, json=many[:100] + menus[:5])) == 105


async def test_more_than_25_suggestions_are_refused(scene: Scene) -> None:
    choices = [{"name": f"{n}", "value": f"{n}"} for n in range(26)]
    opened = scene.world.desk.open(4, scene.mia, scene.channel, {"name": "x", "id": "1", "type": 1})
    path = f"/interactions/{opened.id}/{opened.token}/callback"
    assert await code_of(scene.ask("POST", path, json={"type": 8, "data": {"choices": choices}})) == 50035
    await scene.ask("POST", path, json={"type": 8, "data": {"choices": choices[:25]}})
    assert len(opened.choices) == 25
