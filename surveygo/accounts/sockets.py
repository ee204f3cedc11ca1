"""Sockets that only those get who may see their object, and that close when that is over."""

from __future__ import annotations

import logging
from typing import Any

from asgiref.sync import async_to_sync
from channels.auth import get_user
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from django.core.exceptions import PermissionDenied
from django.http import Http404

from surveygo import outage
from surveygo.accounts import access
from surveygo.accounts.models import User
from surveygo.accounts.rules import rule_of

log = logging.getLogger(__name__)
SIGNED_OUT = 4401
"""Close code for who is not signed in, whatever the address names; the editor tries again until they are."""
NOT_FOUND = 4404
"""Close code for strangers and for objects that do not exist; browsers do not try again after it."""
COME_AGAIN = 1012
"""Close code (service restart) after a change of role or session: the browser comes back as who it is now."""


class GuardedConsumer(AsyncWebsocketConsumer):
    """A socket about the object of its rule (`@needs("view", "run")` above the class) that the address's `pk` names.

    A subclass does in `opened` what others do in `connect`, and finds `self.user` and `self.object` there. What it
    learns about the person's role then holds for its whole life: a socket closes when that changes.
    """

    user: User
    object: Any
    roles: dict[int, str]

    async def opened(self) -> None:
        """Begin to serve a person who may see the object."""

    async def connect(self) -> None:
        """Check access; serve, or close as not found."""
        user: Any = self.scope.get("user")
        found = None
        if isinstance(user, User):
            self.user = user
            # Before the look, so that no change falls between the two.
            await self.channel_layer.group_add(_group(user.pk), self.channel_name)
            found = await database_sync_to_async(self._look)()
        # After the look: whoever has an open socket hears of all that comes after it. And even where it is closed at
        # once, since browsers learn the code of an open socket only.
        await self.accept()
        if found is None:
            await self.close(code=NOT_FOUND if isinstance(user, User) else SIGNED_OUT)
        else:
            self.object, self.roles = found
            await self.opened()

    async def access_changed(self, _: Any) -> None:
        """Close if the person may no longer see the object, has other roles than when it opened, or another session."""
        session = self.scope["session"]
        here = session.session_key and await database_sync_to_async(session.exists)(session.session_key)
        # Compares the password with that of the session, too, and whether the account is open.
        if not here or not (await get_user(self.scope)).is_authenticated:
            await self.close(code=COME_AGAIN)
            return
        found = await database_sync_to_async(self._look)()
        if found is None:
            await self.close(code=NOT_FOUND)
        elif found[1] != self.roles:
            await self.close(code=COME_AGAIN)

    async def websocket_disconnect(self, message: Any) -> None:
        """Hear of changes no more, then end as every socket does."""
        if hasattr(self, "user"):
            await self.channel_layer.group_discard(_group(self.user.pk), self.channel_name)
        await super().websocket_disconnect(message)

    def _look(self) -> tuple[Any, dict[int, str]] | None:
        """The object and the person's roles by workspace; None where they may not see it."""
        rule = rule_of(type(self))
        assert rule is not None
        try:
            found = getattr(access, f"get_{rule.kind}")(self.user, self.scope["url_route"]["kwargs"]["pk"], rule.need)
        except (Http404, PermissionDenied):
            return None
        return found, dict(self.user.memberships.values_list("workspace_id", "role"))


def recheck(user_id: int) -> None:
    """Have every open socket of the person looked at again."""
    layer = get_channel_layer()
    assert layer is not None
    try:
        async_to_sync(layer.group_send)(_group(user_id), {"type": "access.changed"})
    except outage.errors() as error:
        log.warning("Sockets of person %s could not be told that their access changed: %s", user_id, error)


def _group(user_id: int) -> str:
    return f"person-{user_id}"
