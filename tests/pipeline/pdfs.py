"""PDFs made for tests: papers by typst, odd files byte by byte."""

from __future__ import annotations

import zlib
from pathlib import Path

import typst

WORDS = (
    "The first sentence of a paragraph says what the paragraph is about, and the others give the reasons for it. "
    "A model that reads the whole collection before it writes is slower than one that does not, but its text is sound. "
)


def paper(path: Path, source: str) -> Path:
    """A PDF of typst `source`."""
    text = path.with_suffix(".typ")
    text.write_text(source, encoding="utf-8")
    typst.compile(str(text), output=str(path))
    text.unlink()
    return path


def simple(path: Path, title: str, body: str = WORDS * 3) -> Path:
    """A PDF of a title, an abstract and one section."""
    head = "#set page(width: 15cm)\n#set text(hyphenate: false)\n"
    return paper(
        path, f"{head}#text(18pt)[*{title}*]\n\nAlice Alpha\n\n*Abstract*\n\n{WORDS}\n\n= 1 Introduction\n{body}\n"
    )


def raw(path: Path, content: bytes, pages: int = 1, *, compress: bool = False) -> Path:
    """A PDF whose pages all show the content stream `content`, with Helvetica as F1."""
    if compress:
        content = zlib.compress(content, 9)
    extra = b"/Filter/FlateDecode" if compress else b""
    kids = b" ".join(b"%d 0 R" % (number + 5) for number in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), extra, content),
    ]
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
    objects += [page] * pages
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    path.write_bytes(out)
    return path
