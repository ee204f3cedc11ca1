"""Many PDFs sent at once from a browser: how long until all are readable, and how fast pages answer meanwhile."""

from __future__ import annotations

import ctypes
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from urllib.request import Request, urlopen

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from playwright.sync_api import Page, expect, sync_playwright

from bench.collections import DATA
from bench.installation import Installation, installation
from bench.writing import say
from tests.chromium import find

FILES = 500
BOUND = 1_500
"""Seconds after which the measurement gives up."""
GOAL = 200
"""Milliseconds that a request may take at the median."""


def report() -> None:
    """Send copies of the shared PDFs, each with a title of its own, and ask for pages all the while."""
    with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as folder, installation(folder) as app:
        copies = _copies(Path(made))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find())
            page = browser.new_page()
            page.goto(app.signin)
            _measure(page, app, copies)
            browser.close()


def _measure(page: Page, app: Installation, copies: list[Path]) -> None:
    page.goto(f"{app.address}/library/add")
    begun = time.monotonic()
    page.get_by_label("Files").set_input_files(copies)
    expect(page.locator("#files-list [name=collection]")).not_to_have_value("", timeout=60_000)
    collection = page.locator("#files-list [name=collection]").input_value()
    cookies = "; ".join(f"{c['name']}={c['value']}" for c in page.context.cookies())
    files = f"/collections/{collection}/files"
    times: dict[str, list[float]] = defaultdict(list)
    sent, text = 0.0, ""
    while time.monotonic() - begun < BOUND:
        for address in ("/", "/surveys/new", "/library", "/library?q=attention", files):
            text = _ask(app.address + address, cookies, times[address])
        if not sent and not page.locator("[data-sending]").count():
            sent = time.monotonic() - begun
        if sent and 'data-reading="no"' in text:
            break
    state = re.search(r"\d+ files: [^<]*", text)
    say(
        f"all sent after {sent:.0f} s; after {time.monotonic() - begun:.0f} s: {state.group() if state else 'no files'}"
    )
    _say(times, files)


def _ask(address: str, cookies: str, times: list[float]) -> str:
    begun = time.monotonic()
    with urlopen(Request(address, headers={"Cookie": cookies})) as reply:  # noqa: S310  a loopback address
        text: str = reply.read().decode()
    times.append(time.monotonic() - begun)
    return text


def _say(times: Mapping[str, list[float]], files: str) -> None:
    for address, found in times.items():
        name = "the list of files" if address == files else address
        spread = f"median {median(found) * 1000:.0f} ms (goal: ≤ {GOAL} ms), slowest {max(found) * 1000:.0f} ms"
        say(f"  {name}: {len(found)} requests, {spread}")


def _copies(folder: Path) -> list[Path]:
    """Copies of the shared PDFs, each headed by another title."""
    originals = sorted((DATA / "pdfs").glob("*.pdf"))
    return [_copy(originals[number % len(originals)], number, folder) for number in range(FILES)]


def _copy(original: Path, number: int, folder: Path) -> Path:
    document = pdfium.PdfDocument(original)
    page = document[0]
    title = f"Study {number + 1:03} of {original.stem} and what came after it".encode("utf-16-le") + b"\0\0"
    words = raw.FPDFPageObj_NewTextObj(document, b"Helvetica-Bold", ctypes.c_float(20))
    raw.FPDFText_SetText(words, ctypes.cast(ctypes.create_string_buffer(title), ctypes.POINTER(ctypes.c_ushort)))
    raw.FPDFPageObj_Transform(words, 1, 0, 0, 1, 60, page.get_height() - 30)
    raw.FPDFPage_InsertObject(page, words)
    raw.FPDFPage_GenerateContent(page)
    target = folder / f"{original.stem}-{number + 1:03}.pdf"
    document.save(target)
    document.close()
    return target
