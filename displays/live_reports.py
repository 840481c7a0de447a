"""Post-live reports: each posted once, part by part, in the metrics channel."""

from __future__ import annotations

from displays.display import Display
from displays.worker import Step
from domain.live_sessions import LiveSession
from guild.alerts import Alerts
from guild.client import ShowBot
from guild.messages import post_with
from guild.permissions import Channel
from views.report.messages import Part, parts_of


class LiveReports(Display):
    """One server's reports."""

    def __init__(self, bot: ShowBot, troubles: Alerts, guild_id: int) -> None:
        super().__init__(bot, troubles, guild_id, "report of a LIVE", "metrics_channel")
        self._drawn: dict[int, list[Part]] = {}  # the report that is being posted; drawing it takes seconds

    async def show(self, channel: Channel) -> Step:
        """Posts the next part of the oldest report that is not there whole; noted before the next one."""
        reports = self.bot.services.reports
        due = await reports.due(self.guild_id)
        if not due:
            self._drawn = {}
            return Step.DONE
        session_id = due[0].session_id
        posted = await reports.posted(session_id)
        left = [part for part in await self._parts(channel, due[0]) if part.number not in posted]
        if left:
            in_doubt, self.in_doubt = self.in_doubt, True
            message_id = await _post_once(channel, left[0], in_doubt=in_doubt)
            await reports.set_posted(session_id, left[0].number, message_id)
            self.in_doubt = False  # only the oldest part can have been sent by a process that was killed meanwhile
        if len(left) <= 1:
            await reports.settle(session_id)
        return Step.MORE

    async def leave(self) -> None:
        """Reports wait for a channel."""

    async def _parts(self, channel: Channel, session: LiveSession) -> list[Part]:
        if session.session_id not in self._drawn:
            self._drawn = {session.session_id: await parts_of(channel.guild, self.bot.services, session)}
        return self._drawn[session.session_id]


async def _post_once(channel: Channel, part: Part, *, in_doubt: bool) -> int:
    """Posts the part, or finds it: in doubt, an earlier send may have arrived without the bot hearing of it."""
    earlier = await post_with(channel, part.footer) if in_doubt else None
    message = earlier or await channel.send(**part.message(), nonce=part.footer[:25])
    return message.id
