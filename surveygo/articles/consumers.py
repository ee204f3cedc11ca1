"""The socket of an article: the Yjs sync and awareness protocols (github.com/yjs/y-protocols, PROTOCOL.md), as the
npm package y-websocket speaks them, and a message of our own that tells how much is stored."""

from __future__ import annotations

import hashlib

from django.core.exceptions import PermissionDenied
from pycrdt import Decoder, YMessageType, YSyncMessageType, create_awareness_message, write_message

from surveygo.accounts.access import ALLOWED
from surveygo.accounts.models import User
from surveygo.accounts.rules import needs
from surveygo.accounts.sockets import GuardedConsumer
from surveygo.articles import presence, rooms, yjs
from surveygo.articles.models import Article
from surveygo.articles.room import LockedOut, Member, Room, TooLong

NOT_ALLOWED, TOO_LONG, NOT_UNDERSTOOD, LOCKED = 4403, 4413, 4400, 4423
"""Close codes of 44xx end it for the browser, others make it connect again."""
AGAIN = 4503
ASK_WHO = 3
"""Message type by which a client asks who is there."""


@needs("view", "article")
class ArticleConsumer(GuardedConsumer):
    """Somebody has the article open. Those who may edit type; the others follow."""

    object: Article
    room: Room | None = None

    async def opened(self) -> None:
        """Enter the room, and ask for what this side lacks."""
        role = self.roles.get(self.object.survey.workspace_id)
        self.may_edit = role in ALLOWED["edit"]
        self.member = Member(self._send, self._leave, self.user.pk, described(self.user))
        self.room = await rooms.here().enter(self.object.pk, self.member)
        await self.send(bytes_data=_sync(YSyncMessageType.SYNC_STEP1, self.room.state))

    async def disconnect(self, code: int) -> None:
        """Leave the room."""
        if self.room is not None:
            room, self.room = self.room, None
            await rooms.here().leave(room, self.member)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Take in one message; one that cannot be understood ends the connection."""
        if self.room is None or not bytes_data:
            return
        try:
            await self._take(self.room, bytes_data[0], bytes_data[1:])
        except TooLong:
            await self.close(code=TOO_LONG)
        except PermissionDenied:
            await self.close(code=NOT_ALLOWED)
        except LockedOut:
            await self.close(code=LOCKED)
        except (yjs.BadUpdate, presence.BadPresence):
            await self.close(code=NOT_UNDERSTOOD)

    async def _take(self, room: Room, kind: int, message: bytes) -> None:
        if kind == YMessageType.SYNC and message:
            payload = _payload(message[1:])
            if message[0] == YSyncMessageType.SYNC_STEP1:
                await self.send(bytes_data=_sync(YSyncMessageType.SYNC_STEP2, room.lacking(payload)))
            elif self.may_edit or payload == yjs.NOTHING:
                room.give(self.member, payload)
            else:
                raise PermissionDenied
        elif kind == YMessageType.AWARENESS:
            room.move(self.member, presence.read(_payload(message)))
        elif kind == ASK_WHO:
            await self.send(bytes_data=create_awareness_message(presence.written(room.everybody())))

    async def _send(self, message: bytes) -> None:
        await self.send(bytes_data=message)

    async def _leave(self) -> None:
        await self.close(code=AGAIN)


def described(user: User) -> dict[str, object]:
    """How a person is shown to the others: name, and a hue of their own."""
    hue = int(hashlib.sha256(str(user.pk).encode()).hexdigest()[:8], 16) % 360
    return {"id": user.pk, "name": str(user), "hue": hue}


def _sync(kind: YSyncMessageType, payload: bytes) -> bytes:
    return bytes([YMessageType.SYNC, kind]) + write_message(payload)


def _payload(message: bytes) -> bytes:
    try:
        return Decoder(message).read_message() or b""
    except (RuntimeError, IndexError) as error:
        raise yjs.BadUpdate(str(error)) from error
