"""Whether this cluster of workers is being stopped: one byte that its processes share.

A byte of shared memory and not an event with a lock: it is written by a signal handler, which may interrupt itself.
"""

from __future__ import annotations

from mmap import mmap

_asked = mmap(-1, 1)


def ask() -> None:
    """Have every worker of this cluster give back what it does; made before the workers are forked, they all see it."""
    _asked[0] = 1


def asked() -> bool:
    """Whether a stop was asked for."""
    return bool(_asked[0])


def forget() -> None:
    """Go on as if no stop had been asked for."""
    _asked[0] = 0
