"""All services of the show, built once at the start and handed to the bot."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from media.link_lookup import LinkLookup
from media.store import MediaStore
from services.backup_files import BackupFolder
from services.backups import Backups
from services.base import Clock, Dependencies, Feed
from services.blocks import Blocks
from services.drafts import Drafts
from services.files import Files
from services.housekeeping import Retention, Times
from services.linking import Linking
from services.live import Live
from services.memberships import Memberships
from services.outbox import Outbox
from services.points import Credits, Points
from services.privacy import Privacy
from services.queue import Queue
from services.records import Records
from services.reports import Reports
from services.review import Review
from services.settings import SettingsService
from services.submissions import Submissions
from services.undo import Undo


@dataclass(frozen=True)
class Services:
    """One of each; all share one database, one feed and one clock."""

    clock: Clock
    feed: Feed
    store: MediaStore
    submissions: Submissions
    drafts: Drafts
    queue: Queue
    review: Review
    undo: Undo
    points: Points
    credits: Credits
    live: Live
    linking: Linking
    blocks: Blocks
    settings: SettingsService
    records: Records
    reports: Reports
    retention: Retention
    outbox: Outbox
    privacy: Privacy
    files: Files
    times: Times
    backups: Backups
    memberships: Memberships


def build_services(
    parts: Dependencies, store: MediaStore, lookup: LinkLookup, backup_dir: Path, quota_bytes: int
) -> Services:
    """The services over these parts; `quota_bytes` bounds the disk that songs no longer waiting may use."""
    files = Files(parts, store, quota_bytes)
    return Services(
        clock=parts.clock,
        feed=parts.feed,
        store=store,
        submissions=Submissions(parts, store, lookup, files),
        drafts=Drafts(parts),
        queue=Queue(parts),
        review=Review(parts),
        undo=Undo(parts),
        points=Points(parts),
        credits=Credits(parts),
        live=Live(parts),
        linking=Linking(parts),
        blocks=Blocks(parts),
        settings=SettingsService(parts),
        records=Records(parts),
        reports=Reports(parts),
        retention=Retention(parts),
        outbox=Outbox(parts),
        privacy=Privacy(parts, files),
        files=files,
        times=Times(parts),
        backups=Backups(parts, backup_dir),
        memberships=Memberships(parts, files, BackupFolder(backup_dir)),
    )
