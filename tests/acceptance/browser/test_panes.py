"""Chats side by side: each live, kept in the address and by the device; on a phone one swipes between them."""

import pytest
from playwright.async_api import Browser, expect

from convosphere.entry.static import BUILD
from tests.acceptance.conftest import Install
from tests.acceptance.harness.browsing import require_chromium, sign_in, tab
from tests.acceptance.harness.people import Founding, Person, found
from tests.acceptance.harness.processes import FakeProviderProcess, Process

pytestmark = pytest.mark.browser

ECHO = "fake-plain-echo"


@pytest.fixture(scope="module")
def product(install: Install) -> Process:
    require_chromium()
    if not (BUILD / "index.html").exists():
        pytest.skip("needs the built web client: make web")
    running = install().process("run")
    running.start()
    return running


@pytest.fixture(scope="module")
def founding(product: Process, provider: FakeProviderProcess) -> Founding:
    return found(product.url, provider.url, [ECHO])


async def test_chats_side_by_side(browser: Browser, owner: Person, founding: Founding) -> None:
    first, second = [await owner.begin(founding.models[ECHO], title) for title in ("Bread", "Vienna")]
    async with tab(browser) as opened:
        page = opened.page
        sockets: list[str] = []
        page.on("websocket", lambda socket: sockets.append(socket.url))
        await sign_in(page, f"{owner.server.url}/c/{first}")
        row = page.get_by_role("navigation").get_by_role("link", name="Vienna")
        await row.click(modifiers=["ControlOrMeta"])
        bread, vienna = page.locator(f'[data-pane="{first}"]'), page.locator(f'[data-pane="{second}"]')
        await expect(vienna.get_by_role("textbox", name="Your message")).to_be_focused()

        # Each is live, with its own composer, and one socket serves both.
        await page.keyboard.type("From the keyboard")
        await page.keyboard.press("Enter")
        await expect(vienna.get_by_role("article").last).to_contain_text("From the keyboard")
        await owner.ask(first, "From elsewhere")
        await expect(bread.get_by_role("article").last).to_contain_text("From elsewhere")
        assert len(sockets) == 1

        before = await bread.bounding_box()
        edge = page.get_by_role("separator", name="Width of chats 1 and 2")
        await edge.focus()
        await page.keyboard.press("ArrowRight")
        await page.keyboard.press("F6")
        await expect(bread.get_by_role("textbox", name="Your message")).to_be_focused()
        await page.reload()
        await expect(vienna.get_by_role("article")).to_have_count(2)
        after = await bread.bounding_box()
        assert before
        assert after
        assert after["width"] > before["width"] + 10

        # Elsewhere and back: the layout is this device's; a chat that is closed leaves it.
        await page.goto(f"{owner.server.url}/settings/profile")
        await row.click()
        await expect(bread).to_be_visible()
        await bread.get_by_role("button", name="Close this chat's pane").click()
        await expect(bread).to_have_count(0)
        await page.go_back()
        await expect(bread).to_be_visible()
        assert opened.troubles == []


async def test_swiping_between_chats(browser: Browser, owner: Person, founding: Founding) -> None:
    first, second = [await owner.begin(founding.models[ECHO], title) for title in ("Bread", "Vienna")]
    async with tab(browser, 360) as opened:
        page = opened.page
        await sign_in(page, f"{owner.server.url}/c/{first}?with={second}")
        dots = page.get_by_role("navigation", name="Chats side by side")
        await expect(dots.get_by_role("button", name="Chat 1 of 2")).to_have_attribute("aria-current", "true")
        await expect(page.get_by_role("heading", name="Bread")).to_be_visible()

        finger = await page.context.new_cdp_session(page)
        for kind, x in (("touchStart", 320), *(("touchMove", x) for x in range(285, 0, -35)), ("touchEnd", None)):
            points = [] if x is None else [{"x": x, "y": 420}]
            await finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        await expect(dots.get_by_role("button", name="Chat 2 of 2")).to_have_attribute("aria-current", "true")
        await expect(page.get_by_role("heading", name="Vienna")).to_be_visible()
        await dots.get_by_role("button", name="Close this chat's pane").click()
        await expect(dots).to_have_count(0)
        await expect(page.get_by_role("heading", name="Bread")).to_be_visible()
        assert opened.troubles == []
