"""A reviewer of a team: reads, comments, suggests and answers."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.async_api import expect

from bench.person import Act, Person

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


class Reviewer(Person):
    """On the article's page."""

    @property
    def acts(self) -> Mapping[Act, int]:
        """Mostly remarks."""
        return {self._comment: 4, self._suggest: 4, self._answer: 2, self._read: 3}

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

    async def _read(self) -> None:
        """The article as it is now, and a citation's evidence."""
        await self._load()
        citation = self.page.locator("a.citation[data-evidence]")
        await citation.nth(self._chance.randrange(await citation.count())).click()
        await expect(self.page.get_by_role("region", name="Evidence").locator("blockquote").first).to_be_visible()
