"""Submitting by form, by command and from a message, and mending what was refused."""

from __future__ import annotations

from domain.lines import Line
from domain.submissions import Status
from tests.audio import FORMATS, song
from tests.flows.desk import answer, asked, in_queue, press, someone
from tests.flows.fans import fields, labels, newest, open_form, parts, send_form, send_link, songs_of
from tests.stage import Stage
from views.pressable import Form

LINK = "https://mia.bandcamp.com/track/night"


async def test_the_form_submits_a_link_and_gives_a_receipt(stage: Stage) -> None:
    sent = await send_form(stage, stage.mia, artist="Mia", title="Night", link=LINK)
    assert answer(sent).splitlines() == [
        "✅ #1 **Mia – Night** is in.",
        "Line: Free · Place: 1 · Wait: no estimate yet",
    ]
    assert labels(newest(sent)) == ["Edit", "Remove", "Why here?"]
    assert await in_queue(stage) == [1]


async def test_the_form_has_its_five_parts_and_says_the_smaller_file_limit(stage: Stage) -> None:
    await stage.services.settings.change(stage.guild.id, someone(stage.boss), {"file_limit_mib": "9"})
    shown = await open_form(stage, stage.mia)
    assert list(parts(shown)) == ["Artist", "Title", "Link", "File", "Line"]
    assert "at most 9 MiB" in parts(shown)["File"]
    await stage.services.settings.change(stage.guild.id, someone(stage.boss), {"file_limit_mib": "90"})
    assert "at most 25 MiB" in parts(await open_form(stage, stage.mia))["File"]


async def test_two_members_with_the_form_open_at_once_each_submit_their_own_song(stage: Stage) -> None:
    mias, maxs = await open_form(stage, stage.mia), await open_form(stage, stage.max)
    await stage.max.submit_modal(maxs, {"artist": "Max", "title": "Day", "link": LINK + "2", "line": "free"})
    await stage.mia.submit_modal(mias, {"artist": "Mia", "title": "Night", "link": LINK, "line": "free"})
    assert [one.song.title for one in await songs_of(stage, stage.mia)] == ["Night"]
    assert [one.song.title for one in await songs_of(stage, stage.max)] == ["Day"]


async def test_the_form_stores_a_file_and_takes_its_names_from_the_tags(file_host: Stage) -> None:
    file = ("x.mp3", song(artist="Mia", title="Night"))
    sent = await send_form(file_host, file_host.mia, artist="  ", file=file)
    assert answer(sent).startswith("✅ #1 **Mia – Night** is in.")
    (stored,) = await songs_of(file_host, file_host.mia)
    assert file_host.services.store.path(stored.song.file_hash or "") is not None


async def test_a_skip_waits_for_a_reviewer(stage: Stage) -> None:
    sent = await send_form(stage, stage.mia, artist="Mia", title="Night", link=LINK, line="skip")
    assert "⏳ It waits until a reviewer approves it as a skip." in answer(sent)
    assert await in_queue(stage) == []
    assert [one.status for one in await songs_of(stage, stage.mia)] == [Status.PENDING]


async def test_a_handle_that_comes_with_the_form_is_linked(stage: Stage) -> None:
    shown = await open_form(stage, stage.mia, tiktok_handle="@Mia.Sings")
    sent = await stage.mia.submit_modal(shown, {"artist": "Mia", "title": "Night", "link": LINK, "line": "free"})
    assert "mia.sings is linked" in answer(sent)
    accounts = await stage.services.linking.handles_of(stage.guild.id, stage.mia.id)
    assert [account.handle for account in accounts] == ["mia.sings"]


async def test_a_taken_handle_never_refuses_the_song(stage: Stage) -> None:
    await stage.services.linking.link(stage.guild.id, someone(stage.max), "mia")
    assert "is linked to somebody else" in answer(await send_link(stage, stage.mia, tiktok_handle="mia"))
    assert await in_queue(stage) == [1]


