"""The process that reads one image: `python -I child.py BYTES_OF_MEMORY SECONDS PIXELS`.

The file comes on standard input. Standard output gets a line of JSON: `{"kind": …, "width": …, "height": …}`, with the
image encoded anew after it, or `{"problem": …}`.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from typing import Any

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

KINDS = ("PNG", "JPEG", "GIF", "WEBP")
PLAIN = ("L", "LA", "RGB", "RGBA")
QUALITY = {"JPEG": {"quality": 90}, "WEBP": {"quality": 90, "method": 2}}


class Problem(Exception):
    """Why an image is not taken, in one word."""


def encoded(content: bytes, pixels: int) -> tuple[dict[str, Any], bytes]:
    """What the image is, and its pixels in a file of the same kind with nothing else.

    Raises:
        Problem: for what is no image that we take.
    """
    try:
        image = Image.open(io.BytesIO(content), formats=KINDS)
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise Problem("unknown" if isinstance(error, UnidentifiedImageError) else "large") from error
    # A JPEG with several pictures in it calls itself MPO; the first is what everybody sees.
    kind = "JPEG" if image.format == "MPO" else str(image.format)
    count = getattr(image, "n_frames", 1) if kind in ("GIF", "WEBP") else 1
    if image.width * image.height * count > pixels:
        raise Problem("large")
    out = io.BytesIO()
    first, options = _animation(image) if count > 1 else (_still(image, kind), {})
    first.save(out, kind, **QUALITY.get(kind, {}), **options)
    return {"kind": kind.lower(), "width": first.width, "height": first.height}, out.getvalue()


def _still(image: Image.Image, kind: str) -> Image.Image:
    """The picture upright, in a mode that its kind and every browser know, without what hangs on it."""
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I"):
        # 16 bits of grey.
        upright = upright.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if kind == "JPEG":
        upright = upright if upright.mode in ("L", "RGB") else upright.convert("RGB")
    elif "transparency" in upright.info:
        upright = upright.convert("RGBA")
    elif upright.mode not in PLAIN:
        upright = upright.convert("RGBA" if "A" in upright.mode else "RGB")
    return _bare(upright)


def _animation(image: Image.Image) -> tuple[Image.Image, dict[str, Any]]:
    frames, durations = [], []
    for frame in ImageSequence.Iterator(image):
        frames.append(_bare(frame.convert("RGBA")))
        durations.append(int(frame.info.get("duration") or 100))
    times = image.info.get("loop")
    options = {"save_all": True, "append_images": frames[1:], "duration": durations, "disposal": 2}
    return frames[0], options | ({} if times is None else {"loop": times})


def _bare(image: Image.Image) -> Image.Image:
    bare = image.copy()
    bare.info = {}
    return bare


def main(memory: int, seconds: int, pixels: int) -> None:
    """Answer once."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    Image.MAX_IMAGE_PIXELS = pixels
    content = b""
    try:
        found, content = encoded(sys.stdin.buffer.read(), pixels)
    except Problem as problem:
        found = {"problem": str(problem)}
    except MemoryError:
        found = {"problem": "large"}
    except Exception:  # noqa: BLE001 - the edge of the process: what a hostile file provokes is its own failure.
        found = {"problem": "damaged"}
    sys.stdout.buffer.write(json.dumps(found).encode() + b"\n" + content)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
