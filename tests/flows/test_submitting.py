"""Submitting by form, by command and from a message, and mending what was refused."""

from __future__ import annotations

from domain.lines import Line
from domain.submissions import Status
from tests.audio import FORMATS, song
from tests.bot_env import BotEnv
from tests.flows.member_actions import fields, labels, newest, open_song_modal, parts, send_form, send_link, songs_of
from tests.flows.reviewer_actions import answer, asked, in_queue, press, someone
from views.components import Modal

LINK = "https://mia.bandcamp.com/track/night"


async def test_the_form_submits_a_link_and_gives_a_receipt(bot_env: BotEnv) -> None:
    sent = await send_form(bot_env, bot_env.mia, artist="Mia", title="Night", link=LINK)
    assert answer(sent).splitlines() == [
        "✅ #1 **Mia – Night** is in.",
        "Line: Free · Place: 1 · Wait: no estimate yet",
    ]
    assert labels(newest(sent)) == ["Edit", "Remove", "Why here?"]
    assert await in_queue(bot_env) == [1]


async def test_the_form_has_its_five_parts_and_says_the_smaller_file_limit(bot_env: BotEnv) -> None:
    await bot_env.services.settings.change(bot_env.guild.id, someone(bot_env.boss), {"file_limit_mib": "9"})
    shown = await open_song_modal(bot_env, bot_env.mia)
    assert list(parts(shown)) == ["Artist", "Title", "Link", "File", "Line"]
    assert "at most 9 MiB" in parts(shown)["File"]
    await bot_env.services.settings.change(bot_env.guild.id, someone(bot_env.boss), {"file_limit_mib": "90"})
    assert "at most 25 MiB" in parts(await open_song_modal(bot_env, bot_env.mia))["File"]


async def test_two_members_with_the_form_open_at_once_each_submit_their_own_song(bot_env: BotEnv) -> None:
    mias, maxs = await open_song_modal(bot_env, bot_env.mia), await open_song_modal(bot_env, bot_env.max)
    await bot_env.max.submit_modal(maxs, {"artist": "Max", "title": "Day", "link": LINK + "2", "line": "free"})
    await bot_env.mia.submit_modal(mias, {"artist": "Mia", "title": "Night", "link": LINK, "line": "free"})
    assert [one.song.title for one in await songs_of(bot_env, bot_env.mia)] == ["Night"]
    assert [one.song.title for one in await songs_of(bot_env, bot_env.max)] == ["Day"]


async def test_the_form_stores_a_file_and_takes_its_names_from_the_tags(file_host: BotEnv) -> None:
    file = ("x.mp3", song(artist="Mia", title="Night"))
    sent = await send_form(file_host, file_host.mia, artist="  ", file=file)
    assert answer(sent).startswith("✅ #1 **Mia – Night** is in.")
    (stored,) = await songs_of(file_host, file_host.mia)
    assert file_host.services.store.path(stored.song.file_hash or "") is not None


async def test_a_skip_waits_for_a_reviewer(bot_env: BotEnv) -> None:
    sent = await send_form(bot_env, bot_env.mia, artist="Mia", title="Night", link=LINK, line="skip")
    assert "⏳ It waits until a reviewer approves it as a skip." in answer(sent)
    assert await in_queue(bot_env) == []
    assert [one.status for one in await songs_of(bot_env, bot_env.mia)] == [Status.PENDING]


async def test_a_handle_that_comes_with_the_form_is_linked(bot_env: BotEnv) -> None:
    shown = await open_song_modal(bot_env, bot_env.mia, tiktok_handle="@Mia.Sings")
    sent = await bot_env.mia.submit_modal(shown, {"artist": "Mia", "title": "Night", "link": LINK, "line": "free"})
    assert "mia.sings is linked" in answer(sent)
    accounts = await bot_env.services.linking.handles_of(bot_env.guild.id, bot_env.mia.id)
    assert [account.handle for account in accounts] == ["mia.sings"]


async def test_a_taken_handle_never_refuses_the_song(bot_env: BotEnv) -> None:
    await bot_env.services.linking.link(bot_env.guild.id, someone(bot_env.max), "mia")
    assert "is linked to somebody else" in answer(await send_link(bot_env, bot_env.mia, tiktok_handle="mia"))
    assert await in_queue(bot_env) == [1]