async def test_submitfile_takes_all_four_formats(file_host: Stage) -> None:
    members = (file_host.mia, file_host.max)
    for pitch, kind in enumerate(FORMATS, start=400):
        options = {"file": (f"song.{kind}", song(kind, pitch=pitch)), "artist": "Mia", "title": kind, "skip": True}
        sent = await members[pitch % 2].slash(file_host.channels["submission"], "submitfile", **options)
        assert f"**Mia – {kind}** is in" in answer(sent)


async def test_a_note_goes_with_the_song(stage: Stage) -> None:
    await send_link(stage, stage.mia, note="my first one")
    assert [one.song.note for one in await songs_of(stage, stage.mia)] == ["my first one"]


async def test_a_reviewer_submits_for_a_member_and_a_member_may_not(stage: Stage) -> None:
    assert "Only reviewers can do this" in answer(await send_link(stage, stage.mia, for_member=stage.max))
    sent = await send_link(stage, stage.rita, for_member=stage.max)
    assert "is in" in answer(sent)
    assert labels(newest(sent)) == []
    assert [one.number for one in await songs_of(stage, stage.max)] == [1]


async def test_a_refused_song_for_a_member_is_mended_by_the_reviewer_who_wrote_it(stage: Stage) -> None:
    refused = await send_link(stage, stage.rita, for_member=stage.max, link="nonsense")
    shown = await stage.rita.click(newest(refused), label="Fix it")
    await stage.rita.submit_modal(shown, {"artist": "Max", "title": "Day", "link": LINK, "line": "free"})
    assert [one.song.title for one in await songs_of(stage, stage.max)] == ["Day"]


async def test_fix_it_opens_the_form_with_all_that_was_typed(stage: Stage) -> None:
    refused = await send_link(stage, stage.mia, link="soundcloud", skip=True, note="hi", tiktok_handle="mia")
    assert "That is not a web link. Nothing changed." in answer(refused)
    shown = await stage.mia.click(newest(refused), label="Fix it")
    assert {name: fields(shown)[name]["value"] for name in ("artist", "title", "link")} == {
        "artist": "Mia", "title": "Night", "link": "soundcloud",
    }  # fmt: skip
    assert [one.get("default") for one in fields(shown)["line"]["options"]] == [False, True]
    sent = await stage.mia.submit_modal(shown, {"artist": "Mia", "title": "Night", "link": LINK, "line": "skip"})
    assert "is in" in answer(sent)
    assert [one.song.note for one in await songs_of(stage, stage.mia)] == ["hi"]
    assert "no longer kept" in answer(await stage.mia.click(newest(refused), label="Fix it"))


async def test_fix_it_keeps_the_file_that_was_received(file_host: Stage) -> None:
    stage = file_host
    refused = await send_form(stage, stage.mia, file=("night.wav", song("wav")))
    assert "The artist is empty. Nothing changed." in answer(refused)
    shown = await stage.mia.click(newest(refused), label="Fix it")
    assert "night.wav is here already" in parts(shown)["File"]
    sent = await stage.mia.submit_modal(shown, {"artist": "Mia", "title": "Night", "line": "free"})
    assert "is in" in answer(sent)
    assert [one.song.file_name for one in await songs_of(stage, stage.mia)] == ["night.wav"]


async def test_fix_it_asks_for_the_file_again_when_it_is_not_stored_any_more(file_host: Stage) -> None:
    stage = file_host
    refused = await send_form(stage, stage.mia, file=("night.wav", song("wav")))
    for stored in (stage.folder / "media").iterdir():
        stored.unlink()
    shown = await stage.mia.click(newest(refused), label="Fix it")
    assert "is here already" not in parts(shown)["File"]
    sent = await stage.mia.submit_modal(shown, {"artist": "Mia", "title": "Night", "line": "free"})
    assert "There was no link and no file. Nothing changed." in answer(sent)
    assert await in_queue(stage) == []


