"""Notices: a member is told once, by direct message, else by a mention, else not at all; never an error."""

from __future__ import annotations

import logging

import discord

from displays.worker import Step
from domain.outbox import Notice
from guild.client import ShowBot
from guild.permissions import channel_of
from views.answers import FAILURES, passes_by_itself
from views.text import plain

log = logging.getLogger(__name__)

LOOKED_THROUGH = 30


class Notices:
    """One server's notices."""

    def __init__(self, bot: ShowBot, guild_id: int) -> None:
        self._bot = bot
        self._guild_id = guild_id

    async def step(self) -> Step:
        """Sends the oldest notice; noted before the next one."""
        outbox = self._bot.services.outbox
        notices = await outbox.notices_to_send(self._guild_id)
        if not notices:
            return Step.DONE
        try:
            how = await self._tell(notices[0])
        except FAILURES as failure:
            log.warning("a notice has to wait: %s", failure)
            return Step.LATER
        await outbox.settle_notice(notices[0].notice_id, how)
        return Step.DONE if len(notices) == 1 else Step.MORE

    async def _tell(self, notice: Notice) -> str:
        """How the member was told: dm, mention or nowhere. Raises only what passes by itself."""
        for way, how in ((self._direct, "dm"), (self._mention, "mention")):
            try:
                if await way(notice):
                    return how
            except discord.HTTPException as error:
                if passes_by_itself(error):
                    raise
                # Discord: 50007, the member takes no direct messages; 50001, the bot may not write there.
                log.info("no %s to member %d: %s", how, notice.member_id, error)
        return "nowhere"

    async def _direct(self, notice: Notice) -> bool:
        guild = self._bot.get_guild(self._guild_id)
        text = f"{plain(guild.name)}: {plain(notice.text)}" if guild else plain(notice.text)
        channel = await self._bot.create_dm(discord.Object(notice.member_id))
        await self._say_once(channel, notice, text, discord.AllowedMentions.none())
        return True

    async def _mention(self, notice: Notice) -> bool:
        guild = self._bot.get_guild(self._guild_id)
        settings = await self._bot.services.settings.of(self._guild_id)
        channel = channel_of(guild, settings, "submission_channel") if guild else None
        if channel is None:
            return False
        member = discord.Object(notice.member_id)
        text = f"<@{notice.member_id}> {plain(notice.text)}"
        pings = discord.AllowedMentions(everyone=False, roles=False, users=[member], replied_user=False)
        await self._say_once(channel, notice, text, pings)
        return True

    async def _say_once(
        self,
        channel: discord.DMChannel | discord.TextChannel,
        notice: Notice,
        text: str,
        pings: discord.AllowedMentions,
    ) -> None:
        """Says it, unless a process that was killed before it noted so has said it already."""
        if notice.tried and await self._was_said(channel, text):
            return
        await self._bot.services.outbox.set_notice_tried(notice.notice_id)
        await channel.send(text, allowed_mentions=pings, nonce=f"notice {notice.notice_id}"[:25])

    async def _was_said(self, channel: discord.DMChannel | discord.TextChannel, text: str) -> bool:
        own = self._bot.user.id if self._bot.user else 0
        messages = channel.history(limit=LOOKED_THROUGH)
        return any([message.author.id == own and message.content == text async for message in messages])
