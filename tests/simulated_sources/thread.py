"""The services in a thread of their own, for tests whose own thread must be free."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from tests.simulated_sources.server import Services


@contextmanager
def serving(services: Services) -> Iterator[Services]:
    """Start them, and stop them in the end."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(services.__aenter__(), loop).result(30)
        yield services
    finally:
        asyncio.run_coroutine_threadsafe(services.__aexit__(None, None, None), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
