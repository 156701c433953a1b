"""On the train: the application opens without a connection, and what was asked there goes out exactly once."""

import asyncio

import aiohttp
import pytest
from playwright.async_api import Browser, Page, expect

from convosphere.entry.static import BUILD
from tests.acceptance.conftest import Install
from tests.acceptance.harness.browsing import PATIENCE_MS, require_chromium, tab
from tests.acceptance.harness.people import PASSWORD, Person, found
from tests.acceptance.harness.processes import FakeProviderProcess, Process

pytestmark = pytest.mark.browser

ECHO = "fake-plain-echo"
_IS_KEPT = """async ([chat]) => {
  await navigator.serviceWorker.ready;
  const names = await indexedDB.databases();
  if (names.length === 0) return false;
  const database = await new Promise((done, failed) => {
    const asked = indexedDB.open("convosphere-offline");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = failed;
  });
  const count = async (store, key) => new Promise((done) => {
    const asked = database.transaction(store).objectStore(store).count(key);
    asked.onsuccess = () => done(asked.result);
  });
  const both = (await count("chats", chat)) === 1 && (await count("queries")) === 1;
  database.close();
  return both;
}"""


@pytest.fixture(scope="module")
def product(install: Install) -> Process:
    require_chromium()
    if not (BUILD / "sw.js").exists():
        pytest.skip("needs the built web client: make web")
    running = install().process("run")
    running.start()
    return running


async def _until(page: Page, condition: str, argument: list[str] | None = None) -> None:
    """Waits for a promise to bring true; the browser's stores tell of no change."""
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while not await page.evaluate(condition, argument):  # noqa: ASYNC110 - it happens in another process
            await asyncio.sleep(0.2)


async def _ask(page: Page, question: str) -> None:
    await page.get_by_role("textbox", name="Your message").fill(question)
    await page.get_by_role("textbox", name="Your message").press("Enter")
    await expect(page.get_by_text("Will be sent as soon as there is a connection").last).to_be_visible()
    await expect(page.get_by_text(question)).to_be_visible()


async def _questions(person: Person, conversation: str) -> list[str]:
    items = (await person.messages(conversation))["items"]
    return [item["content"] for item in items if item["role"] == "user"]


async def test_on_the_train(
    browser: Browser, http: aiohttp.ClientSession, product: Process, provider: FakeProviderProcess
) -> None:
    founding = found(product.url, provider.url, [ECHO])
    owner = Person(http, product, founding.token)
    await owner.call("PATCH", "/me", {"onboarded": True})
    conversation = await owner.begin(founding.models[ECHO], "Vienna")
    await owner.ask(conversation, "Read at the station")
    async with tab(browser) as opened:
        page = opened.page
        await page.goto(f"{product.url}/c/{conversation}")
        await page.get_by_label("E-mail address").fill("owner@acceptance.example")
        await page.get_by_label("Password", exact=True).fill(PASSWORD)
        await page.get_by_role("button", name="Sign in").click()
        await expect(page.get_by_role("article").last).to_have_attribute("aria-busy", "false")
        await _until(page, _IS_KEPT, [conversation])
        assert opened.troubles == []

        # In the tunnel: a reload, a question, another chat, and the tab is closed.
        context = page.context
        await context.set_offline(True)
        await page.reload()
        await expect(page.get_by_role("article").last).to_contain_text("Read at the station")
        await expect(page.get_by_role("navigation").get_by_role("link", name="Vienna")).to_be_visible()
        await expect(page.get_by_text("You are reading the copy of")).to_be_visible()
        await _ask(page, "Asked in the tunnel")
        await _ask(page, "And one more")
        await page.goto(product.url)
        await _ask(page, "Begun in the tunnel")
        begun = page.url.rsplit("/", 1)[-1]
        await page.close()
        assert await _questions(owner, conversation) == ["Read at the station"]

        # Two tabs come back at once.
        await context.set_offline(False)
        tabs = [await context.new_page() for _ in range(2)]
        for again in tabs:
            await again.goto(f"{product.url}/c/{conversation}")
        for again in tabs:
            await expect(again.get_by_role("article").last).to_contain_text("And one more")
            await expect(again.get_by_role("article").last).to_have_attribute("aria-busy", "false")
        await tabs[0].goto(f"{product.url}/c/{begun}")
        await expect(tabs[0].get_by_role("article").last).to_contain_text("Begun in the tunnel")
        assert await _questions(owner, conversation) == ["Read at the station", "Asked in the tunnel", "And one more"]
        assert await _questions(owner, begun) == ["Begun in the tunnel"]

        # Who leaves takes it along.
        await tabs[0].get_by_role("button", name="account menu").click()
        await tabs[0].get_by_role("menuitem", name="Sign out").click()
        await expect(tabs[0].get_by_role("button", name="Sign in")).to_be_visible()
        await _until(tabs[0], "async () => (await indexedDB.databases()).length === 0")
