"""A team at work: two write and one reviews, each in a browser of their own, for as long as BENCH_MINUTES says (5).

Whatever they do, and though the processes are killed in between, every word that they typed must stand in the article
once, all must see the stored text, and every remark must be in the review. BENCH_PICTURES names a folder for pictures
of what each of them sees at every check.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright, expect

from bench.collections import NLP, path
from bench.installation import Installation, installation
from bench.person import PATIENCE, PICTURES, Person
from bench.reviewer import Reviewer
from bench.writer import TEXT, Writer
from bench.writing import say
from tests.chromium import find

MINUTES = float(os.environ.get("BENCH_MINUTES", "5"))
PASSWORD = "an hour of their work"  # noqa: S105 (of an installation that lives as long as the measurement)
STRETCH = 90
"""Seconds of work between two checks."""


def report() -> None:
    """Print what was done and whether all of it is there."""
    asyncio.run(_report())


async def _report() -> None:
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find())
        with tempfile.TemporaryDirectory() as folder, installation(folder) as app:
            await _work(app, browser)
        await browser.close()


async def _work(app: Installation, browser: Browser) -> None:
    writers = [Writer(name, await _window(browser), number) for number, name in enumerate(("Owner", "Editor"))]
    reviewer = Reviewer("Reviewer", await _window(browser), len(writers))
    team = [*writers, reviewer]
    await _join(app, team)
    address = await _article(app, team[0].page)
    for writer in writers:
        await writer.page.goto(f"{address}/edit")
        await writer.ready()
    await reviewer.page.goto(address)
    until = time.monotonic() + MINUTES * 60
    checks = 0
    while time.monotonic() < until:
        checks += 1
        await _stretch(app, team, min(until, time.monotonic() + STRETCH), kill=checks % 4 == 2)
        await _check(address, writers, reviewer, checks)
    _say(team, checks)


async def _window(browser: Browser) -> Page:
    context = await browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    return await context.new_page()


async def _join(app: Installation, team: Sequence[Person]) -> None:
    """The installation becomes a team's, and the others accept their invitations."""
    page = team[0].page
    await page.goto(app.signin)
    await page.goto(f"{app.address}/team")
    await page.get_by_role("link", name="Work as a team").click()
    await _account(page, team[0].name)
    await page.get_by_role("button", name="Turn into a team installation").click()
    for member in team[1:]:
        await page.goto(f"{app.address}/team")
        await page.get_by_label("Role", exact=True).select_option(member.name.lower())
        await page.get_by_role("button", name="Invite").click()
        await member.page.goto(await page.get_by_label("Address of the invitation").input_value())
        await member.page.get_by_role("link", name="Make an account").click()
        await _account(member.page, member.name)
        await member.page.get_by_role("button", name="Make the account").click()
        await member.page.get_by_role("button", name=f"Join as {member.name}").click()
        await member.page.get_by_role("navigation", name="Site").wait_for()


async def _account(page: Page, name: str) -> None:
    await page.get_by_label("Name").fill(name)
    await page.get_by_label("Email").fill(f"{name.lower()}@example.org")
    await page.get_by_label("Password").fill(PASSWORD)


async def _article(app: Installation, page: Page) -> str:
    """A survey of a real collection, written as everybody does it; its address."""
    await page.goto(f"{app.address}/surveys/new")
    await page.get_by_label("Title").fill("Deep networks for text")
    await page.get_by_label("Files").set_input_files(path(NLP))
    await expect(page.get_by_role("list", name="Files and what became of them")).to_contain_text("papers")
    await page.get_by_role("button", name="Start writing").click()
    await page.wait_for_url("**/articles/*", timeout=600_000)
    return page.url


async def _stretch(app: Installation, team: Sequence[Person], until: float, *, kill: bool) -> None:
    """All work at the same time; half-way the web server and the workers may be killed."""

    async def busy(person: Person) -> None:
        while time.monotonic() < until:
            await person.act()

    async def killer() -> None:
        await asyncio.sleep((until - time.monotonic()) / 2)
        for child in _children(app.process):
            os.kill(child, signal.SIGKILL)

    await asyncio.gather(*(busy(person) for person in team), *([killer()] if kill else []))


def _children(process: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False)
    return [int(number) for number in listed.stdout.split()]


async def _check(address: str, writers: Sequence[Writer], reviewer: Reviewer, number: int) -> None:
    """One text for all, the stored one, with every word that was typed, and every remark in the review."""
    await writers[number % 2].rearrange()
    for writer in writers:
        await writer.saved()
    plain = await writers[0].page.context.new_page()
    await plain.goto(f"{address}/edit/plain")
    stored = await plain.get_by_role("textbox", name="Markdown source").input_value()
    await plain.goto(address)
    await plain.locator("#review .threads").first.wait_for(state="attached")
    review = await plain.locator("#review").text_content() or ""
    await plain.close()
    for writer in writers:
        await writer.page.wait_for_function(f"text => {TEXT} === text", arg=stored)
    times = Counter({word: stored.count(word) for person in writers for word in person.typed})
    wrong = {word: count for word, count in times.items() if count != 1}
    team = [*writers, reviewer]
    unsaid = [words for person in team for words in person.said if words not in review]
    say(f"  check {number}: {len(times)} words, wrong {wrong}; {len(unsaid)} remarks are missing {unsaid[:3]}")
    if PICTURES:
        for person in team:
            await person.page.screenshot(path=Path(PICTURES, f"{number:02}-{person.name.lower()}.png"))


def _say(team: Sequence[Person], checks: int) -> None:
    say(f"{MINUTES:.0f} minutes, {checks} checks")
    for person in team:
        done = ", ".join(f"{act} {count}" for act, count in sorted(person.did.items()))
        say(f"  {person.name}: {done}; faults: {sorted(set(person.faults)) or 'none'}")
