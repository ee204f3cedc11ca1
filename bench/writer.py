"""A writer of a team: types, corrects, cites, pastes, rearranges, settles remarks, and works on without the network."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Mapping

from PIL import Image
from playwright.async_api import FilePayload, expect

from bench.person import KEY, Act, Person

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


class Writer(Person):
    """In the editor."""

    @property
    def acts(self) -> Mapping[Act, int]:
        """Mostly writing."""
        return {
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

    async def _begin_somewhere(self) -> None:
        """The cursor goes to the end of a paragraph, of those that the other writer leaves alone: where two type at one
        place, their letters stand between each other's."""
        await self.page.evaluate(_PARAGRAPH, [self._chance.randrange(10_000), self.number % 2])

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
        await self._load()
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
        """An image of one's own."""
        await self._begin_somewhere()
        picture = io.BytesIO()
        Image.new("RGB", (300, 200), tuple(self._chance.randrange(256) for _ in range(3))).save(picture, "PNG")
        word = self._word()
        image = FilePayload(name=f"{word}.png", mimeType="image/png", buffer=picture.getvalue())
        await self.page.locator("#image-file").set_input_files(image)
        await self.page.wait_for_function(f"word => {TEXT}.includes(word)", arg=f"![{word}](image:")
        self.typed.append(word)

    async def _keep(self) -> None:
        """The version is named."""
        await self.page.get_by_role("button", name="Name this version").click()
        dialog = self.page.get_by_role("dialog", name="Name this version")
        await dialog.get_by_label("Name").fill(f"{self.name}'s version {self.did['keep'] + 1}")
        await dialog.get_by_role("button", name="Name it").click()
        await expect(dialog).to_be_hidden()

    async def _settle(self) -> None:
        """Some suggestion is accepted, or a comment resolved."""
        thread = await self._thread()
        if thread is None:
            return
        number = await thread.get_attribute("id")
        async with self._unless_settled(thread):
            accept, resolve = (thread.get_by_role("button", name=name) for name in ("Accept", "Resolve"))
            await self._press(accept.or_(resolve), expect(self._panel().locator(f"#{number}.open")).to_be_hidden)

    async def ready(self) -> None:
        """Wait until the editor can be typed in."""
        await expect(self.page.get_by_role("textbox", name="Markdown source")).to_be_focused()

    async def saved(self) -> None:
        """Wait until all that was typed here is stored."""
        await expect(self.page.locator("#saved")).to_contain_text("Saved ·")
