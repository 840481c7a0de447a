"""Which boards there are, and how each is drawn from what the services read."""

from __future__ import annotations

from discord.ui import LayoutView

from displays.board import Blueprint
from services.bundle import Services
from views.boards.layout import Mark
from views.boards.pending import pending_skips
from views.boards.portal import portal
from views.boards.reviewer_queue import members_on_board, reviewer_queue
from views.queue_pages import queue_board


async def _public_queue(services: Services, guild_id: int) -> LayoutView:
    return queue_board(await services.queue.line_up(guild_id))


async def _reviewer_queue(services: Services, guild_id: int) -> LayoutView:
    line_up = await services.queue.line_up(guild_id)
    return reviewer_queue(line_up, await services.queue.backings(guild_id, members_on_board(line_up)))


async def _pending(services: Services, guild_id: int) -> LayoutView:
    return pending_skips(await services.queue.line_up(guild_id))


async def _portal(services: Services, guild_id: int) -> LayoutView:
    return portal(await services.queue.line_up(guild_id))


BLUEPRINTS = (
    Blueprint("portal", "portal", "submission_channel", Mark.PORTAL, _portal),
    Blueprint("public queue", "public queue", "queue_channel", Mark.PUBLIC_QUEUE, _public_queue),
    Blueprint("reviewer queue", "reviewers' queue", "reviewer_channel", Mark.REVIEWER_QUEUE, _reviewer_queue),
    Blueprint("pending skips", "pending skips", "reviewer_channel", Mark.PENDING, _pending),
)