async def test_submitfile_takes_all_four_formats(file_host: BotEnv) -> None:
    members = (file_host.mia, file_host.max)
    for pitch, kind in enumerate(FORMATS, start=400):
        options = {"file": (f"song.{kind}", song(kind, pitch=pitch)), "artist": "Mia", "title": kind, "skip": True}
        sent = await members[pitch % 2].slash(file_host.channels["submission"], "submitfile", **options)
        assert f"**Mia – {kind}** is in" in answer(sent)


async def test_a_note_goes_with_the_song(bot_env: BotEnv) -> None:
    await send_link(bot_env, bot_env.mia, note="my first one")
    assert [one.song.note for one in await songs_of(bot_env, bot_env.mia)] == ["my first one"]


async def test_a_reviewer_submits_for_a_member_and_a_member_may_not(bot_env: BotEnv) -> None:
    assert "Only reviewers can do this" in answer(await send_link(bot_env, bot_env.mia, for_member=bot_env.max))
    sent = await send_link(bot_env, bot_env.rita, for_member=bot_env.max)
    assert "is in" in answer(sent)
    assert labels(newest(sent)) == []
    assert [one.number for one in await songs_of(bot_env, bot_env.max)] == [1]


async def test_a_refused_song_for_a_member_is_mended_by_the_reviewer_who_wrote_it(bot_env: BotEnv) -> None:
    refused = await send_link(bot_env, bot_env.rita, for_member=bot_env.max, link="nonsense")
    shown = await bot_env.rita.click(newest(refused), label="Fix it")
    await bot_env.rita.submit_modal(shown, {"artist": "Max", "title": "Day", "link": LINK, "line": "free"})
    assert [one.song.title for one in await songs_of(bot_env, bot_env.max)] == ["Day"]


async def test_fix_it_opens_the_form_with_all_that_was_typed(bot_env: BotEnv) -> None:
    refused = await send_link(bot_env, bot_env.mia, link="soundcloud", skip=True, note="hi", tiktok_handle="mia")
    assert "That is not a web link. Nothing changed." in answer(refused)
    shown = await bot_env.mia.click(newest(refused), label="Fix it")
    assert {name: fields(shown)[name]["value"] for name in ("artist", "title", "link")} == {
        "artist": "Mia", "title": "Night", "link": "soundcloud",
    }  # fmt: skip
    assert [one.get("default") for one in fields(shown)["line"]["options"]] == [False, True]
    sent = await bot_env.mia.submit_modal(shown, {"artist": "Mia", "title": "Night", "link": LINK, "line": "skip"})
    assert "is in" in answer(sent)
    assert [one.song.note for one in await songs_of(bot_env, bot_env.mia)] == ["hi"]
    assert "no longer kept" in answer(await bot_env.mia.click(newest(refused), label="Fix it"))


async def test_fix_it_keeps_the_file_that_was_received(file_host: BotEnv) -> None:
    bot_env = file_host
    refused = await send_form(bot_env, bot_env.mia, file=("night.wav", song("wav")))
    assert "The artist is empty. Nothing changed." in answer(refused)
    shown = await bot_env.mia.click(newest(refused), label="Fix it")
    assert "night.wav is here already" in parts(shown)["File"]
    sent = await bot_env.mia.submit_modal(shown, {"artist": "Mia", "title": "Night", "line": "free"})
    assert "is in" in answer(sent)
    assert [one.song.file_name for one in await songs_of(bot_env, bot_env.mia)] == ["night.wav"]


async def test_fix_it_asks_for_the_file_again_when_it_is_not_stored_any_more(file_host: BotEnv) -> None:
    bot_env = file_host
    refused = await send_form(bot_env, bot_env.mia, file=("night.wav", song("wav")))
    for stored in (bot_env.folder / "media").iterdir():
        stored.unlink()
    shown = await bot_env.mia.click(newest(refused), label="Fix it")
    assert "is here already" not in parts(shown)["File"]
    sent = await bot_env.mia.submit_modal(shown, {"artist": "Mia", "title": "Night", "line": "free"})
    assert "There was no link and no file. Nothing changed." in answer(sent)
    assert await in_queue(bot_env) == []


