"""Text of scanned pages, recognised by Tesseract where it is installed. Runs in the child process only.

The program's options: https://tesseract-ocr.github.io/tessdoc/Command-Line-Usage.html; what it answers is hOCR:
http://kba.github.io/hocr-spec/1.2/.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from statistics import mean, median

import pypdfium2 as pdfium

from pipeline.ingest.clean import one_line
from pipeline.ingest.pdf.lines import Line
from pipeline.ingest.reading import Refused
from pipeline.ingest.xml import Element, parse

_DPI = 300
_MOST_PIXELS = 5_000  # along the longer side
_LEAST_CONFIDENCE = 40  # of 100; what is below is a picture or dirt
_SECONDS = 100
_DESCENT = 0.22  # of a line's height below the baseline
_SCRIPTS = {
    "Arabic": ("ara", "fas", "urd"), "Cyrillic": ("rus", "ukr", "bul", "srp"), "Devanagari": ("hin", "mar", "nep"),
    "Greek": ("ell", "grc"), "Han": ("chi_sim", "chi_tra"), "Hangul": ("kor",), "Hebrew": ("heb",),
    "Japanese": ("jpn",), "Korean": ("kor",), "Thai": ("tha",),
}  # fmt: skip
_OTHERS = frozenset(language for languages in _SCRIPTS.values() for language in languages)


@cache
def installed() -> tuple[str, ...]:
    """The languages that can be recognised here; none where Tesseract is not installed."""
    if not shutil.which("tesseract"):
        return ()
    listed = _run(["--list-langs"], b"").decode("utf-8", "replace")
    return tuple(re.findall(r"^[a-z]{3}(?:_\w+)?$", listed, re.MULTILINE))


def languages_of(page: pdfium.PdfPage) -> tuple[str, ...]:
    """The installed languages of the script in which a page is written.

    Raises:
        Refused: there is none for that script.
    """
    known = installed()
    script = _script(page) if "osd" in known else ""
    latin = [language for language in known if language not in _OTHERS and language != "osd"]
    chosen = tuple(language for language in _SCRIPTS.get(script, latin) if language in known)
    if not chosen:
        raise Refused(
            f"its pages are scans in the script “{script}”, for which Tesseract has no language installed here"
        )
    return chosen


def _script(page: pdfium.PdfPage) -> str:
    said = _run(["--psm", "0"], _picture(page)).decode("utf-8", "replace")
    found = re.search(r"^Script: (\w+)", said, re.MULTILINE)
    return found[1] if found else ""


def recognise(page: pdfium.PdfPage, languages: Sequence[str]) -> tuple[Line, ...]:
    """The lines of a page's picture."""
    options = ["-l", "+".join(languages), "--dpi", str(_DPI), "--psm", "1" if "osd" in installed() else "3", "hocr"]
    answer = _run(options, _picture(page))
    if not answer.strip():
        return ()
    scale = _scale(page)
    found = (_line(e, scale, page.get_height()) for e in parse(answer).iter("{*}span") if _is_line(e))
    return tuple(line for line in found if line)


def evened(pages: Sequence[Sequence[Line]]) -> list[tuple[Line, ...]]:
    """The lines with one height for all text that is about as high as most: what is recognised varies a little."""
    heights = [line.height for lines in pages for line in lines if len(line.text) > 30]
    usual = median(heights) if heights else 0.0
    return [tuple(_evened(line, usual) for line in lines) for lines in pages]


def _evened(line: Line, usual: float) -> Line:
    return replace(line, height=usual) if 0.82 * usual < line.height < 1.18 * usual else line


def _is_line(element: Element) -> bool:
    return str(element.get("class", "")) in ("ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat")


def _line(element: Element, scale: float, height: float) -> Line | None:
    """A line of hOCR in points from the bottom left; None where it is too doubtful."""
    words = [word for word in element.iter("{*}span") if word.get("class") == "ocrx_word"]
    sure = [float(found[1]) for word in words if (found := re.search(r"x_wconf (\d+)", word.get("title", "")))]
    text = one_line(" ".join("".join(word.itertext()) for word in words))
    title = element.get("title", "")
    box = re.search(r"bbox (\d+) (\d+) (\d+) (\d+)", title)
    if not text or not box or not sure or mean(sure) < _LEAST_CONFIDENCE:
        return None
    left, top, right, bottom = (int(value) / scale for value in box.groups())
    size = re.search(r"x_size ([\d.]+)", title)
    high = float(size[1]) / scale if size else bottom - top
    # The box ends where the lowest letter does; the baseline is as far from it as the line says.
    base = re.search(r"baseline -?[\d.]+ (-?[\d.]+)", title)
    lowest = bottom + (float(base[1]) / scale if base else 0.0) + _DESCENT * high
    return Line(text, left, right, height - lowest, high)


def _scale(page: pdfium.PdfPage) -> float:
    """Pixels a point."""
    longer = max(float(page.get_width()), float(page.get_height()), 1.0)
    return min(_DPI / 72, _MOST_PIXELS / longer)


def _picture(page: pdfium.PdfPage) -> bytes:
    """The page as a grey picture in the form PGM."""
    bitmap = page.render(scale=_scale(page), grayscale=True)
    data = bytes(bitmap.buffer)
    rows = (data[row * bitmap.stride : row * bitmap.stride + bitmap.width] for row in range(bitmap.height))
    return b"P5\n%d %d\n255\n" % (bitmap.width, bitmap.height) + b"".join(rows)


def _run(options: Sequence[str], picture: bytes) -> bytes:
    """What Tesseract says; nothing where it fails on a page.

    Raises:
        Refused: a page takes too long.
    """
    command = ["tesseract", *(("-", "-") if picture else ()), *options]
    # More than one thread makes it slower, and two files are read at once anyway.
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments, the picture on standard input
            command, input=picture, capture_output=True, timeout=_SECONDS, check=False, env=environment
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(f"recognising the text of a page takes longer than the {_SECONDS} seconds allowed") from error
    return done.stdout
