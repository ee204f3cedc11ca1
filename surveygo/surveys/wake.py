"""Telling the web processes that a run has new events, where Redis is there to carry it; without, they poll."""

from __future__ import annotations

import logging

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings

from surveygo import outage

log = logging.getLogger(__name__)
GROUP = "runs"


def readers(run_id: int) -> None:
    """Wake every follower. Never fails: followers look by themselves too, only later."""
    layer = get_channel_layer() if settings.REDIS_URL else None
    if layer is None:
        return
    try:
        async_to_sync(layer.group_send)(GROUP, {"type": "run.told", "run": run_id})
    except outage.errors() as error:
        log.warning("Redis could not be told of new events of run %s: %s", run_id, error)
