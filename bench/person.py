"""One person of a team, in a browser of their own: what they do to an article, and what must be found of it then."""

from __future__ import annotations

import asyncio
import io
import os
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from random import Random

from PIL import Image
from playwright.async_api import FilePayload, Locator, Page, Response, expect
from playwright.async_api import TimeoutError as Late

from bench.writing import say

PATIENCE = 60_000
PICTURES = os.environ.get("BENCH_PICTURES")
PROMPT = 15_000
"""Milliseconds that something which is on the page already may take."""
KEY = 60
"""Milliseconds between two keys."""
TEXT = "document.querySelector('.cm-content').cmTile.view.state.doc.toString()"
"""What an editor holds; its page has only the lines in sight."""
_PARAGRAPH = """([nth, writer]) => {
    const view = document.querySelector('.cm-content').cmTile.view;
    const text = view.state.doc.toString();
    const own = ([words]) => [...words.slice(0, 60)].reduce((sum, sign) => sum + sign.codePointAt(0), 0) % 2 === writer;
    const ends = [...text.matchAll(/^[A-Z][^\\n]{80,}$/gm)].filter(own).map((found) => found.index + found[0].length);
    view.dispatch({selection: {anchor: ends[nth % ends.length]}, scrollIntoView: true});
    view.focus();
}"""
_SELECT = """([nth, words]) => {
    const article = document.querySelector('section[aria-label="Article"]');
    const nodes = [...article.querySelectorAll('p')].map((part) => part.firstChild)
        .filter((node) => node?.nodeType === Node.TEXT_NODE && node.data.split(' ').length > words + 4);
    const node = nodes[nth % nodes.length];
    const from = node.data.indexOf(' ') + 1;
    const to = from + node.data.slice(from).split(' ').slice(0, words).join(' ').length;
    getSelection().setBaseAndExtent(node, from, node, to);
    node.parentElement.scrollIntoView({block: 'center'});
    return node.data.slice(from, to);
}"""
Act = Callable[[], Awaitable[None]]


