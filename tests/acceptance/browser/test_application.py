"""The installed application: a new version beside an open one, the offer to install, and a finger that rests."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from fastapi import FastAPI
from playwright.async_api import Browser, Locator, Page, expect

from convosphere.entry.static import BUILD, WebClient
from tests.acceptance.harness.browsing import PATIENCE_MS, sign_in, tab
from tests.acceptance.harness.people import Person, found
from tests.harness.served import Served

pytestmark = pytest.mark.browser

# Chromium offers it to profiles that stay; one of a test does not.
_OFFER = """() => {
  const offer = new Event("beforeinstallprompt", { cancelable: true });
  offer.prompt = async () => { window.asked = offer.defaultPrevented; };
  window.dispatchEvent(offer);
}"""


@pytest.fixture
async def served(app: FastAPI) -> AsyncIterator[Served]:
    """In this process, so that the build behind it can be changed."""
    server = Served(app)
    await server.start()
    yield server
    await server.stop()


def _second_build(root: Path) -> Path:
    """The same client as another version: its page and its service worker differ."""
    shutil.copytree(BUILD, root, ignore=shutil.ignore_patterns("index.html.*", "sw.js.*"))
    page, worker = root / "index.html", root / "sw.js"
    page.write_text(page.read_text().replace("<title>", '<meta name="build" content="second" /><title>'))
    changed, count = re.subn(r"\b[0-9a-f]{12}\b", "0" * 12, worker.read_text())
    assert count == 1
    worker.write_text(changed)
    return root


async def _rest_on(page: Page, element: Locator) -> None:
    """A finger that stays where it is for longer than a tap."""
    await element.scroll_into_view_if_needed()
    box = await element.bounding_box()
    assert box is not None
    fingers = await page.context.new_cdp_session(page)
    point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    await fingers.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    await asyncio.sleep(0.6)
    await fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


async def test_a_new_version_comes_when_one_wants_it(
    browser: Browser, http: aiohttp.ClientSession, app: FastAPI, served: Served, tmp_path: Path
) -> None:
    founding = await asyncio.to_thread(found, served.url)
    await Person(http, served, founding.token).call("PATCH", "/me", {"onboarded": True})
    second = await asyncio.to_thread(_second_build, tmp_path / "second")
    async with tab(browser) as opened:
        page = opened.page
        await sign_in(page, served.url)
        async with asyncio.timeout(PATIENCE_MS / 1000):
            await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        await page.reload()
        field = page.get_by_role("textbox", name="Your message")
        await field.fill("Kept over the change")
        other = await page.context.new_page()
        await other.goto(served.url)
        await expect(other.get_by_role("textbox", name="Your message")).to_be_visible()

        app.router.default = WebClient(second)
        await page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.update())")
        for one in (page, other):
            await expect(one.get_by_text("A new version is ready")).to_be_visible()
            assert await one.locator("meta[name=build]").count() == 0
        # One tab takes it, the other stays as it is until it is wanted there too.
        await page.get_by_role("button", name="Use it now").click()
        await expect(page.locator("meta[name=build]")).to_have_attribute("content", "second")
        await expect(field).to_have_value("Kept over the change")
        assert await other.locator("meta[name=build]").count() == 0
        await other.get_by_role("button", name="Use it now").click()
        await expect(other.locator("meta[name=build]")).to_have_attribute("content", "second")

        await page.evaluate(_OFFER)
        await page.get_by_role("button", name="account menu").click()
        await page.get_by_role("menuitem", name="Install the app").click()
        assert await page.evaluate("window.asked") is True
        assert opened.troubles == []


async def test_a_finger_that_rests(browser: Browser, owner: Person) -> None:
    conversation = await owner.begin(title="Held")
    await owner.ask(conversation, "Some words to select")
    async with tab(browser, width=360) as opened:
        page = opened.page
        await sign_in(page, f"{owner.server.url}/c/{conversation}")
        question = page.get_by_role("article").first
        # What answers to fingers comes a moment after the page.
        async with asyncio.timeout(20):
            while await page.get_by_role("menuitem").count() == 0:
                await _rest_on(page, question)
                await asyncio.sleep(0.4)
        await page.get_by_role("menuitem", name="Select text").tap()
        async with asyncio.timeout(20):
            while "Some words to select" not in await page.evaluate("getSelection().toString()"):  # noqa: ASYNC110 - the browser tells of no end
                await asyncio.sleep(0.2)
        await page.evaluate("getSelection().removeAllRanges()")

        await page.get_by_role("button", name="Open navigation").tap()
        row = page.get_by_role("navigation").get_by_role("link", name="Held")
        await expect(row).to_be_visible()
        address = page.url
        await _rest_on(page, row)
        await expect(page.get_by_role("menuitem", name="Rename")).to_be_visible()
        assert page.url == address
        assert opened.troubles == []
