"""From an event in a worker to the change in the page: 199 sockets and one Chromium on one run."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

from playwright.async_api import Page, async_playwright
from websockets.asyncio.client import ClientConnection, connect

from bench.collections import NLP, ROOT, path
from bench.installation import Installation, installation
from bench.latencies import say_latencies
from bench.writing import say
from tests.chromium import find

SOCKETS, SECONDS = 199, 30
GOAL = 300
"""Milliseconds."""
_TOLD = re.compile(r"told-(\d+)-(\d+\.\d+)\.")
_WATCH = """() => {
  window.told = {};
  const look = () => {
    const now = Date.now() / 1000;
    for (const [, number, at] of document.body.textContent.matchAll(/told-(\\d+)-(\\d+\\.\\d+)\\./g))
      if (!(number in window.told)) window.told[number] = now - at;
  };
  new MutationObserver(look).observe(document.body, {childList: true, subtree: true, characterData: true});
}"""


def report() -> None:
    """Print the latencies of a quiet installation, then of one that writes a survey at the same time."""
    asyncio.run(_measure("nothing else running", None))
    asyncio.run(_measure("while a survey of 79 papers is written", path(NLP)))


async def _measure(label: str, beside: Path | None) -> None:
    with tempfile.TemporaryDirectory() as folder, installation(folder) as app:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=find())
            page = await browser.new_page()
            await page.goto(app.signin)
            cookies = "; ".join(f"{c['name']}={c['value']}" for c in await page.context.cookies())
            teller = _teller(app, beside)
            assert teller.stdout is not None and teller.stdin is not None
            run = (await asyncio.to_thread(teller.stdout.readline)).strip()
            await page.goto(f"{app.address}/runs/{run}")
            await page.evaluate(_WATCH)
            sockets = await _follow(app, run, cookies, teller)
            shown = await _shown(page)
            teller.wait()
            await browser.close()
    say(f"{label}: {SECONDS} s, 10 events/s, {SOCKETS} sockets and one Chromium")
    say_latencies("in the sockets", sockets, SOCKETS * SECONDS * 10, GOAL)
    say_latencies("on the page in Chromium", shown, SECONDS * 10, GOAL)


def _teller(app: Installation, beside: Path | None) -> subprocess.Popen[str]:
    """The worker process that tells the events."""
    return subprocess.Popen(
        [sys.executable, "-m", "bench.teller", str(SECONDS), *([str(beside)] if beside else [])],
        cwd=ROOT,
        env=dict(app.environment),
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


async def _follow(app: Installation, run: str, cookies: str, teller: subprocess.Popen[str]) -> list[float]:
    """Open the sockets, let the teller begin, and gather every event's latency in every socket."""
    found: list[float] = []
    url = f"{app.address.replace('http', 'ws')}/ws/runs/{run}/?after=0"

    async def listen(socket: ClientConnection) -> None:
        seen: set[str] = set()
        async for message in socket:
            now = time.time()
            for number, at in _TOLD.findall(str(message)):
                if number not in seen:
                    seen.add(number)
                    found.append(now - float(at))

    async with AsyncExitStack() as stack:
        headers = {"Cookie": cookies, "Origin": app.address}
        opened = [await stack.enter_async_context(connect(url, additional_headers=headers)) for _ in range(SOCKETS)]
        tasks = [asyncio.create_task(listen(socket)) for socket in opened]
        assert teller.stdin is not None
        teller.stdin.write("go\n")
        teller.stdin.flush()
        await asyncio.to_thread(teller.wait)
        await asyncio.sleep(2)
        for task in tasks:
            task.cancel()
    return found


async def _shown(page: Page) -> list[float]:
    told: dict[str, float] = await page.evaluate("() => window.told")
    return list(told.values())
