"""Reviewing a show with commands: next, the decisions about single songs, the Free line."""

from __future__ import annotations

from typing import Any

from domain.lines import Line
from domain.submissions import Status
from tests.bot_env import BotEnv
from tests.flows.reviewer_actions import answer, asked, in_queue, playing, pressable, someone, status, submit


async def test_next_says_what_plays_what_ended_and_how_many_points_went(bot_env: BotEnv) -> None:
    follower_env = bot_env.channels["reviewer"]
    first, second = await submit(bot_env, bot_env.mia, "First"), await submit(bot_env, bot_env.max, "Second")
    await bot_env.services.points.adjust(bot_env.guild.id, someone(bot_env.boss), someone(bot_env.mia), 120, "contest")
    result = await bot_env.rita.slash(follower_env, "next")
    assert f"Now playing: #{first.number} **Artist – First**\nby mia · Free" in answer(result)
    assert "mia's 120 points went to zero" in answer(result)
    assert asked(result).components[0]["components"][0]["url"] == first.song.link
    text = answer(await bot_env.sam.slash(follower_env, "next"))
    assert f"Now playing: #{second.number}" in text
    assert f"Ended: #{first.number}" in text
    assert "points" not in text


async def test_next_from_a_paid_line_takes_no_points(bot_env: BotEnv) -> None:
    song = await submit(bot_env, bot_env.mia, "Skip", skip=True)
    await bot_env.services.review.approve(bot_env.guild.id, someone(bot_env.rita), song.number)
    await bot_env.services.points.adjust(bot_env.guild.id, someone(bot_env.boss), someone(bot_env.mia), 120, "contest")
    text = answer(await bot_env.rita.slash(bot_env.channels["reviewer"], "next"))
    assert "by mia · Skip" in text
    assert "points" not in text


async def test_next_names_the_note_and_a_song_that_was_played_a_short_while_ago(bot_env: BotEnv) -> None:
    follower_env = bot_env.channels["reviewer"]
    await submit(bot_env, bot_env.mia, "Again")
    await bot_env.rita.slash(follower_env, "next")
    await bot_env.rita.slash(follower_env, "next")
    await submit(bot_env, bot_env.mia, "Again", note="my **best** one")
    text = answer(await bot_env.rita.slash(follower_env, "next"))
    assert "> my \\*\\*best\\*\\* one" in text
    assert "played here a short while ago" in text


async def test_next_with_nothing_waiting_ends_the_song_and_says_so(bot_env: BotEnv) -> None:
    follower_env = bot_env.channels["reviewer"]
    song = await submit(bot_env, bot_env.mia, "Only")
    await bot_env.rita.slash(follower_env, "next")
    text = answer(await bot_env.rita.slash(follower_env, "next"))
    assert f"Ended: #{song.number}" in text
    assert "No song waits. The queue is empty." in text
    assert await playing(bot_env) is None
    assert answer(await bot_env.rita.slash(follower_env, "next")) == "No song waits. The queue is empty."


async def test_next_with_only_pending_songs_offers_their_approval_right_there(bot_env: BotEnv) -> None:
    follower_env = bot_env.channels["reviewer"]
    members = (bot_env.mia, bot_env.max)
    songs = [await submit(bot_env, members[number % 2], f"Skip {number}", skip=True) for number in range(6)]
    result = await bot_env.rita.slash(follower_env, "next")
    assert "6 skips wait for approval. Button Approve here or use /approve" in answer(result)
    assert pressable(asked(result)) == [f"review:approve:{song.number}" for song in songs[:5]]
    approved = await bot_env.rita.click(asked(result), custom_id=f"review:approve:{songs[1].number}")
    assert f"Approved: #{songs[1].number}" in answer(approved)
    await bot_env.rita.slash(follower_env, "next")
    assert await playing(bot_env) == songs[1].number


async def test_next_with_only_away_members_says_so_and_plays_them_when_they_are_back(bot_env: BotEnv) -> None:
    follower_env = bot_env.channels["reviewer"]
    song = await submit(bot_env, bot_env.mia, "Away")
    await bot_env.mia.slash(bot_env.channels["submission"], "away")
    text = answer(await bot_env.rita.slash(follower_env, "next"))
    assert "1 song waits, but whoever sent them is away" in text
    assert await playing(bot_env) is None
    await bot_env.mia.slash(bot_env.channels["submission"], "away")
    await bot_env.rita.slash(follower_env, "next")
    assert await playing(bot_env) == song.number


async def test_approve_puts_a_skip_into_the_lowest_paid_line_or_the_chosen_one(bot_env: BotEnv) -> None:
    follower_env = bot_env.channels["reviewer"]
    one, two = [await submit(bot_env, bot_env.mia, title, skip=True) for title in ("One", "Two")]
    text = answer(await bot_env.rita.slash(follower_env, "approve", submission=f"#{one.number}"))
    assert f"Approved: #{one.number} **Artist – One** waits in Skip now." in text
    text = answer(await bot_env.rita.slash(follower_env, "approve", submission=str(two.number), line="back_to_back"))
    assert "waits in BackToBack now" in text
    assert await in_queue(bot_env) == [two.number, one.number]


