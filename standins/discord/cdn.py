"""The file host: attachments under signed URLs that expire."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from aiohttp import web

from standins.discord.files import Attachment, Upload, stored_name

if TYPE_CHECKING:
    from standins.discord.world import Discord

# Discord: attachment URLs carry their expiry (ex), their making (is) and a signature (hm); they live 24 hours.
LIFETIME_SECONDS = 24 * 3600
_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)


class FileHost:
    """Keeps attachments and serves them to whoever has a valid URL."""

    def __init__(self, world: Discord) -> None:
        self._world = world
        self._secret = str(world.ids.next()).encode()
        self._files: dict[int, Attachment] = {}
        self.origin = ""

    def store(self, upload: Upload, folder: str, *, ephemeral: bool = False) -> Attachment:
        """Keeps an upload in a folder such as `attachments/<channel id>`."""
        name, title = stored_name(upload.name)
        attachment = Attachment(
            id=self._world.ids.next(),
            name=name,
            bytes=upload.data,
            content_type=upload.guessed_type(),
            folder=folder,
            title=title,
            ephemeral=ephemeral,
        )
        self._files[attachment.id] = attachment
        attachment.url = self.sign(attachment)
        return attachment

    def forget(self, attachment: Attachment) -> None:
        """Removes a file, as happens to ephemeral attachments after a time that Discord does not tell."""
        self._files.pop(attachment.id, None)

    def sign(self, attachment: Attachment) -> str:
        """A URL for the attachment that is good for 24 hours."""
        made = int(self._world.clock.timestamp())
        path = f"{attachment.folder}/{attachment.id}/{attachment.name}"
        expires = f"{made + LIFETIME_SECONDS:x}"
        return f"{self.origin}/{path}?ex={expires}&is={made:x}&hm={self._signature(path, expires)}&"

    def _signature(self, path: str, expires: str) -> str:
        return hmac.new(self._secret, f"{path}:{expires}".encode(), hashlib.sha256).hexdigest()

    async def serve(self, request: web.Request) -> web.Response:
        """Answers a download: the file, or 404 when the URL is wrong, old, or the file is gone."""
        part = request.match_info
        path = f"{part['kind']}/{part['folder']}/{part['id']}/{part['name']}"
        expires = request.query.get("ex", "0")
        attachment = self._files.get(int(part["id"])) if part["id"].isdigit() else None
        valid = hmac.compare_digest(self._signature(path, expires), request.query.get("hm", ""))
        if attachment is None or not valid or int(expires, 16) < self._world.clock.timestamp():
            return web.Response(status=404, text="This content is no longer available.")
        return web.Response(body=attachment.bytes, content_type=attachment.content_type or "application/octet-stream")

    async def serve_image(self, _request: web.Request) -> web.Response:
        """Answers for avatars and icons: one pixel is enough."""
        return web.Response(body=_PIXEL, content_type="image/png")
