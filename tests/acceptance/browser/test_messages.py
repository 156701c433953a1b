"""What people do with messages, in a browser: branches, the queue, several models, places in a long conversation."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.acceptance.harness.browsing import sign_in, tab, violations
from tests.acceptance.harness.people import Founding, Person, found
from tests.acceptance.harness.processes import FakeProviderProcess, Process

pytestmark = pytest.mark.browser

ECHO = "fake-plain-echo"
# Written until somebody stops it, however slow the machine is.
SLOW = "fake-endless-40tps"
# More than a page of messages holds.
TURNS = 22


@pytest.fixture(scope="module")
def founding(product: Process, provider: FakeProviderProcess) -> Founding:
    return found(product.url, provider.url, [ECHO, SLOW])


async def _ask(page: Page, text: str) -> None:
    await page.get_by_role("textbox", name="Your message").fill(text)
    await page.get_by_role("button", name=re.compile(r"^Send(?! now)")).click()


async def _choose_model(page: Page, name: str) -> None:
    await page.get_by_role("button", name=re.compile("Choose another")).click()
    await page.get_by_role("menuitemradio", name=name).click()


async def test_a_conversation_branches_waits_and_is_steered(
    browser: Browser, owner: Person, founding: Founding
) -> None:
    conversation = await owner.begin(founding.models[ECHO], "Branches")
    async with tab(browser) as opened:
        page = opened.page
        await sign_in(page, owner.server.url)
        await page.goto(f"{owner.server.url}/c/{conversation}")
        await _ask(page, "Goethe in Weimar")
        answer = page.get_by_role("article").last
        await expect(answer).to_contain_text("Goethe in Weimar")

        await page.get_by_role("button", name="Edit the question").click()
        await page.get_by_role("textbox", name="The question, to be asked anew").fill("Schiller in Jena")
        await page.get_by_role("button", name="Ask", exact=True).click()
        await expect(answer).to_contain_text("Schiller in Jena")
        versions = page.get_by_role("group", name="Versions of this question")
        await expect(versions).to_contain_text("2/2")
        await versions.get_by_role("button", name="Previous version").click()
        await expect(answer).to_contain_text("Goethe in Weimar")
        await expect(versions).to_contain_text("1/2")
        # What is shown is the server's to know.
        await page.reload()
        await expect(versions).to_contain_text("1/2")

        await page.get_by_role("button", name="Bad answer").click()
        await page.get_by_text("Incomplete").click()
        await page.get_by_role("button", name="Save").click()
        await page.reload()
        await expect(page.get_by_role("button", name="Bad answer")).to_have_attribute("aria-pressed", "true")

        await _choose_model(page, SLOW)
        await _ask(page, "Many words")
        await expect(answer).to_contain_text("word-5 ")
        await _ask(page, "First in line")
        await _ask(page, "Second in line")
        queue = page.get_by_role("region", name="Waiting questions")
        await expect(queue.get_by_role("listitem")).to_have_count(2)
        assert await violations(page) == []
        await queue.get_by_role("button", name="Take out of the queue").first.click()
        await expect(queue.get_by_role("listitem")).to_have_count(1)
        await queue.get_by_role("button", name="Send now").click()
        await expect(queue).to_have_count(0)
        await expect(page.get_by_text("You stopped this answer.")).to_be_visible()
        await expect(page.get_by_role("article").filter(has_text="Second in line")).to_be_visible()
        await expect(answer).to_contain_text("word-5 ")
        await page.get_by_role("button", name="Stop the answer").click()
        await page.get_by_role("button", name="Go on", exact=True).click()
        await expect(answer).to_have_attribute("aria-busy", "true")
        await page.get_by_role("button", name="Stop the answer").click()

        await expect(answer).to_have_attribute("aria-busy", "false")
        await page.get_by_role("button", name="More about this answer").last.click()
        await page.get_by_role("menuitem", name="Delete").click()
        before = await page.get_by_role("article").count()
        await page.get_by_role("button", name="Delete", exact=True).click()
        await expect(page.get_by_role("article")).to_have_count(before - 1)
        assert opened.troubles == []


async def test_places_and_several_models_on_a_phone(browser: Browser, owner: Person, founding: Founding) -> None:
    conversation = await owner.begin(founding.models[ECHO], "Long")
    first = ""
    for turn in range(TURNS):
        sent = {"content": f"Turn {turn}", "when_busy": "queue"}
        reply = await owner.call("POST", f"/conversations/{conversation}/messages", sent)
        first = first or reply["question"]["id"]
    async with tab(browser, 360) as opened:
        page = opened.page
        await sign_in(page, owner.server.url)
        await page.goto(f"{owner.server.url}/c/{conversation}")
        latest = page.get_by_role("article").last
        await expect(latest).to_contain_text(f"Turn {TURNS - 1}")
        await expect(latest).to_have_attribute("aria-busy", "false")
        await page.goto(f"{owner.server.url}/c/{conversation}?message={first}")
        target = page.locator(f"[data-message='{first}']")
        await expect(target).to_be_in_viewport()
        await expect(target).to_be_focused()
        await page.get_by_role("button", name="Jump to the latest").click()
        await expect(page).to_have_url(re.compile(rf"/c/{conversation}$"))
        await expect(latest).to_contain_text(f"Turn {TURNS - 1}")
        await expect(latest).to_be_in_viewport()
        # Older ones come while one scrolls up.
        for _ in range(40):
            if await target.count():
                break
            await page.get_by_role("region", name="Conversation", exact=True).evaluate("(e) => e.scrollBy(0, -600)")
            await page.wait_for_timeout(50)
        await expect(target).to_have_count(1)

        await page.get_by_role("button", name=re.compile("Choose another")).click()
        await page.get_by_role("menuitemcheckbox", name="Ask several models").click()
        await page.get_by_role("menuitemcheckbox", name="Built-in").click()
        await page.keyboard.press("Escape")
        await _ask(page, "Who are you?")
        await expect(page.get_by_role("tab")).to_have_count(2)
        assert await violations(page) == []
        await page.get_by_role("tab").nth(1).click()
        await expect(page.get_by_role("tab").nth(1)).to_have_attribute("aria-selected", "true")
        await page.get_by_role("button", name=re.compile("Go on with this answer: Built-in")).click()
        await expect(page.get_by_role("tab")).to_have_count(0)
        await expect(page.get_by_role("group", name="Versions of this answer")).to_contain_text("2/2")
        overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, "the page does not scroll sideways"
        assert opened.troubles == []
