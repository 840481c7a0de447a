"""The post-live report as text: aligned, within Discord's limits, harmless, and saying what it leaves out."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import width

from domain.lines import Line
from domain.live_events import EndReason
from domain.live_sessions import Attendance, LiveSession, ViewerCount
from domain.submissions import Person, Song, Status, Submission
from services.reports import PlayedSong, Report
from views.report.messages import Part, report_parts
from views.report.table import COLUMNS, MOST_TABLES, csv_file, fitted, harmless, short, tables_of, watch_time

START = datetime(2026, 11, 1, 20, 0, tzinfo=UTC)
ZALGO = "Z̶̧̛̳̙a̵̢̛̟l̴̡̺̀g̸̰̈́ơ̴̧"
NAMES = {
    1: "Mia",
    2: "日本太郎",
    3: "🎉party🎉",
    4: "שלום עולם",
    5: "محمد",
    6: ZALGO,
    7: "𝓜𝓲𝓪 𝓜𝓾𝓼𝓲𝓬",
    8: "```@everyone```",
    9: "한국어이름입니다",
    10: "नमस्ते",
    11: "👨‍👩‍👧‍👦❤️",
    12: "a\u202eb\u200bc\nd",
}


def attendance(number: int = 0, handle: str = "", member_id: int | None = None, coins: int = 0) -> Attendance:
    """One account that did a bit of everything."""
    watched = timedelta(minutes=number % 200)
    return Attendance(handle or f"fan{number}", member_id, watched, number * 7, number % 50, 1, 1, 0, 1, 1, coins, 0)


def session(creator: str = "dj.night", reason: EndReason = EndReason.LIVE_END) -> LiveSession:
    """A session of an hour; however many more fields it has, they are left as they are by default."""
    closed = START + timedelta(hours=1)
    return LiveSession(12, 1, creator, 7, START, closed, closed, reason, 3, 5, 0)


def report(accounts: list[Attendance], songs: int = 0, title: str = "Song") -> Report:
    """A report of these accounts and so many songs."""
    counts = [ViewerCount(START + timedelta(minutes=one), 100 + one, 1000 + one, one) for one in range(60)]
    played = [PlayedSong(song(number, title), START + timedelta(minutes=number)) for number in range(songs)]
    return Report(session(), accounts, counts, played)


def song(number: int, title: str) -> Submission:
    """A song that was played."""
    made = Song("Artist", title, link="https://a.bandcamp.com/track/1")
    return Submission(number, 1, number, Person(1, "Mia"), made, Status.PLAYED, Line.FREE, START, START)


def columns(text: str) -> int:
    """How wide a text is, by Unicode's own tables: a second opinion beside wcwidth."""
    hidden = {"Mn", "Me", "Cf"}
    shown = (char for char in text if unicodedata.category(char) not in hidden)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in shown)


def units(text: str) -> int:
    """The length of a text as Discord's clients count it."""
    return len(text.encode("utf-16-le")) // 2


def lines_of(accounts: list[Attendance]) -> list[str]:
    """The lines of the first table."""
    return tables_of(accounts, NAMES).blocks[0].split("\n")[1:-1]


def test_the_numbers_stand_below_each_other_whatever_the_names_are_made_of() -> None:
    lines = lines_of([attendance(number, member_id=number, coins=10**number % 12_345) for number in NAMES])
    by_eye = [line for line in lines if "❤" not in line and "नम" not in line]  # wide by a rule, not by their letters
    assert len(by_eye) == 1 + len(NAMES) - 2
    assert len({columns(line) for line in by_eye}) == 1
    assert len({width(line) for line in lines}) == 1


@pytest.mark.parametrize("handle", list(NAMES.values()))
def test_odd_handles_keep_the_table_straight_too(handle: str) -> None:
    lines = lines_of([attendance(1, handle), attendance(2, "plain_handle")])
    assert len({width(line) for line in lines}) == 1
    assert len(lines) == 3


def test_names_from_right_to_left_cannot_move_the_numbers_beside_them() -> None:
    for number in (4, 5):
        (line,) = lines_of([attendance(number, member_id=number)])[1:]
        inside = line[line.index("\u200e") + 1 : line.rindex("\u200e")]
        assert inside.strip() == NAMES[number]
    assert "\u200e" not in lines_of([attendance(1, member_id=1)])[1]


def test_no_name_can_end_the_code_block_or_the_line() -> None:
    for number in (8, 12):
        (block,) = tables_of([attendance(1, NAMES[number], number)], NAMES).blocks
        assert block.count("```") == 2
        assert block.count("\n") == 3
        assert "\u202e" not in block


def test_the_table_is_narrow_enough() -> None:
    widest = Attendance("w" * 24, 1, timedelta(hours=9, minutes=59), *[10**8] * 9)
    lines = tables_of([widest], {1: "m" * 32}).blocks[0].split("\n")[1:-1]
    assert max(width(line) for line in lines) <= 62
    usual = tables_of([attendance(9, "rosefan_22", 1, 1234)], {1: "Mia"}).blocks[0].split("\n")[1:-1]
    assert max(width(line) for line in usual) <= 48


@given(st.text(max_size=80), st.integers(4, 20))
def test_whatever_is_fitted_fits(text: str, most: int) -> None:
    cell = fitted(text, most)
    assert width(cell) <= most
    assert "`" not in cell
    assert len(cell.splitlines()) <= 1


