"""The keyboard's place: whatever goes by what one does, the focus goes on somewhere that can be seen."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.acceptance.harness.browsing import Tab, sign_in, tab, violations
from tests.acceptance.harness.people import Person

pytestmark = pytest.mark.browser


async def _press(opened: Tab, name: str | re.Pattern[str]) -> None:
    """Goes to a button with the keyboard, and presses it."""
    await opened.press_until(opened.page.get_by_role("button", name=name))
    await opened.page.keyboard.press("Enter")


async def _open(page: Page, address: str, heading: str) -> None:
    await page.goto(address)
    await expect(page.get_by_role("heading", name=heading, exact=True).first).to_be_visible()


async def test_the_focus_is_never_lost(browser: Browser, owner: Person) -> None:
    url = owner.server.url
    conversation = await owner.begin(title="Bread")
    await owner.ask(conversation, "What can you help me with?")
    prompt = {"title": "Minutes", "content": "Sum up", "visibility": "private"}
    await owner.call("POST", "/prompts", prompt)
    async with tab(browser) as opened:
        page, keyboard = opened.page, opened.page.keyboard
        await sign_in(page, url)

        # A form that unfolds has the focus, and gives it back.
        await _open(page, f"{url}/admin/budgets", "Budgets")
        create = page.get_by_role("button", name="New budget")
        await _press(opened, "New budget")
        await expect(page.get_by_role("combobox", name="For")).to_be_focused()
        await _press(opened, "Cancel")
        await expect(create).to_be_focused()

        # A dialog that is opened for the first time gives it back; what it deletes leaves it on the page.
        await _open(page, f"{url}/prompts", "Prompts and templates")
        delete = page.get_by_role("button", name="Delete “Minutes”")
        await _press(opened, "Delete “Minutes”")
        await expect(page.get_by_role("dialog")).to_be_visible()
        await keyboard.press("Escape")
        await expect(delete).to_be_focused()
        await keyboard.press("Enter")
        await opened.press_until(page.get_by_role("dialog").get_by_role("button", name="Delete"))
        await keyboard.press("Enter")
        await expect(delete).to_have_count(0)
        await expect(page.locator("main :focus, header :focus, main:focus").first).to_be_attached()

        # A menu begins at its first item.
        await page.goto(f"{url}/c/{conversation}")
        await expect(page.get_by_role("article").last).to_have_attribute("aria-busy", "false")
        more = page.get_by_role("button", name="More about this answer")
        await more.focus()
        await keyboard.press("Enter")
        await expect(page.get_by_role("menuitem").first).to_be_focused()
        assert await violations(page) == []
        await keyboard.press("Escape")
        await expect(more).to_be_focused()
        assert opened.troubles == []
