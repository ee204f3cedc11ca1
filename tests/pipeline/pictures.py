"""Image files, made on the spot."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image


def picture(kind: str = "PNG", size: tuple[int, int] = (30, 20), colour: str = "teal", **options: Any) -> bytes:
    """One colour in a file of that kind; options: of Pillow's `save`."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **options)
    return out.getvalue()