async def test_approve_takes_the_name_of_a_line_too_and_refuses_others(bot_env: BotEnv) -> None:
    follower_env = bot_env.channels["reviewer"]
    song = await submit(bot_env, bot_env.mia, "One", skip=True)
    for line in ("VIP", "tier_25"):
        text = answer(await bot_env.rita.slash(follower_env, "approve", submission=str(song.number), line=line))
        assert "This server has no line" in text
    assert await status(bot_env, song) is Status.PENDING
    text = answer(await bot_env.rita.slash(follower_env, "approve", submission=str(song.number), line="doubleskip"))
    assert "waits in DoubleSkip now" in text


async def test_reject_sends_a_skip_to_free_where_there_is_room_and_back_where_there_is_none(bot_env: BotEnv) -> None:
    follower_env = bot_env.channels["reviewer"]
    one, two = [await submit(bot_env, bot_env.mia, title, skip=True) for title in ("One", "Two")]
    text = answer(await bot_env.rita.slash(follower_env, "reject", submission=str(one.number)))
    assert f"Rejected: #{one.number} **Artist – One** waits in Free now." in text
    text = answer(await bot_env.rita.slash(follower_env, "reject", submission=str(two.number), reason="too long"))
    assert "was returned to its member" in text
    assert await in_queue(bot_env) == [one.number]
    assert await status(bot_env, two) is Status.REJECTED


async def test_move_puts_a_song_at_the_end_of_another_line(bot_env: BotEnv) -> None:
    follower_env = bot_env.channels["reviewer"]
    one, two = await submit(bot_env, bot_env.mia, "One"), await submit(bot_env, bot_env.max, "Two")
    text = answer(await bot_env.rita.slash(follower_env, "move", submission=str(two.number), line=Line.SKIP))
    assert f"Moved: #{two.number} **Artist – Two** waits in Skip now." in text
    assert await in_queue(bot_env) == [two.number, one.number]
    text = answer(await bot_env.rita.slash(follower_env, "move", submission=str(two.number), line="Skip"))
    assert f"#{two.number} is in Skip already." in text


async def test_remove_takes_a_song_out_and_tells_the_way_back(bot_env: BotEnv) -> None:
    follower_env = bot_env.channels["reviewer"]
    song = await submit(bot_env, bot_env.mia, "One")
    text = answer(await bot_env.rita.slash(follower_env, "remove", submission=str(song.number), reason="noise only"))
    assert text == f"🗑️ Removed: #{song.number} **Artist – One**. /undo brings it back."
    assert await status(bot_env, song) is Status.REMOVED
    text = answer(await bot_env.rita.slash(follower_env, "remove", submission=str(song.number)))
    assert f"#{song.number} is removed by now. Nothing changed." in text


async def test_a_text_that_is_no_number_and_a_number_without_a_song_are_refused(bot_env: BotEnv) -> None:
    follower_env = bot_env.channels["reviewer"]
    for text in ("my song", "-1", "0x11", "", "1" * 30):
        assert "is not a song's number" in answer(await bot_env.rita.slash(follower_env, "remove", submission=text))
    assert "There is no song #4711 here" in answer(await bot_env.rita.slash(follower_env, "remove", submission="4711"))


async def test_suggestions_are_found_by_number_artist_and_title(bot_env: BotEnv) -> None:
    follower_env = bot_env.channels["reviewer"]
    one = await submit(bot_env, bot_env.mia, "Sunrise", artist="Ada")
    two = await submit(bot_env, bot_env.max, "Night", artist="Bea", skip=True)
    for typed, found in (("SUN", [one]), ("bea", [two]), (f"#{one.number}", [one]), ("", [two, one]), ("zzz", [])):
        choices = await bot_env.rita.autocomplete(follower_env, "remove", "submission", typed)
        assert choices == [{"name": song.label, "value": str(song.number)} for song in found]
    choices = await bot_env.rita.autocomplete(follower_env, "approve", "submission", "")
    assert [choice["value"] for choice in choices] == [str(two.number)]


async def test_suggestions_are_at_most_25_of_at_most_100_characters(bot_env: BotEnv) -> None:
    await bot_env.services.settings.change(bot_env.guild.id, someone(bot_env.boss), {"limit_pending": "0"})
    for number in range(26):
        await submit(bot_env, bot_env.mia, f"{number} " + "x" * 90, artist="y" * 100, skip=True)
    choices = await bot_env.rita.autocomplete(bot_env.channels["reviewer"], "move", "submission", "y")
    assert len(choices) == 25
    assert {len(choice["name"]) for choice in choices} == {100}