async def test_fix_it_works_after_a_restart(stage: Stage) -> None:
    refused = await send_link(stage, stage.mia, link="soundcloud")
    await stage.restart()
    shown = await stage.mia.click(newest(refused), label="Fix it")
    assert fields(shown)["title"]["value"] == "Night"


async def test_a_form_that_was_open_over_a_restart_is_answered(stage: Stage) -> None:
    shown = await open_form(stage, stage.mia)
    await stage.restart()
    Form.open_forms.clear()  # a new process knows nothing of the old one's forms; this restart stays in one process
    sent = await stage.mia.submit_modal(shown, {"artist": "Mia", "title": "Night", "link": LINK, "line": "free"})
    assert "restarted while this form was open" in answer(sent)


async def test_another_members_draft_cannot_be_opened(stage: Stage) -> None:
    await send_link(stage, stage.mia, link="soundcloud")
    assert "no longer kept" in await press(stage, stage.max, "draft:fix:1")
    assert "no longer kept" in await press(stage, stage.max, "draft:replace:1:1")


async def test_ones_own_duplicate_can_be_replaced(stage: Stage) -> None:
    await send_link(stage, stage.mia)
    refused = await send_link(stage, stage.mia, title="Night (final)")
    assert "already in the queue as your #1. Nothing changed." in answer(refused)
    assert labels(newest(refused)) == ["Fix it", "Replace my entry"]
    replaced = await stage.mia.click(newest(refused), label="Replace my entry")
    assert answer(replaced).startswith("✅ #1 **Mia – Night (final)** has the new details and keeps its place.")
    assert [one.song.title for one in await songs_of(stage, stage.mia)] == ["Night (final)"]
    assert "no longer kept" in answer(await stage.mia.click(newest(refused), label="Replace my entry"))


async def test_replacing_with_a_forged_number_leaves_the_song_of_somebody_else_alone(stage: Stage) -> None:
    await send_link(stage, stage.max, title="Day")
    await send_link(stage, stage.mia, link="soundcloud")
    assert "not one of your songs" in await press(stage, stage.mia, "draft:replace:1:1")
    assert [one.song.title for one in await songs_of(stage, stage.max)] == ["Day"]


async def test_the_song_of_somebody_else_is_not_offered_for_replacing(stage: Stage) -> None:
    await send_link(stage, stage.max, link=LINK)
    refused = await send_link(stage, stage.mia, link=LINK)
    assert "already in the queue as #1. Nothing changed." in answer(refused)
    assert labels(newest(refused)) == ["Fix it"]


async def test_a_closed_free_line_is_said_and_a_skip_still_goes(stage: Stage) -> None:
    await stage.services.review.set_free_open(stage.guild.id, someone(stage.rita), free_open=False)
    refused = await send_link(stage, stage.mia)
    assert "Free line is closed right now. Nothing changed." in answer(refused)
    shown = await stage.mia.click(newest(refused), label="Fix it")
    sent = await stage.mia.submit_modal(shown, {"artist": "Mia", "title": "Night", "link": LINK, "line": "skip"})
    assert "is in" in answer(sent)


async def test_edit_in_the_receipt_changes_the_song_and_keeps_its_place(stage: Stage) -> None:
    receipt = await send_link(stage, stage.mia)
    await send_link(stage, stage.max, link=LINK + "2")
    shown = await stage.mia.click(newest(receipt), label="Edit")
    assert list(fields(shown)) == ["artist", "title", "link", "file", "note"]
    sent = await stage.mia.submit_modal(shown, {"artist": "Mia", "title": "Dawn", "link": LINK, "note": "loud"})
    assert answer(sent).startswith("✅ #1 **Mia – Dawn** has the new details and keeps its place.")
    assert await in_queue(stage) == [1, 2]
    assert [(one.song.title, one.song.note) for one in await songs_of(stage, stage.mia)] == [("Dawn", "loud")]


