"""What the library loses in a process that parsed a pinned message first; run on its own, for it stays broken."""

from __future__ import annotations

import asyncio
import logging
import os
import sys

from standins.tiktok import TikTok, ignored_messages


async def main() -> None:
    """Sends a pinned comment, then messages with rare fields, and says what was heard."""
    async with TikTok() as tiktok:
        os.environ["SIGN_API_URL"] = tiktok.sign_url
        from TikTokLive.client.web.web_settings import WebDefaults
        from TikTokLive.events import CommentEvent, GiftEvent, RoomPinEvent

        from standins.tiktok.tests.listener import Listener

        WebDefaults.tiktok_app_url, WebDefaults.tiktok_webcast_url = tiktok.url, tiktok.webcast_url
        live = tiktok.creator("host").go_live()
        fan = tiktok.viewer("fan")
        club, early = tiktok.viewer("a", fans_club=True), tiktok.viewer("b", upcoming_event=True)
        listener = Listener()
        logging.getLogger("TikTokLive").disabled = True
        await listener.listen()
        await live.send(
            ignored_messages.pinned(live, live.chat(fan, "pinned")),
            live.chat(fan, "plain"),
            live.chat(club, "fans_club"),
            live.chat(early, "upcoming_event"),
            live.gift(fan, "Rose", scheme_info=True),
        )
        await live.all_acked()
        comments = listener.named(CommentEvent)
        pins = [event.chat_message for event in listener.named(RoomPinEvent)]
        texts = [comment.content for comment in pins + comments]
        lost = {"fans_club", "upcoming_event"} - set(texts)
        lost |= set() if listener.named(GiftEvent) else {"scheme_info"}
        sys.stdout.write(f"heard: {', '.join(texts)}\nlost: {', '.join(sorted(lost))}\n")
        sys.stdout.write("" if hasattr(comments[0].user, "unique_id") else "no unique_id\n")
        await listener.hang_up()


if __name__ == "__main__":
    asyncio.run(main())