async def test_lines_are_suggested_from_the_ladder_in_use(bot_env: BotEnv) -> None:
    follower_env = bot_env.channels["reviewer"]
    choices = await bot_env.rita.autocomplete(follower_env, "move", "line", "")
    assert [choice["name"] for choice in choices] == ["BackToBack", "DoubleSkip", "Skip", "Free"]
    await bot_env.services.settings.change_ladder(bot_env.guild.id, someone(bot_env.boss), "tiers")
    choices = await bot_env.rita.autocomplete(follower_env, "move", "line", "25")
    assert choices == [{"name": "25+ Skip", "value": "tier_25"}]


async def test_members_are_suggested_no_songs(bot_env: BotEnv) -> None:
    await submit(bot_env, bot_env.mia, "Secret", skip=True)
    assert await bot_env.mia.autocomplete(bot_env.channels["reviewer"], "approve", "submission", "") == []


async def test_no_reviewers_command_works_for_a_member(bot_env: BotEnv) -> None:
    follower_env = bot_env.channels["reviewer"]
    song = await submit(bot_env, bot_env.mia, "One")
    number = str(song.number)
    commands: dict[str, dict[str, Any]] = {
        "next": {},
        "undo": {},
        "approve": {"submission": number},
        "reject": {"submission": number},
        "move": {"submission": number, "line": "skip"},
        "remove": {"submission": number},
        "archive": {},
        "audit": {},
        "opensubmissions": {},
        "closesubmissions": {},
        "clearfree": {},
        "block add": {"reason": "x", "text": "xyz"},
        "block remove": {"number": 1},
        "block list": {},
    }
    for name, options in commands.items():
        text = answer(await bot_env.max.slash(follower_env, name, **options))
        assert text.startswith("Only reviewers can do this. Nothing changed."), name
    assert await in_queue(bot_env) == [song.number]


async def test_manage_server_is_enough_to_review(bot_env: BotEnv) -> None:
    song = await submit(bot_env, bot_env.mia, "One")
    await bot_env.boss.slash(bot_env.channels["reviewer"], "next")
    assert await playing(bot_env) == song.number


async def test_the_free_line_is_closed_and_opened_and_a_second_time_is_told(bot_env: BotEnv) -> None:
    follower_env = bot_env.channels["reviewer"]
    assert "Free line is closed now" in answer(await bot_env.rita.slash(follower_env, "closesubmissions"))
    assert not (await bot_env.services.queue.line_up(bot_env.guild.id)).free_open
    assert "closed already. Nothing changed" in answer(await bot_env.rita.slash(follower_env, "closesubmissions"))
    assert "Free line is open now" in answer(await bot_env.rita.slash(follower_env, "opensubmissions"))
    assert (await bot_env.services.queue.line_up(bot_env.guild.id)).free_open
    assert "open already. Nothing changed" in answer(await bot_env.rita.slash(follower_env, "opensubmissions"))


async def test_clearing_free_asks_with_the_number_of_songs_and_leaves_other_lines_alone(bot_env: BotEnv) -> None:
    follower_env = bot_env.channels["reviewer"]
    await submit(bot_env, bot_env.mia, "One")
    await submit(bot_env, bot_env.max, "Two")
    paid = await submit(bot_env, bot_env.zoe, "Paid", skip=True)
    await bot_env.services.review.approve(bot_env.guild.id, someone(bot_env.rita), paid.number)
    result = await bot_env.rita.slash(follower_env, "clearfree")
    assert "Remove 2 songs from the Free line?" in answer(result)
    assert len(await in_queue(bot_env)) == 3
    cleared = await bot_env.rita.click(asked(result), label="Clear Free")
    assert "2 songs were removed" in answer(cleared)
    assert await in_queue(bot_env) == [paid.number]
    assert "No song waits in the Free line. Nothing changed." in answer(
        await bot_env.rita.slash(follower_env, "clearfree")
    )


async def test_clearing_free_is_refused_when_songs_came_in_since_the_question(bot_env: BotEnv) -> None:
    await submit(bot_env, bot_env.mia, "One")
    result = await bot_env.rita.slash(bot_env.channels["reviewer"], "clearfree")
    await submit(bot_env, bot_env.max, "Two")
    cleared = await bot_env.rita.click(asked(result), label="Clear Free")
    assert "Things have changed since you were asked. Nothing changed." in answer(cleared)
    assert len(await in_queue(bot_env)) == 2


async def test_names_of_songs_do_nothing_in_answers(bot_env: BotEnv) -> None:
    song = await submit(bot_env, bot_env.mia, "@everyone [x](https://evil.example)", artist="**b** <t:0:R>")
    text = answer(await bot_env.rita.slash(bot_env.channels["reviewer"], "remove", submission=str(song.number)))
    for live in ("@everyone", "**b**", " <t:0:R>", "](https://evil"):
        assert live not in text
