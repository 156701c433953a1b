"""Keeping order in a real browser, at a desk and on a phone: folders, many at once, prompts."""

import re

import aiohttp
import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.acceptance.harness.browsing import sign_in, tab, violations
from tests.acceptance.harness.people import Founding, Person
from tests.acceptance.harness.processes import Process

pytestmark = pytest.mark.browser

NARROW = 900


@pytest.fixture
async def owner(http: aiohttp.ClientSession, product: Process, founding: Founding) -> Person:
    person = Person(http, product, founding.token)
    await person.call("PATCH", "/me", {"onboarded": True})
    # Each test begins without anything.
    await person.call("POST", "/conversations/bulk", {"action": "delete", "filter": {}})
    for folder in (await person.call("GET", "/folders"))["items"]:
        await person.call("DELETE", f"/folders/{folder['id']}")
    return person


async def _navigation(page: Page, width: int) -> None:
    """Opens the navigation where it is a drawer."""
    if width < NARROW:
        await page.get_by_role("button", name="Open navigation").click()


async def _carry(page: Page, what: Locator, to: Locator) -> None:
    """A finger rests on something until its menu shows that it has rested long enough, and carries it."""
    finger = await page.context.new_cdp_session(page)
    boxes = [await what.bounding_box(), await to.bounding_box()]
    (x, y), (end_x, end_y) = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes if box]
    await finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    await expect(page.get_by_role("menu")).to_be_visible()
    for part in (0.2, 0.6, 1):
        point = {"x": x + (end_x - x) * part, "y": y + (end_y - y) * part}
        await finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    await expect(page.get_by_role("menu")).to_be_hidden()
    await finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("width", [1280, 360])
async def test_a_folder_is_made_filled_and_emptied(browser: Browser, owner: Person, width: int) -> None:
    for title in ("Weimar", "Jena"):
        await owner.call("POST", "/conversations", {"title": title})
    async with tab(browser, width) as opened:
        page = opened.page
        await sign_in(page, owner.server.url)
        await _navigation(page, width)
        await page.get_by_role("button", name="New folder").click()
        dialog = page.get_by_role("dialog", name="New folder")
        await dialog.get_by_label("Name").fill("Thüringen 🏰")
        await dialog.get_by_role("radio", name="Teal").check(force=True)
        await dialog.get_by_role("button", name="Save").click()
        folder = page.get_by_role("button", name="Thüringen 🏰", exact=True)
        await expect(folder).to_have_attribute("aria-expanded", "false")
        if width > NARROW:
            await page.get_by_role("link", name="Weimar").drag_to(folder)
        else:
            await _carry(page, page.get_by_role("link", name="Weimar"), folder)
            await expect(page.get_by_role("alert").filter(has_text="Moved to “Thüringen 🏰”.")).to_be_visible()
        await expect(page.get_by_role("link", name="Weimar")).to_be_hidden()
        await folder.press("ArrowRight")
        await expect(page.get_by_role("link", name="Weimar")).to_be_visible()
        assert await violations(page) == []
        await page.reload()
        await _navigation(page, width)
        await expect(page.get_by_role("link", name="Weimar")).to_be_visible()
        # What is done to it comes with the focus.
        await folder.focus()
        await page.get_by_role("button", name="Options of folder “Thüringen 🏰”").click()
        await page.get_by_role("menuitem", name="Delete folder").click()
        await page.get_by_role("dialog").get_by_role("button", name="Delete folder").click()
        await expect(folder).to_be_hidden()
        await expect(page.get_by_role("region", name="Today").get_by_role("link", name="Weimar")).to_be_visible()
        assert opened.troubles == []


@pytest.mark.parametrize("width", [1280, 360])
async def test_many_are_archived_and_come_back_and_the_address_keeps_the_list(
    browser: Browser, owner: Person, width: int
) -> None:
    for number in range(4):
        await owner.call("POST", "/conversations", {"title": f"Chat {number}"})
    await owner.call("PUT", "/archive/retention", {"days": 30})
    async with tab(browser, width) as opened:
        page = opened.page
        await sign_in(page, owner.server.url)
        await page.goto(f"{owner.server.url}/chats?sort=title")
        rows = page.get_by_role("list", name="Conversations").get_by_role("listitem")
        await expect(rows).to_have_text([re.compile(f"Chat {number}") for number in range(4)])
        await page.get_by_label("Select “Chat 1”").check()
        await page.get_by_label("Select “Chat 3”").click(modifiers=["Shift"])
        bar = page.get_by_role("region", name="Selected conversations")
        await expect(bar).to_contain_text("3 selected")
        assert await violations(page) == []
        await bar.get_by_role("button", name="Archive").click()
        await expect(rows).to_have_count(1)
        await page.get_by_role("button", name="Undo").click()
        await expect(rows).to_have_count(4)
        await page.get_by_label("Select all shown").check()
        await bar.get_by_role("button", name="Archive").click()
        await expect(page.get_by_text("Nothing here yet")).to_be_visible()
        await page.get_by_text("Archived", exact=True).click()
        await expect(page).to_have_url(re.compile(r"archived=true"))
        await page.reload()
        await expect(page.get_by_text("deleted after 30 days")).to_be_visible()
        await expect(rows).to_have_count(4)
        await page.get_by_label("Select all shown").check()
        await bar.get_by_role("button", name="More actions").click()
        await page.get_by_role("menuitem", name="Delete").click()
        question = page.get_by_role("dialog", name="Delete 4 conversations?")
        await question.get_by_role("button", name="Delete").click()
        await expect(page.get_by_text("Nothing is archived")).to_be_visible()
        overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, "the page does not scroll sideways"
        assert opened.troubles == []


async def test_a_prompt_with_a_variable_comes_up_behind_a_slash(browser: Browser, owner: Person) -> None:
    async with tab(browser) as opened:
        page, keyboard = opened.page, opened.page.keyboard
        await sign_in(page, owner.server.url)
        await page.get_by_role("link", name="Prompts and templates").click()
        await page.get_by_role("button", name="New prompt").click()
        await page.get_by_label("Title").fill("Translate")
        await page.get_by_label("Command").fill("tr")
        await page.get_by_label("Text", exact=True).fill("Say this in {{language}}: hello")
        await expect(page.get_by_text("Asks for: language")).to_be_visible()
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_text("/tr", exact=True)).to_be_visible()
        assert await violations(page) == []
        await page.get_by_role("link", name="New chat", exact=True).click()
        field = page.get_by_role("textbox", name="Your message")
        await field.fill("/tr")
        await expect(page.get_by_role("option", name="Translate")).to_have_attribute("aria-selected", "true")
        await keyboard.press("Enter")
        await page.get_by_role("dialog", name="Translate").get_by_label("Language").fill("German")
        await page.get_by_role("button", name="Insert").click()
        await expect(field).to_have_value("Say this in German: hello")
        assert opened.troubles == []
