"""Images that people give: harmless afterwards, or refused in one sentence."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from pipeline.images import BadImage, clean, clean_image, image_numbers, with_addresses
from tests.pipeline.pictures import picture


def hidden() -> tuple[Image.Exif, PngImagePlugin.PngInfo]:
    """Metadata that says a secret, and that a photograph lies on its side."""
    exif, info = Image.Exif(), PngImagePlugin.PngInfo()
    exif[0x0112], exif[0x010E] = 6, "secret"
    info.add_text("Author", "secret")
    return exif, info


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_only_pixels_stay(kind: str) -> None:
    exif, info = hidden()
    by_kind: dict[str, dict[str, Any]] = {"PNG": {"pnginfo": info}, "GIF": {"comment": b"secret"}}
    options = by_kind.get(kind, {"exif": exif})
    given = picture(kind, **options) + b"<script>secret</script>"
    assert b"secret" in given
    image = clean_image(given)
    assert image.kind == kind.lower() and b"secret" not in image.content
    upright = kind in ("PNG", "GIF")
    assert (image.width, image.height) == ((30, 20) if upright else (20, 30))
    with Image.open(io.BytesIO(image.content)) as read:
        assert read.format == kind and read.size == (image.width, image.height)
        red, green, blue = read.convert("RGB").resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]
        assert max(abs(red - 0), abs(green - 128), abs(blue - 128)) < 12


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_what_moves_goes_on_moving(kind: str) -> None:
    more = [Image.new("RGB", (30, 20), colour) for colour in ("red", "blue")]
    image = clean_image(picture(kind, save_all=True, append_images=more, duration=80, loop=0))
    with Image.open(io.BytesIO(image.content)) as read:
        assert getattr(read, "n_frames", 1) == 3 and read.info["loop"] == 0


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_way_to_write_colours_is_read(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (5, 5)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert clean_image(out.getvalue()).width == 5


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", picture("BMP"), picture("TIFF"), b"%PDF-1.7"],
)
def test_other_kinds_are_refused(content: bytes) -> None:
    with pytest.raises(BadImage, match="no PNG, JPEG, GIF or WebP"):
        clean_image(content)


def test_what_is_damaged_is_refused() -> None:
    with pytest.raises(BadImage, match="damaged"):
        clean_image(picture(size=(300, 300), compress_level=0)[:2000])


@pytest.mark.parametrize("frames", [1, 30])
def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch, frames: int) -> None:
    """By all its pixels, those of later frames too."""
    monkeypatch.setattr(clean, "MILLIONS", 1)
    side = 1200 if frames == 1 else 300
    more = [Image.new("L", (side, side), n) for n in range(1, frames)]
    given = picture("GIF" if more else "PNG", (side, side), save_all=True, append_images=more)
    with pytest.raises(BadImage, match="pixels"):
        clean_image(given)


def test_what_takes_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clean, "SECONDS", 0.001)
    with pytest.raises(BadImage, match="took longer"):
        clean_image(picture())


def test_markdown_names_images() -> None:
    text = "![A [@k]](image:3) and `![b](image:4)`, ![c](image:3) ![d](http://a.org/x.png)"
    assert image_numbers(text) == [3, 4]
    assert with_addresses(text, {3: "x.png", 4: "y.png"}) == text.replace("](image:3)", "](x.png)")
