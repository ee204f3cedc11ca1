"""Word that there is something new in the rows: to listeners of this process, and to others where Redis carries it.
Whoever is not told looks by itself now and then."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings

from surveygo import outage

log = logging.getLogger(__name__)
RUNS, ARTICLES = "runs", "articles"

here: dict[str, list[Callable[[dict[str, Any]], None]]] = defaultdict(list)
"""Who is called in this process when something is told, from the thread that tells it, by group."""


def tell(group: str, **message: Any) -> None:
    """Tell all that listen to the group. Never fails: they look by themselves too, only later."""
    for listener in here[group]:
        listener(message)
    if settings.REDIS_URL:
        async_to_sync(say)(group, **message)


async def say(group: str, **message: Any) -> None:
    """Tell the other processes, from an event loop."""
    layer = get_channel_layer() if settings.REDIS_URL else None
    if layer is None:
        return
    try:
        await layer.group_send(group, {"type": "told", **message})
    except outage.errors() as error:
        log.warning("Redis could not be told of news of %s: %s", group, error)


async def listen(group: str) -> AsyncIterator[dict[str, Any]]:
    """What is told to the group from now on."""
    layer = get_channel_layer()
    assert layer is not None
    channel = await layer.new_channel()
    await layer.group_add(group, channel)
    while True:
        yield await layer.receive(channel)