def test_a_long_name_is_cut_between_whole_characters() -> None:
    assert fitted("musicfan_20241234", 14) == "musicfan_2024…"
    assert fitted("日本日本日本", 6) == "日本…"
    assert fitted("exactly_14_abc", 14) == "exactly_14_abc"


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0"), (99_999, "99999"), (100_000, "100k"), (9_999_999, "9999k"), (10**7, "10M"), (10**11, "100G")],
)
def test_long_numbers_are_cut_to_five_characters(number: int, shown: str) -> None:
    assert short(number) == shown


def test_coins_are_whole_up_to_ten_million() -> None:
    assert lines_of([attendance(1, coins=9_999_999)])[1].endswith(" 9999999")
    assert lines_of([attendance(1, coins=12_345_678)])[1].endswith(" 12345k")


def test_watch_time_is_short() -> None:
    assert watch_time(attendance(0)) == "0m"
    assert watch_time(attendance(185)) == "3h05"


def test_two_thousand_accounts_fill_five_messages_and_the_rest_is_in_the_file() -> None:
    accounts = [attendance(number, member_id=number % 13 or None, coins=2000 - number) for number in range(2000)]
    parts = report_parts(report(accounts, songs=5), NAMES, b"png")
    assert [part.footer for part in parts] == [f"session 12, part {number}" for number in range(1, MOST_TABLES + 2)]
    assert all(units(part.content) <= 2000 for part in parts)
    shown = sum(len(part.content.split("```")[1].strip().split("\n")) - 1 for part in parts[1:])
    assert shown > 100
    assert f"Here are {shown} of 2,000 accounts. All are in the file" in parts[-1].content
    assert [file.name for file in parts[0].files] == ["session-12.png", "session-12.csv"]
    assert len(rows(parts[0])) == 2001


def test_the_worst_names_stay_within_a_message() -> None:
    accounts = [attendance(number, ZALGO * 3, 1) for number in range(300)]
    parts = report_parts(report(accounts), {1: "𝓜" * 32}, None)
    assert all(units(part.content) <= 2000 for part in parts)


def test_a_few_accounts_fit_one_table_and_nothing_is_said_of_more() -> None:
    parts = report_parts(report([attendance(number) for number in range(3)]), NAMES, None)
    assert len(parts) == 2
    assert "accounts. All are" not in parts[1].content
    assert "Time is an estimate" in parts[1].content


def test_without_anybody_there_is_a_summary_alone() -> None:
    (part,) = report_parts(report([]), NAMES, None)
    assert part.files == []
    assert "Accounts: 0" in (part.embed.description or "")


def test_the_summary_says_all_there_is_to_say() -> None:
    accounts = [attendance(10, member_id=1, coins=30), attendance(20, coins=12)]
    text = report_parts(report(accounts, songs=2), NAMES, None)[0].embed.description or ""
    for said in (
        "1 h 0 min",
        "the creator ended it (`live_end`)",
        "Viewers: 159 at most, 129 on average",
        "Visits: at least 1,059",
        "Accounts: 2, 1 linked and 1 not",
        "Likes: at least 210",
        "Comments: 30",
        "Shares: 2",
        "Follows: 2",
        "Joins: 2",
        "Gifts: 2",
        "**42**",
        "Could not be read: 3",
        "left out while busy: 5",
        "Songs played: 2",
        f"<t:{int(START.timestamp()) + 60}:t> #1 **Artist – Song**",
    ):
        assert said in text


def test_a_hundred_songs_with_long_names_stay_within_an_embed() -> None:
    (part,) = report_parts(report([], songs=100, title="*_`|~" * 40), NAMES, None)
    text = part.embed.description or ""
    assert units(text) <= 4096
    assert "more: /archive has them all" in text


def test_every_message_has_its_footer_the_picture_its_words_and_nobody_is_pinged() -> None:
    parts = report_parts(report([attendance(1)], songs=1), NAMES, b"png")
    first = parts[0].message()
    assert [file.filename for file in first["files"]] == ["session-12.png", "session-12.csv"]
    described = first["files"][0].description
    assert "159 at most, 59 min after the start" in described
    assert "#0 after 0 min" in described
    for part in parts:
        assert part.message()["embed"].footer.text == part.footer
        assert part.message()["allowed_mentions"].to_dict() == {"parse": []}


def rows(part: Part) -> list[list[str]]:
    """The rows of the part's CSV file."""
    return list(csv.reader(io.StringIO(part.files[-1].content.decode("utf-8-sig"))))


def test_the_file_has_every_number_whole_and_names_the_member_as_text() -> None:
    big = 123_456_789_012_345_678
    one = Attendance("fan", big, timedelta(seconds=61.9), 1_234_567, 2, 3, 4, 5, 6, 7, 8, 9)
    data = csv_file([one], {big: "Mia; Müller, 日本"})
    assert data.startswith(b"\xef\xbb\xbf")
    heading, row = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert heading[:4] == ["handle", "member", "mention", "watched_seconds_estimate"]
    assert row == ["fan", "Mia; Müller, 日本", f"<@{big}>", "61", "1234567", "2", "3", "4", "5", "6", "7", "8", "9"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "\u200b=", "\r\n@", "＝"])
def test_a_name_is_never_a_formula(start: str) -> None:
    cell = harmless(f"{start}cmd|' /C calc'!A0")
    assert cell.startswith("'")
    (row,) = list(csv.reader(io.StringIO(csv_file([attendance(1, f"{start}1+1", 1)], {1: f"{start}2"}).decode())))[1:]
    assert row[0].startswith("'")
    assert row[1].startswith("'")


def test_the_columns_are_the_ones_that_were_asked_for() -> None:
    assert [one.title for one in COLUMNS] == ["Handle", "Member", "Time", "Likes", "Com", "Shr", "Gift", "Coins"]
