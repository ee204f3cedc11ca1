"""Attacks in every text that people, papers and models bring in, and every page in a real browser: none of it runs.

Beside the Content-Security-Policy, which would stop it, nothing of it may become a part of the page at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Dialog, FilePayload, Page, expect, sync_playwright

from surveygo.accounts.models import User
from surveygo.articles.models import Article
from surveygo.articles.reading import figure_url
from tests.web import hostile
from tests.web.attacks import DIAGRAMS, NAMES
from tests.web.test_routes import ROUTES, address
from tests.web.trials import TRIALS, Trial

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AWAY = {"account_logout", "signin-once", "account_signup"}
"""Routes that end the visit."""
PROBE = """
    window.faults = [];
    for (const name of ["alert", "confirm", "prompt"]) window[name] = () => window.faults.push(`${name} was called`);
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
        window.faults.push(`policy: ${violatedDirective} ${blockedURI} ${sample}`));
"""
"""Runs before anything else of a page: what is blocked has become a part of it, which is wrong already."""
LOOK = r"""() => {
    const faults = [...window.faults];
    const own = (address) => new URL(address, location.href).origin === location.origin;
    const active = ["iframe", "object", "embed", "base", "applet", "foreignobject", "plaintext", "marquee"];
    const addresses = ["href", "src", "action", "formaction", "xlink:href", "data", "srcdoc", "poster", "hx-get"];
    for (const element of document.querySelectorAll("*")) {
        const name = element.localName;
        const wrong = active.includes(name)
            || (name === "script" && element.type !== "application/json" && !(element.src && own(element.src)))
            || (name === "meta" && element.httpEquiv)
            || (name === "link" && !own(element.href));
        if (wrong) faults.push(`element: ${element.outerHTML.slice(0, 200)}`);
        for (const { name: attribute, value } of element.attributes) {
            if (/^(on|hx-on|data-hx-on|x-|v-|ng-)/.test(attribute)) faults.push(`attribute: ${attribute}=${value}`);
            const address = value.replace(/[\0-\x20]/g, "");
            const picture = name === "image" && address.startsWith("data:image/svg+xml;base64,");
            const bad = !picture && /^(javascript|vbscript|data|blob|file|view-source):/i.test(address);
            if (bad && addresses.includes(attribute))
                faults.push(`address: ${value}`);
        }
    }
    return faults;
}"""


class Watch:
    """A browser that gathers what is wrong, with the page it happened on. session: whose it is."""

    def __init__(self, browser: Browser, server: str, session: str) -> None:
        self.faults: list[str] = []
        self.server = server
        self.context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.context.add_init_script(PROBE)
        self.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": f"http://{self.server}"}]
        )
        self.context.on("dialog", self._dismiss)
        self.context.on("weberror", lambda error: self._note(f"script error: {error.error}"))
        self.context.on("request", lambda request: self._asked(request.url))
        self.context.on("console", lambda line: self._said(line.text))
        self.page = self.context.new_page()

    def _dismiss(self, dialog: Dialog) -> None:
        self._note("a dialog")
        dialog.dismiss()

    def _note(self, fault: str) -> None:
        self.faults.append(f"{self.page.url}: {fault}")

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.server:
            self._note(f"request to {url}")

    def _said(self, text: str) -> None:
        if "Content Security Policy" in text:
            self._note(text)

    def open(self, path: str) -> Page:
        """Open a page and look at it; the page."""
        self.page.goto(f"http://{self.server}{path}")
        self.look()
        return self.page

    def visit(self, path: str) -> bool:
        """Open what may be a file, or nothing; whether it was a page."""
        reply = self.context.request.get(f"http://{self.server}{path}")
        kind, place = reply.headers.get("content-type", ""), reply.headers.get("content-disposition", "")
        shown = bool(reply.body()) and kind.startswith(("text/html", "image/svg")) and "attachment" not in place
        if shown:
            self.open(path)
        return shown and reply.ok

    def look(self) -> None:
        """Look at the page as it is now."""
        for fault in self.page.evaluate(LOOK):
            self._note(fault)


@pytest.fixture
def watches(
    chromium: str, server: str, objects: dict[str, int], article: Article, alice: User, bob: User
) -> Iterator[tuple[Watch, Watch]]:
    """The browsers of two people in a workspace where everything is hostile. They begin once the rows are made, since
    Playwright keeps an event loop running in this thread, which what Django does on saving refuses."""
    hostile.poison(article)
    sessions = [_session(alice), _session(bob)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        one, other = (Watch(browser, server, session) for session in sessions)
        yield one, other
        browser.close()
    assert one.faults + other.faults == []


def _session(user: User) -> str:
    visitor = Client()
    visitor.force_login(user)
    return visitor.cookies[settings.SESSION_COOKIE_NAME].value


def test_nothing_runs(watches: tuple[Watch, Watch], objects: dict[str, int], article: Article) -> None:
    """Every address that can be visited, as pages and where they are parts of pages; then what scripts show."""
    known = objects | {"bibkey": article.references[0]["bibkey"]}
    visited = [*_addresses(known), *map(figure_url, DIAGRAMS)]
    pages = [url for url in visited if watches[0].visit(url)]
    assert len(pages) > 60
    _edit_together(*watches, article)
    _read_evidence(watches[0], article)
    _choose_files(watches[0])


def _addresses(known: dict[str, int]) -> Iterator[str]:
    for name in ROUTES:
        trial = TRIALS.get(name, Trial())
        if name not in AWAY:
            query = "&".join(f"{key}={value.format(**known)}" for key, value in trial.query.items())
            yield f"{address(name, known)}?{query}"


def _edit_together(one: Watch, other: Watch, article: Article) -> None:
    """The editor with its preview, its outline, and the name and the cursor of the other."""
    for watch in (one, other):
        page = watch.open(f"/articles/{article.pk}/edit")
        expect(page.get_by_role("textbox", name="Markdown source")).to_be_focused()
    page = one.page
    expect(page.get_by_label("Here too")).to_contain_text(NAMES[1])
    expect(page.locator(".remote-name").first).to_be_attached()
    page.wait_for_function("[...document.querySelectorAll('#preview > div')].every((part) => part.childElementCount)")
    one.look()
    other.look()


def _read_evidence(watch: Watch, article: Article) -> None:
    page = watch.open(f"/articles/{article.pk}")
    page.locator("a.citation[data-evidence]").first.click()
    expect(page.get_by_role("region", name="Evidence").locator("blockquote").first).to_be_visible()
    watch.look()


def _choose_files(watch: Watch) -> None:
    page = watch.open("/library/add")
    names = [f"{name}.txt".replace("/", "\u2215") for name in NAMES]
    files = [FilePayload(name=name, mimeType="text/plain", buffer=b"x") for name in names]
    page.get_by_label("Files").set_input_files(files)
    expect(page.get_by_text(names[0]).first).to_be_visible()
    watch.look()
