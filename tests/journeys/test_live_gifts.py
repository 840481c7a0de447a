"""10,000 gifts through the socket into the bot's process, which is killed meanwhile: every coin counts exactly once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from standins.tiktok import Kind, Live, Message
from standins.tiktok.message_faults import in_frames, spoil
from tests.journeys.gift_load import gift_load, points_due
from tests.journeys.live_show_env import OVER, LiveShow, open_live_show
from tests.journeys.show import LINKS

pytestmark = pytest.mark.xdist_group("gifts through the socket")
GIFTS, FANS, SEED = 10_000, 60, 3
PER_FRAME, FRAMES_AHEAD = 7, 12
PARTS = 8
OF_ACCOUNTS = "FROM {} one JOIN accounts c ON c.account_id = one.{} GROUP BY 1"


async def test_every_coin_is_credited_exactly_once_whatever_happens_on_the_way(tmp_path: Path) -> None:
    async with open_live_show(tmp_path) as here:
        # The history that a client is told reaches further back than what can be under way.
        live = here.tiktok.creator("nova").go_live(history_size=1500, replay_size=400)
        fans = [here.tiktok.viewer(f"fan_{number:02}") for number in range(FANS)]
        for name, handle in (("Ana", "fan_00"), ("Ben", "fan_01"), ("Ben", "fan_02")):
            await here.show.cast.command(name, "link-tiktok", handle=handle)
            await here.show.cast.command(name, "submitlink", link=LINKS + handle, artist=name, title=handle)
        await here.connect("nova")
        messages = spoil(list(gift_load(live, fans, here.tiktok.viewer("guest"), GIFTS, SEED)), SEED)
        await weather(here, live, messages)
        assert (await here.disconnect()).startswith(OVER)
        [table] = await here.tables(1)
        await here.show.stop()
        assert live.sent_coins.total() > 1_000_000
        assert {f"fan_{number:02}" for number in range(FANS)} == {row["handle"] for row in table}
        handles = {str(fan.handle): fan.user_id for fan in fans}
        assert Counter({handles[row["handle"]]: int(row["coins"]) for row in table}) == live.sent_coins
        judge(here, live, points_due(messages))
        await here.show.start()


async def weather(here: LiveShow, live: Live, messages: Sequence[Message]) -> None:
    """Sends everything; in the middle of it the connection breaks or the process is killed, by turns."""
    frames = list(in_frames(messages, PER_FRAME))
    size = len(frames) // PARTS + 1
    for number in range(PARTS):
        part = frames[number * size : (number + 1) * size]
        heard, unheard = part[: size * 7 // 8], part[size * 7 // 8 :]
        await live.connected(number + 1, timeout=60)
        for frame in heard:
            await live.send(*frame)
            await live.all_acked(except_last=FRAMES_AHEAD, timeout=60)
        if number < PARTS - 1:
            await (here.kill() if number % 2 else live.drop())
        for frame in unheard:
            await live.send(*frame)
        if number % 2 and number < PARTS - 1:
            await here.show.start()
    await live.all_acked(timeout=60)


def judge(here: LiveShow, live: Live, points: Counter[int]) -> None:
    """What is in the file: figures, credit and points of every viewer are what was sent, and nothing is left over."""

    def by_user(what: str, table: str, account: str) -> Counter[int]:
        rows = here.rows(f"SELECT c.tiktok_user_id, sum({what}) {OF_ACCOUNTS.format(table, account)}")
        return Counter({user_id: number for user_id, number in rows if number})

    coins = live.sent_coins
    assert by_user("one.coins", "attendance", "account_id") == coins
    assert by_user("one.guest_coins", "attendance", "account_id") == live.sent.of(Kind.GUEST_GIFT)
    assert by_user("one.coins", "lots", "holder_id") == coins
    assert by_user("one.amount", "ledger", "holder_id") == points
    assert by_user("one.points", "balances", "holder_id") == points
    [(left, spent, of_songs, session, sessions)] = here.rows(
        "SELECT (SELECT sum(coins_left) FROM lots), (SELECT sum(coins) FROM spendings WHERE returned = 0), "
        "(SELECT count(*) FROM spendings), (SELECT sum(coins) FROM live_sessions), (SELECT count(*) FROM live_sessions)"
    )
    assert left + spent == session == coins.total()
    assert of_songs
    assert sessions == 1