async def test_fix_it_works_after_a_restart(bot_env: BotEnv) -> None:
    refused = await send_link(bot_env, bot_env.mia, link="soundcloud")
    await bot_env.restart()
    shown = await bot_env.mia.click(newest(refused), label="Fix it")
    assert fields(shown)["title"]["value"] == "Night"


async def test_a_form_that_was_open_over_a_restart_is_answered(bot_env: BotEnv) -> None:
    shown = await open_song_modal(bot_env, bot_env.mia)
    await bot_env.restart()
    Modal.open_modals.clear()  # a new process knows nothing of the old one's forms; this restart stays in one process
    sent = await bot_env.mia.submit_modal(shown, {"artist": "Mia", "title": "Night", "link": LINK, "line": "free"})
    assert "restarted while this form was open" in answer(sent)


async def test_another_members_draft_cannot_be_opened(bot_env: BotEnv) -> None:
    await send_link(bot_env, bot_env.mia, link="soundcloud")
    assert "no longer kept" in await press(bot_env, bot_env.max, "draft:fix:1")
    assert "no longer kept" in await press(bot_env, bot_env.max, "draft:replace:1:1")


async def test_ones_own_duplicate_can_be_replaced(bot_env: BotEnv) -> None:
    await send_link(bot_env, bot_env.mia)
    refused = await send_link(bot_env, bot_env.mia, title="Night (final)")
    assert "already in the queue as your #1. Nothing changed." in answer(refused)
    assert labels(newest(refused)) == ["Fix it", "Replace my entry"]
    replaced = await bot_env.mia.click(newest(refused), label="Replace my entry")
    assert answer(replaced).startswith("✅ #1 **Mia – Night (final)** has the new details and keeps its place.")
    assert [one.song.title for one in await songs_of(bot_env, bot_env.mia)] == ["Night (final)"]
    assert "no longer kept" in answer(await bot_env.mia.click(newest(refused), label="Replace my entry"))


async def test_replacing_with_a_forged_number_leaves_the_song_of_somebody_else_alone(bot_env: BotEnv) -> None:
    await send_link(bot_env, bot_env.max, title="Day")
    await send_link(bot_env, bot_env.mia, link="soundcloud")
    assert "not one of your songs" in await press(bot_env, bot_env.mia, "draft:replace:1:1")
    assert [one.song.title for one in await songs_of(bot_env, bot_env.max)] == ["Day"]


async def test_the_song_of_somebody_else_is_not_offered_for_replacing(bot_env: BotEnv) -> None:
    await send_link(bot_env, bot_env.max, link=LINK)
    refused = await send_link(bot_env, bot_env.mia, link=LINK)
    assert "already in the queue as #1. Nothing changed." in answer(refused)
    assert labels(newest(refused)) == ["Fix it"]


async def test_a_closed_free_line_is_said_and_a_skip_still_goes(bot_env: BotEnv) -> None:
    await bot_env.services.review.set_free_open(bot_env.guild.id, someone(bot_env.rita), free_open=False)
    refused = await send_link(bot_env, bot_env.mia)
    assert "Free line is closed right now. Nothing changed." in answer(refused)
    shown = await bot_env.mia.click(newest(refused), label="Fix it")
    sent = await bot_env.mia.submit_modal(shown, {"artist": "Mia", "title": "Night", "link": LINK, "line": "skip"})
    assert "is in" in answer(sent)


async def test_edit_in_the_receipt_changes_the_song_and_keeps_its_place(bot_env: BotEnv) -> None:
    receipt = await send_link(bot_env, bot_env.mia)
    await send_link(bot_env, bot_env.max, link=LINK + "2")
    shown = await bot_env.mia.click(newest(receipt), label="Edit")
    assert list(fields(shown)) == ["artist", "title", "link", "file", "note"]
    sent = await bot_env.mia.submit_modal(shown, {"artist": "Mia", "title": "Dawn", "link": LINK, "note": "loud"})
    assert answer(sent).startswith("✅ #1 **Mia – Dawn** has the new details and keeps its place.")
    assert await in_queue(bot_env) == [1, 2]
    assert [(one.song.title, one.song.note) for one in await songs_of(bot_env, bot_env.mia)] == [("Dawn", "loud")]


