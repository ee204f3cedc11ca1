"""Running coroutines side by side so that a stop lets what is in flight finish."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

T = TypeVar("T")


async def together(coroutines: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """The results in the order given. If any fails, the others are awaited first and then the first error is raised.

    A TaskGroup would cancel calls in flight when a run is paused; here they end, and their replies are journaled.
    """
    results = await asyncio.gather(*coroutines, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return [result for result in results if not isinstance(result, BaseException)]
