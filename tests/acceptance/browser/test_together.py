"""Two people in one conversation, each in a browser of their own: one at a desk, one on a phone."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.acceptance.harness.browsing import Tab, sign_in, tab, violations
from tests.acceptance.harness.people import Founding, Person, found, join
from tests.acceptance.harness.processes import FakeProviderProcess, Process

pytestmark = pytest.mark.browser

ECHO = "fake-plain-echo"
SLOW = "fake-words-400-40tps"
# What a browser says of an answer that tells of a conversation taken away; no fault of the page.
GONE = "status of 404"


@pytest.fixture(scope="module")
def founding(product: Process, provider: FakeProviderProcess) -> Founding:
    return found(product.url, provider.url, [ECHO, SLOW])


@pytest.fixture
async def guest(owner: Person) -> Person:
    """A colleague, past the first steps."""
    person = await join(owner.http, owner.server)
    await person.call("PATCH", "/me", {"onboarded": True})
    return person


async def test_two_people_share_a_conversation(
    browser: Browser, owner: Person, guest: Person, founding: Founding
) -> None:
    url = owner.server.url
    conversation = await owner.begin(founding.models[ECHO], "Classics")
    await owner.ask(conversation, "Goethe in Weimar")
    colleague = await guest.call("GET", "/me")
    name: str = colleague["name"]
    async with tab(browser) as desk, tab(browser, 360) as phone:
        await sign_in(desk.page, url)
        await desk.page.goto(f"{url}/c/{conversation}")
        await sign_in(phone.page, url, colleague["email"])
        await _admit(desk.page, name)
        assert await violations(desk.page) == []
        await _close(desk.page)

        await phone.page.get_by_role("button", name="Open navigation").click()
        shared = phone.page.get_by_role("region", name="Shared with me")
        await expect(shared.get_by_role("img", name="Unread")).to_be_visible()
        await shared.get_by_role("link", name="Classics").click()
        for page in (desk.page, phone.page):
            await expect(page.get_by_role("article")).to_have_count(2)
        await expect(desk.page.get_by_role("img", name=f"Here now: {name}")).to_be_visible()
        await expect(desk.page.get_by_role("img", name=f"Read by {name}")).to_be_visible()
        await expect(phone.page.get_by_role("heading", name="Olga Owner")).to_be_visible()

        await _questions_wait_for_each_other(desk, phone, name)
        assert await violations(phone.page) == []

        await desk.page.get_by_role("banner").get_by_role("button", name=re.compile("^Options")).click()
        await desk.page.get_by_role("menuitem", name="Share").click()
        await desk.page.get_by_label(f"What {name} may do").select_option("reader")
        await expect(phone.page.get_by_text("You are reading along.")).to_be_visible()
        await expect(phone.page.get_by_role("textbox", name="Your message")).to_have_count(0)
        await expect(phone.page.get_by_role("button", name="Edit the question")).to_have_count(0)
        await desk.page.get_by_role("button", name=f"Remove {name}").click()
        await expect(phone.page.get_by_text("This conversation is no longer shared with you")).to_be_visible()
        await expect(phone.page.get_by_role("article")).to_have_count(0)
        assert await violations(phone.page) == []
        await _close(desk.page)
        await expect(desk.page.get_by_role("img", name=re.compile("Here now"))).to_have_count(0)
        assert desk.troubles == []
        assert [trouble for trouble in phone.troubles if GONE not in trouble] == []


async def _admit(page: Page, name: str) -> None:
    await expect(page.get_by_role("article")).to_have_count(2)
    await page.get_by_role("banner").get_by_role("button", name=re.compile("^Options")).click()
    await page.get_by_role("menuitem", name="Share").click()
    await page.get_by_role("radio", name="write too").click()
    await page.get_by_role("combobox", name="Add people or groups").fill(name)
    await page.get_by_role("option", name=re.compile(f"^{name}")).click()
    await expect(page.get_by_text(f"{name} can see the conversation now.")).to_be_visible()
    await expect(page.get_by_label(f"What {name} may do")).to_have_value("writer")


async def _close(page: Page) -> None:
    await page.get_by_role("dialog").get_by_role("button", name="Close").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def _questions_wait_for_each_other(desk: Tab, phone: Tab, name: str) -> None:
    """One asks while the other's answer is being written; both see the same all the time."""
    await desk.page.get_by_role("button", name=re.compile("Choose another")).click()
    await desk.page.get_by_role("menuitemradio", name=SLOW).click()
    await desk.page.get_by_role("textbox", name="Your message").fill("Many words")
    await desk.page.get_by_role("button", name="Send").click()
    await expect(phone.page.get_by_role("article").last).to_contain_text("word-5 ")

    await phone.page.get_by_role("textbox", name="Your message").press_sequentially("Schiller", delay=20)
    await expect(desk.page.get_by_text(f"{name} is typing …")).to_be_visible()
    await phone.page.get_by_role("button", name="Send next").click()
    waiting = desk.page.get_by_role("region", name="Waiting questions")
    await expect(waiting.get_by_role("listitem")).to_contain_text(f"{name}Schiller")
    await desk.page.get_by_role("button", name="Stop the answer").click()
    await expect(waiting).to_have_count(0)
    await expect(desk.page.get_by_role("heading", name=name)).to_be_visible()

    for page in (desk.page, phone.page):
        await expect(page.get_by_role("article")).to_have_count(6)
        await expect(page.get_by_role("article").last).to_contain_text("word-5 ")
    await phone.page.get_by_role("button", name="Stop the answer").click()
    for page in (desk.page, phone.page):
        await expect(page.get_by_role("article").last).to_have_attribute("aria-busy", "false")
    assert await desk.words() == await phone.words()
    await expect(phone.page.get_by_role("img", name="Read by Olga Owner")).to_be_visible()
    # Of the other's questions nothing is one's own to change.
    await expect(phone.page.get_by_role("button", name="Edit the question")).to_have_count(1)
