"""An image file of anybody's making becomes one of ours: decoded and encoded anew in a child process with limits.

What was no pixel is gone afterwards: metadata with places and names, colour profiles, whatever followed the end.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import BadInput

MILLIONS = 40
"""Pixels in all frames together, in millions."""
MEMORY = 2 << 30
SECONDS = 20
_CHILD = Path(__file__).with_name("child.py")
_PROBLEMS = {
    "unknown": "This is no PNG, JPEG, GIF or WebP image; save it as one of these and insert it again.",
    "large": f"The image has more than {MILLIONS} million pixels; make it smaller and insert it again.",
    "damaged": "The image is damaged and cannot be read.",
}


class BadImage(BadInput):
    """An image that is not taken; the message says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Image:
    """An image that pages and exports may show. kind: png, jpeg, gif or webp; width, height: in pixels."""

    kind: str
    content: bytes
    width: int
    height: int

    @property
    def extension(self) -> str:
        """With its dot."""
        return ".jpg" if self.kind == "jpeg" else f".{self.kind}"


def clean_image(content: bytes) -> Image:
    """The image in a file, whatever the file is called.

    Raises:
        BadImage: it is of another kind, has too many pixels, is damaged, or takes too long.
    """
    limits = [str(MEMORY), str(SECONDS), str(MILLIONS * 1_000_000)]
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter, the file on standard input)
            [sys.executable, "-I", str(_CHILD), *limits],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired as error:
        raise BadImage(f"Reading the image took longer than {SECONDS} seconds.") from error
    head, _, encoded = done.stdout.partition(b"\n")
    if done.returncode != 0 or not head:
        raise BadImage("Reading the image took more memory or time than is allowed; make it smaller.")
    found = json.loads(head)
    if "problem" in found:
        raise BadImage(_PROBLEMS[found["problem"]])
    return Image(content=encoded, **found)
