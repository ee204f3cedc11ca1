"""Editing together: fifty people with one article open, and one person in an article of 60,000 words."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from statistics import quantiles

from playwright.async_api import Browser, Page, async_playwright
from websockets.asyncio.client import connect

from bench.article import PAPERS
from bench.collections import ROOT
from bench.installation import Installation, installation
from bench.latencies import say_latencies
from bench.tab import Tab
from bench.writing import say
from tests.chromium import find

SOCKETS, TYPISTS, KEYS, PACE = 49, 5, 150, 0.2
"""Tabs without a browser, how many of them type, how many keys each of them presses, and the seconds between two."""
GOAL = 250
"""Milliseconds from one person's key to the others' screens."""
WORDS, LONG = 12_000, 60_000
FIRST = 0x4E00
"""Each key types a character of its own from here on, which tells it from all others wherever it arrives."""
TYPED = range(FIRST, FIRST + TYPISTS * KEYS)

_WATCH = """() => {
  window.seen = {};
  const look = () => {
    const now = (performance.timeOrigin + performance.now()) / 1000;
    for (const [character] of document.querySelector(".cm-content").textContent.matchAll(/[\\u4e00-\\u9fff]/g))
      window.seen[character.codePointAt(0)] ??= now;
  };
  // Those that arrive in one frame are seen once it is painted.
  new MutationObserver(() => requestAnimationFrame(() => setTimeout(look)))
    .observe(document.querySelector(".cm-content"), {childList: true, subtree: true, characterData: true});
}"""
_OPENED = """() => {
  const look = () => {
    const place = document.querySelector(".cm-content[contenteditable=true]");
    if (place && document.activeElement === place) window.opened = performance.now();
    else requestAnimationFrame(look);
  };
  look();
}"""
_KEYS = """() => {
  window.glyphs = [];
  window.stalls = [];
  new PerformanceObserver((list) => window.stalls.push(...list.getEntries().map((one) => one.duration)))
    .observe({type: "longtask"});
  addEventListener("keydown", (event) => {
    requestAnimationFrame(() => setTimeout(() => window.glyphs.push(performance.now() - event.timeStamp)));
  }, {capture: true});
}"""
_READY = "() => [...document.querySelectorAll('#preview > div')].every((part) => part.childElementCount)"


def report() -> None:
    """Print both, each in an installation of its own."""
    asyncio.run(_report())


async def _report() -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find())
        for part in (_together, _long):
            with tempfile.TemporaryDirectory() as folder, installation(folder) as app:
                await part(app, browser)
        await browser.close()


def _article(app: Installation, words: int) -> int:
    command = [sys.executable, "-m", "bench.article", str(words)]
    return int(subprocess.run(command, cwd=ROOT, env=dict(app.environment), capture_output=True, check=True).stdout)


async def _signed_in(app: Installation, browser: Browser) -> Page:
    page = await browser.new_page(viewport={"width": 1440, "height": 900})
    await page.goto(app.signin)
    return page


async def _together(app: Installation, browser: Browser) -> None:
    page = await _signed_in(app, browser)
    article = await asyncio.to_thread(_article, app, WORDS)
    await page.goto(f"{app.address}/articles/{article}/edit")
    await page.locator(".cm-content").wait_for()
    await page.evaluate(_WATCH)
    url = f"{app.address.replace('http', 'ws')}/ws/articles/{article}"
    cookies = "; ".join(f"{c['name']}={c['value']}" for c in await page.context.cookies())
    async with AsyncExitStack() as stack:
        headers = {"Cookie": cookies, "Origin": app.address}
        sockets = [await stack.enter_async_context(connect(url, additional_headers=headers)) for _ in range(SOCKETS)]
        tabs = [Tab(socket, TYPED) for socket in sockets]
        for tab in tabs:
            await tab.open()
        following = [asyncio.create_task(tab.follow()) for tab in tabs]
        typed: dict[int, float] = {}
        begun = time.time()
        await asyncio.gather(*(_type(tab, number, typed, begun) for number, tab in enumerate(tabs[:TYPISTS])))
        await _all_here(tabs)
        for task in following:
            task.cancel()
    shown = {int(key): at for key, at in (await page.evaluate("() => window.seen")).items()}
    say(f"{SOCKETS} sockets and one Chromium in an article of {WORDS:,} words")
    say(f"  {TYPISTS} of them type {1 / PACE:.0f} keys a second, {KEYS} each")
    elsewhere = [
        at - typed[key]
        for number, tab in enumerate(tabs)
        for key, at in tab.seen.items()
        if number >= TYPISTS or key not in _keys(number)
    ]
    say_latencies("in the other sockets", elsewhere, len(typed) * (SOCKETS - 1), GOAL)
    say_latencies("on the screen in Chromium", [shown[key] - typed[key] for key in shown], len(typed), GOAL)
    say(f"  all sockets hold one text: {len({tab.text for tab in tabs}) == 1}")


def _keys(number: int) -> range:
    return range(FIRST + number * KEYS, FIRST + (number + 1) * KEYS)


async def _type(tab: Tab, number: int, typed: dict[int, float], begun: float) -> None:
    """Type where the page looks, each typist after a word of the first paragraphs."""
    shift = number * PACE / TYPISTS
    for nth, key in enumerate(_keys(number)):
        await asyncio.sleep(max(0.0, begun + shift + nth * PACE - time.time()))
        at = tab.place(f"### Part 1.{min(number + 1, 2)}\n\n") if nth == 0 else tab.place(chr(key - 1))
        typed[key] = time.time()
        await tab.type(at, chr(key))


async def _all_here(tabs: Sequence[Tab], patience: float = 20) -> None:
    """Wait until every tab shows every key, or for so many seconds."""
    with suppress(TimeoutError):
        async with asyncio.timeout(patience):
            for tab in tabs:
                await tab.complete.wait()


async def _long(app: Installation, browser: Browser) -> None:
    page = await _signed_in(app, browser)
    article = await asyncio.to_thread(_article, app, LONG)
    await page.add_init_script(f"({_OPENED})()")
    times = []
    for _ in range(5):
        await page.goto(f"{app.address}/articles/{article}/edit")
        await page.wait_for_function("() => window.opened")
        times.append(await page.evaluate("() => window.opened"))
    say(f"one Chromium in an article of {LONG:,} words that cites {PAPERS} papers")
    say(f"  open until one can type: {', '.join(f'{ms:.0f}' for ms in times)} ms (goal: ≤ 1,500 ms)")
    begun = time.perf_counter()
    await page.wait_for_function(_READY, timeout=120_000)
    say(f"  the whole preview {time.perf_counter() - begun:.1f} s later")
    await page.evaluate(_KEYS)
    for heading in ("Part 1.1", f"Part {LONG // 2000}.2"):
        await _type_at(page, heading)
    await _scroll(page)


async def _type_at(page: Page, heading: str) -> None:
    """Type below a heading, as people do."""
    await page.get_by_role("button", name=heading, exact=True).click()
    await page.evaluate("() => { glyphs.length = stalls.length = 0; }")
    await page.keyboard.type("What is typed here appears at once, and the preview follows. " * 2, delay=120)
    word = f"Word{heading[-3]}"
    await page.keyboard.type(f"{word} ", delay=120)
    begun = time.perf_counter()
    await page.locator("#preview").get_by_text(word).wait_for()
    follows = time.perf_counter() - begun
    glyphs, stalls = await page.evaluate("() => [glyphs, stalls]")
    cuts = quantiles(glyphs, n=100)
    say(
        f"  key to glyph at {heading}: median {cuts[49]:.0f} ms (goal: ≤ 50 ms), p95 {cuts[94]:.0f} ms, "
        f"slowest {max(glyphs):.0f} ms; the longest task {max(stalls, default=0):.0f} ms"
    )
    say(f"    the preview shows it {follows * 1000:.0f} ms after the last key")


async def _scroll(page: Page) -> None:
    """Turn the wheel over the source, which the preview follows."""
    await page.mouse.move(500, 500)
    await page.evaluate("() => { stalls.length = 0; }")
    for _ in range(50):
        await page.mouse.wheel(0, 400)
        await page.evaluate("() => new Promise(requestAnimationFrame)")
    say(f"  scrolling: the longest task {max(await page.evaluate('() => stalls'), default=0):.0f} ms")
