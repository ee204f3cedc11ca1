"""Trying again while the database is out of reach, for as long as a lease lasts."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.db import OperationalError, connection

log = logging.getLogger(__name__)
T = TypeVar("T")
PAUSE = 0.5
"""Seconds between two tries."""


def patiently(work: Callable[[], T]) -> T:
    """What `work` returns, tried again on a fresh connection while the database is locked, restarting or unreachable.

    work: a whole transaction, so that a try that failed has left nothing.
    """
    end = time.monotonic() + settings.ENV["SURVEYGO_LEASE_SECONDS"]
    while True:
        try:
            return work()
        except OperationalError as error:
            if time.monotonic() > end:
                raise
            log.warning("The database is out of reach; trying again: %s", error)
            connection.close()
            time.sleep(PAUSE)
