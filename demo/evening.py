"""A printed evening: a whole show on a stand-in of Discord, judged by what members saw. Run it with `make demo`.

It knows nothing of the bot's code: it starts `bot.py` in a process of its own, and kills it in the middle.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Iterable

from demo.cast import Cast, WrongEveningError, upload
from demo.judge import Judge, shown_number
from demo.live import EveningLive
from standins.bot_process import HOME, BotProcess
from standins.discord import Discord, Message, Reply, Upload
from standins.music_sites import Sites
from standins.tiktok import TikTok

OUT = HOME / "demo-out"
SOUNDCLOUD, YOUTUBE = "https://soundcloud.com/night/", "https://www.youtube.com/watch?v="
LAST_NEXT = 60
SLOW_SECONDS = 0.4


class Evening:
    """The story, act by act."""

    def __init__(self, world: Discord, tiktok: TikTok, bot: BotProcess) -> None:
        self.world, self.bot, self.judge = world, bot, Judge()
        self.cast = Cast.gather(world, self.judge)
        self.live = EveningLive(self.cast, tiktok)

    async def doors_open(self) -> None:
        """The bot comes, and Olga sets it up."""
        say(f"The bot starts as process {await self.bot.start()}.")
        await self.world.bot_ready()
        await self.cast.setup()
        await self.world.until(lambda: self._has_boards(), timeout=30, what="the boards")
        say("Olga used /setup. The portal, the queue and the reviewers' boards are there.")

    async def fans_submit(self) -> None:
        """Fourteen members submit, by every way there is."""
        cast = self.cast
        mp3, wav = upload("mp3", 300), upload("wav", 310)
        flac, m4a = upload("flac", 320, "Eve", "Echo"), upload("m4a", 330)
        self._got("Ana", "the form, with a file", await cast.form("Ana", {"Artist": "Ana", "Title": "Aurora"}, mp3))
        link = {"Artist": "Ben", "Title": "Bloom", "Link": SOUNDCLOUD + "bloom?utm_source=x"}
        self._got("Ben", "the form, with a link", await cast.form("Ben", link))
        self._got(
            "Cleo", "/submitlink, names by oEmbed", await cast.command("Cleo", "submitlink", link=YOUTUBE + "cleo")
        )
        named = {"file": wav, "artist": "Dan", "title": "Dusk"}
        self._got("Dan", "/submitfile", await cast.command("Dan", "submitfile", **named))
        self._got("Eve", "a file dropped in the channel", await cast.dropped("Eve", file=flac))
        self._got("Finn", "a link dropped in the channel", await cast.dropped("Finn", f"please! {YOUTUBE}finn"))
        form = {"Artist": "Gia", "Title": "Glow", "Link": SOUNDCLOUD + "glow"}
        self._got("Gia", "the portal's Submit button", await cast.portal("Gia", form))
        self._got("Hugo", "the menu of a message", await cast.menu("Hugo", f"my song {YOUTUBE}hugo"))
        kim = {"link": SOUNDCLOUD + "kim", "artist": "Kim", "title": "Kite", "for_member": cast.people["Kim"]}
        self._got("Kim", "a reviewer, for her", await cast.command("Rita", "submitlink", **kim))
        for name, way in (("Ida", "a skip"), ("Jon", "a skip"), ("Mia", "a skip"), ("Nora", "a skip")):
            ask = {"link": SOUNDCLOUD + name.lower(), "artist": name, "title": f"{name}'s", "skip": True}
            self._got(name, way, await cast.command(name, "submitlink", **ask), line="pending")
        await self._refused_file(m4a)

    async def _refused_file(self, good: Upload) -> None:
        fake = Upload("hit.mp3", b"MZ\x90\x00" + bytes(4000))
        text = await self.cast.command("Leo", "submitfile", file=fake, artist="Leo", title="Lift")
        if "Nothing changed" not in text:
            raise WrongEveningError(f"a renamed .exe was not refused: {text}")
        say(f"Leo sends a program called hit.mp3 and reads: “{text}”")
        self._got(
            "Leo", "/submitfile", await self.cast.command("Leo", "submitfile", file=good, artist="Leo", title="Lift")
        )

    async def reviewers_decide(self) -> None:
        """Skips are approved and rejected, and points by hand move a song up."""
        rita, sam = self.cast.people["Rita"], self.cast.people["Sam"]
        board = self.cast.channels["reviewer"]
        numbers = {one.member.name: number for number, one in self.judge.receipts.items()}
        await rita.slash(board, "approve", submission=str(numbers["Ida"]))
        self.judge.decided(numbers["Ida"], "Skip")
        await sam.slash(board, "approve", submission=str(numbers["Mia"]), line="back_to_back")
        self.judge.decided(numbers["Mia"], "BackToBack")
        await rita.slash(board, "reject", submission=str(numbers["Jon"]), reason="Not tonight.")
        self.judge.decided(numbers["Jon"], "Free")
        self._got("Nora", "/submitlink", await self.cast.command("Nora", "submitlink", **_noras()))
        await sam.slash(board, "reject", submission=str(numbers["Nora"]))
        self.judge.decided(numbers["Nora"], None)
        gift = {"member": self.cast.people["Hugo"], "amount": 50, "reason": "helped with the lights"}
        await self.cast.command("Olga", "adjustpoints", **gift)
        self.judge.points[self.cast.people["Hugo"].id] = 50
        say("Ida's skip is approved, Mia goes to BackToBack, Jon goes back to Free, Nora's skip is returned to her.")
        say("Hugo gets 50 points, so he leads in Free.")

    async def the_live_begins(self) -> None:
        """Viewers like, comment, follow and give; coins move up one song at once, and one when its handle is linked."""
        say(f"Rita follows the creator's LIVE and reads: “{await self.live.connect()}”")
        await self.live.viewers_act()
        await self.live.moved_up("Ana", self.judge.number_of("Ana"))
        say("Ana gives a Galaxy on the LIVE: her 1,000 coins move her song to Skip. The connection drops once.")
        await self.live.gia_links()
        await self.live.moved_up("Gia", self.judge.number_of("Gia"))
        say("Gia gave 1,000 coins too; they were held until she linked her TikTok name. Now her song is in Skip.")

    async def the_live_ends(self) -> list[str]:
        """The report is posted: coins sent and coins counted, side by side."""
        sent, counted, summary = await self.live.end(OUT)
        say(f"\nThe LIVE is over. The report:\n\n{summary}\n\nViewer       coins sent   coins counted")
        for name in sorted(sent | counted):
            say(f"{name:<12} {sent[name]:>10,} {counted[name]:>15,}")
        say(f"\nIts chart and its table are saved in {OUT.name}/.")
        return [] if sent == counted else [f"coins sent {dict(sent)} are not the coins counted {dict(counted)}"]

    async def two_press_next(self) -> None:
        """Rita and Sam press Next at the same moment: one of them gets the song, the other is told."""
        rita, sam = self.cast.people["Rita"], self.cast.people["Sam"]
        await self.world.quiet()
        board = self.cast.board("reviewer", "Reviewers' queue")
        both = await asyncio.gather(rita.press(board, "Next"), sam.press(board, "Next"))
        taken = [reply for reply in both if "Now playing" in reply.text]
        for _ in taken:
            self.judge.played()
        await self._all_shown()
        for name, reply in zip(("Rita", "Sam"), both, strict=True):
            say(f"{name} presses Next and reads: “{first_line(reply)}”")

    async def killed_in_the_middle(self) -> None:
        """SIGKILL while Pia's song is on its way in, and while Rita's next song is on its way to now-playing."""
        pia = {"link": SOUNDCLOUD + "pia", "artist": "Pia", "title": "Pulse"}
        rita, reviewers = self.cast.people["Rita"], self.cast.channels["reviewer"]
        old, slow = self.bot.pid, self.world.faults.delay("POST", "/channels/{channel_id}/messages", SLOW_SECONDS)
        reply = await rita.slash(reviewers, "next")
        self.judge.played()
        await self.world.until(lambda: slow.met, what="the post of the song")
        work = asyncio.create_task(self.cast.people["Pia"].slash(self.cast.stage, "submitlink", **pia))
        await asyncio.sleep(0)
        await self.bot.kill()
        await self.world.bot_gone()
        await work
        say(f"Rita uses /next and reads: “{first_line(reply)}”")
        say(f"Process {old} is killed while that song is being posted, and while Pia's song is on its way in.")
        say(f"The bot starts again as process {await self.bot.start()}.")
        await self.world.bot_ready()
        await self._after_the_kill(pia)

    async def _after_the_kill(self, pia: dict[str, str]) -> None:
        """What Rita was told holds, and is shown once; Pia, who read nothing, sends her song once more."""
        self._got("Pia", "/submitlink, once more", await self.cast.command("Pia", "submitlink", **pia))
        await self._all_shown()

    async def play_through(self) -> None:
        """Next, until nothing waits."""
        for _ in range(LAST_NEXT):
            asked = await self.cast.people["Sam"].slash(self.cast.channels["reviewer"], "next")
            reply = await asked.finished()
            if "Now playing" not in reply.text:
                break
            self.judge.played()
        await self._all_shown()
        say(f"Sam plays the rest and reads at the end: “{reply.text.splitlines()[-1]}”")

    def verdict(self) -> list[str]:
        """Prints what every member has, and gives what is wrong."""
        shown = [number for number, _ in self._shown()]
        say("\nReceipt  member  line         came by                       shown as now playing")
        for number in self.judge.expected:
            one = self.judge.receipts[number]
            say(f"#{number:<7} {one.member.name:<7} {one.line:<12} {one.way:<29} {shown.count(number)} time")
        wrong = [*self.judge.verdict(self.cast.channels["now_playing"]), *self.world.surprises]
        return (
            wrong if len({one.member.id for one in self.judge.receipts.values()}) >= 12 else [*wrong, "too few members"]
        )

    def _got(self, name: str, way: str, text: str, line: str = "Free") -> None:
        number = self.judge.received(self.cast.people[name], way, text, line)
        say(f"{name} submits by {way}: #{number}")

    def _shown(self) -> list[tuple[int, Message]]:
        both = [(shown_number(one), one) for one in self.cast.channels["now_playing"].public_messages()]
        return [(number, message) for number, message in both if number is not None]

    async def _all_shown(self) -> None:
        count = len(self.judge.expected)
        await self.world.until(lambda: len(self._shown()) >= count, timeout=120, what=f"{count} songs in now-playing")

    def _has_boards(self) -> bool:
        return all(self.cast.channels[one].pins() for one in ("submission", "queue", "reviewer"))


def _noras() -> dict[str, str]:
    return {"link": SOUNDCLOUD + "nora-free", "artist": "Nora", "title": "North"}


def first_line(reply: Reply) -> str:
    """The first line of an answer, as it is quoted."""
    return reply.text.splitlines()[0] if reply.text else "nothing"


def say(text: str) -> None:
    """Prints at once, so that the evening can be watched."""
    print(text, flush=True)


async def tell_the_evening() -> list[str]:
    """Runs all acts, and gives what went wrong."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir()
    async with Discord() as world, TikTok() as tiktok, Sites() as sites:
        for name in ("cleo", "finn", "hugo"):
            sites.songs[YOUTUBE + name] = (name.title(), f"{name.title()} - Song")
        addresses = {**world.env(), **tiktok.env(), "OEMBED_BASE": sites.base}
        bot = BotProcess(addresses, OUT / "data", OUT / "bot.log")
        evening = Evening(world, tiktok, bot)
        try:
            await evening.doors_open()
            await evening.fans_submit()
            await evening.reviewers_decide()
            await evening.the_live_begins()
            await evening.two_press_next()
            await evening.killed_in_the_middle()
            await evening.play_through()
            return [*await evening.the_live_ends(), *evening.verdict()]
        finally:
            await bot.stop()


def main() -> None:
    """Tells the evening; exit code 1 and the reasons when members saw anything but what the rules promise."""
    try:
        wrong: Iterable[str] = asyncio.run(tell_the_evening())
    except (WrongEveningError, ValueError, LookupError, TimeoutError) as error:
        wrong = [str(error)]
    for reason in wrong:
        print(f"WRONG: {reason}", file=sys.stderr)
    if wrong:
        sys.exit(f"The evening went wrong. What the bot said is in {OUT.name}/bot.log.")
    say("\nEvery receipt was played exactly once, in the right order.")


if __name__ == "__main__":
    main()
