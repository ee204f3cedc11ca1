"""One person of a team, in a browser of their own: what all of them do, and what must be found of it afterwards."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from random import Random

from playwright.async_api import Error as Failure
from playwright.async_api import Locator, Page, Response, expect
from playwright.async_api import TimeoutError as Late

from bench.writing import say

PATIENCE = 60_000
PICTURES = os.environ.get("BENCH_PICTURES")
PROMPT = 15_000
"""Milliseconds that something which is on the page already may take."""
KEY = 60
"""Milliseconds between two keys."""
Act = Callable[[], Awaitable[None]]


class Person:
    """name: as the others see it; typed: words that must stand in the article; said: remarks that must stand in the
    review; faults: what went wrong; did: how often they did what."""

    @property
    def acts(self) -> Mapping[Act, int]:
        """What they do, and how often in proportion."""
        raise NotImplementedError

    def __init__(self, name: str, page: Page, number: int) -> None:
        self.name = name
        self.page = page
        self.number = number
        self.typed: list[str] = []
        self.said: list[str] = []
        self.did: Counter[str] = Counter()
        self.faults: list[str] = []
        self._chance = Random(number)
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        page.on("response", self._heard)

    def _heard(self, reply: Response) -> None:
        if reply.status >= 400:
            self.faults.append(f"{reply.status} {reply.url}")
            say(f"  {self.name}, {self.faults[-1]}")

    async def act(self) -> None:
        """One thing of what they do, chosen by chance."""
        acts = self.acts
        await self._do(self._chance.choices(list(acts), list(acts.values()))[0])

    async def _do(self, act: Act) -> None:
        name = act.__name__.strip("_")
        try:
            await act()
        except (Late, AssertionError) as error:
            self.faults.append(f"{name}: {str(error)[:300]}")
            say(f"  {self.name}, {self.faults[-1]}")
            if PICTURES:
                await self.page.screenshot(path=Path(PICTURES, f"fault-{self.name.lower()}-{len(self.faults)}.png"))
        self.did[name] += 1
        await asyncio.sleep(self._chance.uniform(0.5, 3))

    def _word(self) -> str:
        self.did["words"] += 1
        return f"{self.name.lower()}{self.did['words']}end"

    async def _type(self, text: str) -> None:
        await self.page.keyboard.type(text, delay=KEY)

    async def _load(self) -> None:
        """The page anew, as soon as the server is there."""
        while True:
            with suppress(Failure):
                await self.page.reload()
                return
            await asyncio.sleep(1)

    async def _answer(self) -> None:
        """A reply to some open thread, where there is one."""
        thread = await self._thread()
        if thread is None:
            return
        words = f"An answer: {self._word()}"
        async with self._unless_settled(thread):
            # It stands open with what was written, where that could not be sent.
            if not await thread.get_by_label("Reply").is_visible():
                await thread.get_by_text("Reply", exact=True).click(timeout=PROMPT)
            await thread.get_by_label("Reply").fill(words, timeout=PROMPT)
            answered = expect(self._panel().locator("div.comment", has_text=words)).to_be_attached
            await self._press(thread.get_by_role("button", name="Send"), answered)
            self.said.append(words)

    async def _press(self, button: Locator, outcome: Callable[..., Awaitable[None]]) -> None:
        """Press a button until that comes of it: while the server is away, nothing does."""
        for _ in range(PATIENCE // PROMPT):
            await button.click(timeout=PROMPT)
            with suppress(AssertionError):
                await outcome(timeout=PROMPT)
                return
        await outcome()

    async def _thread(self) -> Locator | None:
        threads = self._panel().locator(".thread.open:not(:has(.warn-text))")
        if not await self._panel().is_visible():
            await self.page.locator("#review-toggle").click()
        count = await threads.count()
        if not count:
            return None
        name = await threads.nth(self._chance.randrange(count)).get_attribute("id")
        return self._panel().locator(f"#{name}")

    @asynccontextmanager
    async def _unless_settled(self, thread: Locator) -> AsyncIterator[None]:
        """What fails in here is let pass if somebody else settled the thread meanwhile, or edited what it suggests."""
        try:
            yield
        except (Late, AssertionError):
            edited = await thread.get_by_text("edited since").or_(thread.get_by_text("was deleted")).count()
            if "open" in (await thread.get_attribute("class") or "").split() and not edited:
                raise
            self.did["too late"] += 1

    def _panel(self) -> Locator:
        return self.page.locator("#review")
