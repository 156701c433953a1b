"""Finding something again in a real browser: by search on a desktop and a phone, by the palette with keys alone."""

import re

import pytest
from playwright.async_api import Browser, expect

from tests.acceptance.harness.browsing import sign_in, tab, violations
from tests.acceptance.harness.people import Person

pytestmark = pytest.mark.browser

QUESTION = "Which colours does a xylophone have in the orchestra of Weimar?"


@pytest.mark.parametrize("width", [1280, 360])
async def test_a_message_is_found_in_spite_of_a_slip_and_shown_at_its_place(
    browser: Browser, owner: Person, width: int
) -> None:
    conversation = await owner.begin(title=f"Instruments {width}")
    question, _ = await owner.ask(conversation, QUESTION)
    async with tab(browser, width) as opened:
        page = opened.page
        await sign_in(page, owner.server.url)
        await page.goto(f"{owner.server.url}/search?conversation={conversation}")
        field = page.get_by_role("searchbox", name="Search in all messages")
        await field.fill("xylophnoe weim")
        await expect(page.get_by_text("Also looked for: xylophone.")).to_be_visible()
        await expect(page).to_have_url(re.compile(r"\bq=xylophnoe"))
        hit = page.get_by_role("link", name=re.compile(re.escape(QUESTION)))
        await expect(hit.get_by_text("xylophone")).to_be_visible()
        assert await violations(page) == []
        await page.reload()
        await expect(hit).to_be_visible()
        await field.press("ArrowDown")
        await expect(hit).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page).to_have_url(re.compile(rf"/c/{conversation}\?message={question['id']}$"))
        await expect(page.get_by_role("main").get_by_text(QUESTION)).to_be_in_viewport()
        overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, "the page does not scroll sideways"
        assert opened.troubles == []


async def test_the_palette_goes_everywhere_by_the_keyboard(browser: Browser, owner: Person) -> None:
    conversation = await owner.begin(title="Journey to Weimar")
    async with tab(browser) as opened:
        page, keyboard = opened.page, opened.page.keyboard
        await sign_in(page, owner.server.url)
        await page.get_by_role("textbox", name="Your message").fill("A ? and an n are only typed here")
        await keyboard.press("Control+k")
        palette = page.get_by_role("combobox", name="Go to or do")
        await expect(palette).to_be_focused()
        await expect(page.get_by_role("option", name="New temporary chat")).to_be_visible()
        assert await violations(page) == []
        await keyboard.type("journ")
        await expect(page.get_by_role("option", name="Journey to Weimar")).to_have_attribute("aria-selected", "true")
        await keyboard.press("Enter")
        await expect(page).to_have_url(re.compile(f"/c/{conversation}$"))

        await keyboard.press("Control+k")
        await palette.fill("theme dark")
        await keyboard.press("Enter")
        await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
        await expect(palette).to_be_hidden()
        await page.get_by_role("main").focus()
        await keyboard.press("?")
        sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
        await expect(sheet).to_be_visible()
        assert await violations(page) == []
        await keyboard.press("Escape")
        await expect(sheet).to_be_hidden()

        await keyboard.press("Control+k")
        await palette.fill("sign out")
        await keyboard.press("Enter")
        await expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        assert opened.troubles == []