class Person:
    """name: as the others see it; faults: what their browser complained about; did: how often they did what."""

    def __init__(self, name: str, page: Page, number: int) -> None:
        self.name = name
        self.page = page
        self.typed: list[str] = []
        self.said: list[str] = []
        self.did: Counter[str] = Counter()
        self.faults: list[str] = []
        self._chance = Random(number)
        self._writer = number % 2
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        page.on("response", self._heard)

    def _heard(self, reply: Response) -> None:
        if reply.status >= 400:
            self.faults.append(f"{reply.status} {reply.url}")
            say(f"  {self.name}, {self.faults[-1]}")

    async def edit(self) -> None:
        """One thing that a writer does, chosen by chance."""
        acts = {
            self._write: 8,
            self._correct: 4,
            self._cite: 3,
            self._undo: 2,
            self._reload: 1,
            self._offline: 1,
            self._paste: 1,
            self._keep: 1,
            self._answer: 3,
            self._settle: 3,
        }
        await self._do(self._chance.choices(list(acts), list(acts.values()))[0])

    async def review(self) -> None:
        """One thing that a reviewer does, chosen by chance."""
        acts = {self._comment: 4, self._suggest: 4, self._answer: 2, self._read: 3}
        await self._do(self._chance.choices(list(acts), list(acts.values()))[0])

    async def rearrange(self) -> None:
        """Sections move in the outline panel: one for good, another is deleted and comes back, a third is renamed."""
        rows = self.page.locator("#headings li")
        one, other, third = self._chance.sample(range(2, await rows.count()), 3)
        await rows.nth(one).drag_to(rows.nth(other))
        await rows.nth(third).locator("[data-go]").focus()
        await self.page.keyboard.press("Delete")
        await self.page.get_by_role("status").get_by_role("button", name="Undo").click()
        await rows.nth(third).locator("[data-go]").focus()
        await self.page.keyboard.press("F2")
        await self.page.keyboard.press("End")
        word = self._word()
        await self._type(f" {word}")
        await self.page.keyboard.press("Enter")
        self.typed.append(word)
        self.did["rearrange"] += 1

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

    async def _begin_somewhere(self) -> None:
        """The cursor goes to the end of a paragraph, of those that the other writer leaves alone: where two type at one
        place, their letters stand between each other's."""
        await self.page.evaluate(_PARAGRAPH, [self._chance.randrange(10_000), self._writer])

    async def _type(self, text: str) -> None:
        await self.page.keyboard.type(text, delay=KEY)

    async def _write(self) -> None:
        """A sentence at the end of some paragraph."""
        await self._begin_somewhere()
        words = [self._word() for _ in range(3)]
        await self._type(f" {' and '.join(words)} belong together.")
        self.typed += words

    async def _correct(self) -> None:
        """A word is typed, taken away and typed otherwise."""
        await self._begin_somewhere()
        wrong, right = self._word(), self._word()
        await self._type(f" Wrong {wrong}")
        for _ in wrong:
            await self.page.keyboard.press("Backspace", delay=KEY / 2)
        await self._type(f"{right}.")
        self.typed.append(right)

    async def _cite(self) -> None:
        """A citation from the list that opens while it is typed."""
        await self._begin_somewhere()
        word = self._word()
        await self._type(f" So does {word} [@")
        await self.page.locator(".cm-tooltip-autocomplete li").first.wait_for()
        await self.page.keyboard.press("Enter")
        await self._type("].")
        self.typed.append(word)

    async def _undo(self) -> None:
        """A word is typed, undone and redone."""
        await self._begin_somewhere()
        word = self._word()
        await self._type(f" {word}.")
        for key in ("Control+z", "Control+y"):
            await self.page.keyboard.press(key)
            await asyncio.sleep(0.5)
        self.typed.append(word)

    async def _reload(self) -> None:
        await self.page.reload()
        await self.ready()

    async def _offline(self) -> None:
        """Work goes on without the network for some seconds."""
        await self.page.context.set_offline(True)
        await self._write()
        await asyncio.sleep(self._chance.uniform(2, 10))
        await self._write()
        await self.page.context.set_offline(False)
        await self.saved()

    async def _paste(self) -> None:
        """An image of one's own, with a caption."""
        await self._begin_somewhere()
        picture = io.BytesIO()
        Image.new("RGB", (300, 200), tuple(self._chance.randrange(256) for _ in range(3))).save(picture, "PNG")
        word = self._word()
        async with self.page.expect_file_chooser() as chooser:
            await self.page.keyboard.press("Control+Alt+g")
        image = FilePayload(name=f"{word}.png", mimeType="image/png", buffer=picture.getvalue())
        await (await chooser.value).set_files([image])
        await self.page.wait_for_function(f"word => {TEXT}.includes(word)", arg=f"![{word}](image:")
        self.typed.append(word)

    async def _keep(self) -> None:
        """The version is named."""
        await self.page.get_by_role("button", name="Name this version").click()
        dialog = self.page.get_by_role("dialog", name="Name this version")
        await dialog.get_by_label("Name").fill(f"{self.name}'s version {self.did['keep'] + 1}")
        await dialog.get_by_role("button", name="Name it").click()
        await expect(dialog).to_be_hidden()

    async def _comment(self) -> None:
        """A comment on some words of the article as it is read."""
        await self.page.evaluate(_SELECT, [self._chance.randrange(10_000), 4])
        await self.page.get_by_role("button", name="Comment", exact=True).click()
        await self._send()

    async def _suggest(self) -> None:
        """A word is suggested beside others."""
        await self.page.evaluate(_SELECT, [self._chance.randrange(10_000), 3])
        wanted = self.page.get_by_role("dialog").get_by_label("It should say")
        await self._press(self.page.get_by_role("button", name="Suggest"), expect(wanted).to_be_visible)
        await wanted.press("End")
        await self._type(f" suggested{self._word()}")
        await self._send()

    async def _send(self) -> None:
        dialog = self.page.get_by_role("dialog")
        words = f"A remark: {self._word()}"
        await dialog.locator("#thread-text").fill(words)
        await self._press(dialog.get_by_role("button", name="Send"), expect(dialog).to_be_hidden)
        self.said.append(words)

    async def _answer(self) -> None:
        """A reply to some open thread, where there is one."""
        thread = await self._thread()
        if thread is None:
            return
        words = f"An answer: {self._word()}"
        async with self._unless_settled(thread):
            await thread.get_by_text("Reply", exact=True).click(timeout=PROMPT)
            await thread.get_by_label("Reply").fill(words, timeout=PROMPT)
            await thread.get_by_role("button", name="Send").click(timeout=PROMPT)
            await expect(self._panel()).to_contain_text(words)
            self.said.append(words)

    async def _settle(self) -> None:
        """Some suggestion is accepted, or a comment resolved."""
        thread = await self._thread()
        if thread is None:
            return
        name = await thread.get_attribute("id")
        async with self._unless_settled(thread):
            await (
                thread.get_by_role("button", name="Accept")
                .or_(thread.get_by_role("button", name="Resolve"))
                .click(timeout=PROMPT)
            )
        await expect(self._panel().locator(f"#{name}.open")).to_have_count(0)

    async def _read(self) -> None:
        """Scrolling, a citation's evidence, and the article as it is now."""
        await self.page.reload()
        citation = self.page.locator("a.citation[data-evidence]")
        await citation.nth(self._chance.randrange(await citation.count())).click()
        await expect(self.page.get_by_role("region", name="Evidence").locator("blockquote").first).to_be_visible()

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

    async def ready(self) -> None:
        """Wait until the editor can be typed in."""
        await expect(self.page.get_by_role("textbox", name="Markdown source")).to_be_focused()

    async def saved(self) -> None:
        """Wait until all that was typed here is stored."""
        await expect(self.page.locator("#saved")).to_contain_text("Saved ·")
