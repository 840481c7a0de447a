"""A stand-in of TikTok LIVE on loopback, for an unmodified TikTokLive in the same or another process."""

from sandbox.tiktok import mischief, noise, script
from sandbox.tiktok.connection import Ack
from sandbox.tiktok.creator import Creator
from sandbox.tiktok.faults import Fault
from sandbox.tiktok.gifts import GIFTS, SINGLE, STREAKABLE, Gift
from sandbox.tiktok.live import Live
from sandbox.tiktok.log import Place, Request
from sandbox.tiktok.message import Deed, Kind, Message
from sandbox.tiktok.messages import PEOPLE_JOINED_FROM_SHARE, Control
from sandbox.tiktok.player import Player, play
from sandbox.tiktok.script import Event
from sandbox.tiktok.tally import Tally
from sandbox.tiktok.viewer import Viewer
from sandbox.tiktok.world import TikTok

__all__ = [
    "GIFTS",
    "PEOPLE_JOINED_FROM_SHARE",
    "SINGLE",
    "STREAKABLE",
    "Ack",
    "Control",
    "Creator",
    "Deed",
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
    "mischief",
    "noise",
    "play",
    "script",
]
