"""A stand-in of TikTok LIVE on loopback, for an unmodified TikTokLive in the same or another process."""

from standins.tiktok import ignored_messages, message_faults, script
from standins.tiktok.connection import Ack
from standins.tiktok.creator import Creator
from standins.tiktok.faults import Fault
from standins.tiktok.gifts import GIFTS, SINGLE, STREAKABLE, Gift
from standins.tiktok.live import Live
from standins.tiktok.log import Place, Request
from standins.tiktok.message import Kind, Message, ViewerAction
from standins.tiktok.messages import PEOPLE_JOINED_FROM_SHARE, Control
from standins.tiktok.player import Player, play
from standins.tiktok.script import Event
from standins.tiktok.tally import Tally
from standins.tiktok.viewer import Viewer
from standins.tiktok.world import TikTok

__all__ = [
    "GIFTS",
    "PEOPLE_JOINED_FROM_SHARE",
    "SINGLE",
    "STREAKABLE",
    "Ack",
    "Control",
    "Creator",
    "Event",
    "Fault",
    "Gift",
    "Kind",
    "Live",
    "Message",
    "Place",
    "Player",
    "Request",
    "Tally",
    "TikTok",
    "Viewer",
    "ViewerAction",
    "ignored_messages",
    "message_faults",
    "play",
    "script",
]
