"""A real browser (Debian's Chromium), and what went wrong in it that nobody sees."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Response, async_playwright, expect

from tests.acceptance.harness.people import FOUNDER, PASSWORD

# Without a desktop's windows it takes a sixth less of the processor; whoever has the whole browser needs no other.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
AXE = Path(__file__).parents[3] / "web" / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE_MS = 30_000
MOST_TABS = 80
_ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-extensions")
# Not in the page's hands: the policy is checked by the browser, which tells it here.
_WATCH_POLICY = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI}`));
"""


def require_chromium() -> None:
    """Skips the test, and says how to get Chromium, where there is none."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium-headless-shell")


@dataclass
class Tab:
    """One page, and all errors that its console, its scripts and its requests had."""

    page: Page
    troubles: list[str] = field(default_factory=list)

    def note_console(self, message: ConsoleMessage) -> None:
        """Keeps errors and warnings; also violations of the content security policy are such."""
        if message.type in ("error", "warning"):
            self.troubles.append(f"console {message.type}: {message.text} ({message.location['url']})")

    def note_response(self, response: Response) -> None:
        """Keeps answers that a healthy page never gets."""
        if response.status >= 500:
            self.troubles.append(f"{response.status} {response.request.method} {response.url}")

    async def press_until(self, target: Locator, key: str = "Tab") -> None:
        """Moves the focus with the keyboard until `target` has it."""
        for _ in range(MOST_TABS):
            if await target.count() and await target.evaluate("(e) => e === document.activeElement"):
                return
            await self.page.keyboard.press(key)
        pytest.fail(f"{target} cannot be reached with {key}")

    async def words(self) -> list[str]:
        """The numbered words of the latest answer, as they stand on the page."""
        text = await self.page.get_by_role("article").last.inner_text()
        return re.findall(r"word-\d+", text)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser process for the length of the block."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def tab(
    browser: Browser, width: int = 1280, locale: str = "en-GB", scheme: Literal["light", "dark"] = "light"
) -> AsyncIterator[Tab]:
    """A page of a profile of its own; under 600 px that of a phone. `scheme`: what the system prefers."""
    phone = width < 600
    context = await browser.new_context(
        viewport={"width": width, "height": 740 if phone else 800},
        has_touch=phone,
        is_mobile=phone,
        locale=locale,
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    await context.add_init_script(_WATCH_POLICY)
    opened = Tab(await context.new_page())
    opened.page.on("console", opened.note_console)
    opened.page.on("pageerror", lambda error: opened.troubles.append(f"script: {error}"))
    opened.page.on("response", opened.note_response)
    try:
        yield opened
    except BaseException as error:
        for trouble in opened.troubles:
            error.add_note(f"In the tab: {trouble}")
        raise
    finally:
        await context.close()


async def sign_in(page: Page, url: str, email: str = FOUNDER, password: str = PASSWORD) -> None:
    """Opens an address as the founder, or somebody else; returns when there is something to write in."""
    await page.goto(url)
    await page.get_by_label("E-mail address").fill(email)
    await page.get_by_label("Password", exact=True).fill(password)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("textbox", name="Your message").first).to_be_visible()


async def violations(page: Page) -> list[str]:
    """What axe-core finds wrong for people with disabilities (WCAG 2.2 A and AA)."""
    await page.evaluate(AXE.read_text())
    async with asyncio.timeout(PATIENCE_MS / 1000):
        found: dict[str, Any] = await page.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
        )
    return [f"{rule['id']}: {[node['html'][:160] for node in rule['nodes']]}" for rule in found["violations"]]