async def test_a_refused_edit_is_mended_on_the_same_song(bot_env: BotEnv) -> None:
    receipt = await send_link(bot_env, bot_env.mia)
    shown = await bot_env.mia.click(newest(receipt), label="Edit")
    refused = await bot_env.mia.submit_modal(shown, {"artist": "", "title": "Dawn", "link": LINK})
    assert "The artist is empty. Nothing changed." in answer(refused)
    shown = await bot_env.mia.click(newest(refused), label="Fix it")
    await bot_env.mia.submit_modal(shown, {"artist": "Mia", "title": "Dawn", "link": LINK})
    assert [(one.number, one.song.title) for one in await songs_of(bot_env, bot_env.mia)] == [(1, "Dawn")]


async def test_remove_in_the_receipt_takes_the_song_out_once(bot_env: BotEnv) -> None:
    receipt = await send_link(bot_env, bot_env.mia)
    await bot_env.mia.click(newest(receipt), label="Remove")
    assert "is out of the queue" in asked(receipt).content
    assert await in_queue(bot_env) == []
    assert "#1 is removed by now. Nothing changed." in await press(bot_env, bot_env.mia, "song:remove:1")


async def test_why_here_explains_the_place(bot_env: BotEnv) -> None:
    await send_link(bot_env, bot_env.max)
    receipt = await send_link(bot_env, bot_env.mia)
    explained = answer(await bot_env.mia.click(newest(receipt), label="Why here?"))
    assert "is at place 2." in explained
    assert "1 song in Free come before this one." in explained
    skip = await send_link(bot_env, bot_env.mia, link=LINK + "3", skip=True)
    assert "until a reviewer approves it" in answer(await bot_env.mia.click(newest(skip), label="Why here?"))


async def test_the_receipts_buttons_work_for_nobody_else(bot_env: BotEnv) -> None:
    await send_link(bot_env, bot_env.mia)
    for action in ("edit", "remove", "why"):
        for number in (1, 99, 9_223_372_036_854_775_807):
            said = await press(bot_env, bot_env.max, f"song:{action}:{number}")
            assert "Nothing changed." in said
    assert await in_queue(bot_env) == [1]


async def test_edit_of_a_song_that_is_over_is_refused(bot_env: BotEnv) -> None:
    await send_link(bot_env, bot_env.mia)
    await bot_env.services.queue.play_next(bot_env.guild.id, someone(bot_env.rita))
    assert "#1 is playing by now" in await press(bot_env, bot_env.mia, "song:edit:1")


async def test_the_message_menu_submits_the_link_of_ones_own_message(bot_env: BotEnv) -> None:
    channel = bot_env.channels["queue"]
    message = await bot_env.mia.send(channel, f"listen: {LINK} please")
    sent = await bot_env.mia.context_menu(channel, "Submit this track", message)
    assert "The title is empty" in answer(sent)
    shown = await bot_env.mia.click(newest(sent), label="Fix it")
    assert fields(shown)["link"]["value"] == LINK


async def test_the_message_menu_submits_the_file_of_ones_own_message(file_host: BotEnv) -> None:
    bot_env, channel = file_host, file_host.channels["queue"]
    message = await bot_env.mia.send(channel, "", attachments=[("Mia_-_Night.flac", song("flac"))])
    sent = await bot_env.mia.context_menu(channel, "Submit this track", message)
    assert answer(sent).startswith("✅ #1 **Mia – Night** is in.")


async def test_the_message_menu_refuses_the_message_of_somebody_else_and_one_without_a_song(bot_env: BotEnv) -> None:
    channel = bot_env.channels["queue"]
    hers, empty = await bot_env.mia.send(channel, LINK), await bot_env.max.send(channel, "hello")
    assert "by somebody else" in answer(await bot_env.rita.context_menu(channel, "Submit this track", hers))
    assert "no song link and no audio file" in answer(
        await bot_env.max.context_menu(channel, "Submit this track", empty)
    )


async def test_a_song_approved_into_a_paid_line_says_its_line_when_it_is_edited(bot_env: BotEnv) -> None:
    receipt = await send_link(bot_env, bot_env.mia, skip=True)
    await bot_env.services.review.approve(bot_env.guild.id, someone(bot_env.rita), 1, Line.DOUBLE_SKIP)
    shown = await bot_env.mia.click(newest(receipt), label="Edit")
    sent = await bot_env.mia.submit_modal(shown, {"artist": "Mia", "title": "Dawn", "link": LINK})
    assert "Line: DoubleSkip · Place: 1" in answer(sent)