async def test_a_refused_edit_is_mended_on_the_same_song(stage: Stage) -> None:
    receipt = await send_link(stage, stage.mia)
    shown = await stage.mia.click(newest(receipt), label="Edit")
    refused = await stage.mia.submit_modal(shown, {"artist": "", "title": "Dawn", "link": LINK})
    assert "The artist is empty. Nothing changed." in answer(refused)
    shown = await stage.mia.click(newest(refused), label="Fix it")
    await stage.mia.submit_modal(shown, {"artist": "Mia", "title": "Dawn", "link": LINK})
    assert [(one.number, one.song.title) for one in await songs_of(stage, stage.mia)] == [(1, "Dawn")]


async def test_remove_in_the_receipt_takes_the_song_out_once(stage: Stage) -> None:
    receipt = await send_link(stage, stage.mia)
    await stage.mia.click(newest(receipt), label="Remove")
    assert "is out of the queue" in asked(receipt).content
    assert await in_queue(stage) == []
    assert "#1 is removed by now. Nothing changed." in await press(stage, stage.mia, "song:remove:1")


async def test_why_here_explains_the_place(stage: Stage) -> None:
    await send_link(stage, stage.max)
    receipt = await send_link(stage, stage.mia)
    explained = answer(await stage.mia.click(newest(receipt), label="Why here?"))
    assert "is at place 2." in explained
    assert "1 song in Free come before this one." in explained
    skip = await send_link(stage, stage.mia, link=LINK + "3", skip=True)
    assert "until a reviewer approves it" in answer(await stage.mia.click(newest(skip), label="Why here?"))


async def test_the_receipts_buttons_work_for_nobody_else(stage: Stage) -> None:
    await send_link(stage, stage.mia)
    for action in ("edit", "remove", "why"):
        for number in (1, 99, 9_223_372_036_854_775_807):
            said = await press(stage, stage.max, f"song:{action}:{number}")
            assert "Nothing changed." in said
    assert await in_queue(stage) == [1]


async def test_edit_of_a_song_that_is_over_is_refused(stage: Stage) -> None:
    await send_link(stage, stage.mia)
    await stage.services.queue.play_next(stage.guild.id, someone(stage.rita))
    assert "#1 is playing by now" in await press(stage, stage.mia, "song:edit:1")


async def test_the_message_menu_submits_the_link_of_ones_own_message(stage: Stage) -> None:
    channel = stage.channels["queue"]
    message = await stage.mia.send(channel, f"listen: {LINK} please")
    sent = await stage.mia.context_menu(channel, "Submit this track", message)
    assert "The title is empty" in answer(sent)
    shown = await stage.mia.click(newest(sent), label="Fix it")
    assert fields(shown)["link"]["value"] == LINK


async def test_the_message_menu_submits_the_file_of_ones_own_message(file_host: Stage) -> None:
    stage, channel = file_host, file_host.channels["queue"]
    message = await stage.mia.send(channel, "", attachments=[("Mia_-_Night.flac", song("flac"))])
    sent = await stage.mia.context_menu(channel, "Submit this track", message)
    assert answer(sent).startswith("✅ #1 **Mia – Night** is in.")


async def test_the_message_menu_refuses_the_message_of_somebody_else_and_one_without_a_song(stage: Stage) -> None:
    channel = stage.channels["queue"]
    hers, empty = await stage.mia.send(channel, LINK), await stage.max.send(channel, "hello")
    assert "by somebody else" in answer(await stage.rita.context_menu(channel, "Submit this track", hers))
    assert "no song link and no audio file" in answer(await stage.max.context_menu(channel, "Submit this track", empty))


async def test_a_song_approved_into_a_paid_line_says_its_line_when_it_is_edited(stage: Stage) -> None:
    receipt = await send_link(stage, stage.mia, skip=True)
    await stage.services.review.approve(stage.guild.id, someone(stage.rita), 1, Line.DOUBLE_SKIP)
    shown = await stage.mia.click(newest(receipt), label="Edit")
    sent = await stage.mia.submit_modal(shown, {"artist": "Mia", "title": "Dawn", "link": LINK})
    assert "Line: DoubleSkip · Place: 1" in answer(sent)
