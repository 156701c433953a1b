"""What a new person sees in a real browser, from the first page to signing out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import aiohttp
import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from tests.acceptance.conftest import Install
from tests.acceptance.harness.browsing import Tab, sign_in, tab, violations
from tests.acceptance.harness.people import FOUNDER, PASSWORD, Founding, Person, found
from tests.acceptance.harness.processes import FakeProviderProcess, Process
from tests.fakes.plan import words

pytestmark = pytest.mark.browser

WORDS = 160
WHOLE = words(WORDS).split()
# What the environment's provider answers with by default; the script below makes it slow.
DEFAULT = "fake-echo"
# However long a test takes, there is still an answer to stop.
ENDLESS = "fake-endless-25tps"
# A name of its own: the provider's script gives the default model something else to say.
ECHO = "fake-plain-echo"
WIDTHS = (1280, 360)
HOSTILE = "<script>window.harmed = 1</script><img src=x onerror='window.harmed = 2'>\n\n```html\n<b>never closed"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeProviderProcess]:
    """A provider whose default model takes its time."""
    running = FakeProviderProcess(tmp_path_factory.mktemp("provider"))
    slow = {"model": DEFAULT, "words": WORDS, "tokens_per_second": 25, "times": None}
    httpx.post(running.url.replace("/v1", "/fake/script"), json=slow).raise_for_status()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def products(install: Install, provider: FakeProviderProcess) -> list[Process]:
    """Fresh installations that found the provider in their environment."""
    fresh = [install().process("run", OPENAI_API_KEY="sk-good", OPENAI_BASE_URL=provider.url) for _ in range(3)]
    for product in fresh:
        product.launch()
    for product in fresh:
        product.await_ready()
    return fresh


@pytest.fixture(scope="module")
def founding(products: list[Process], provider: FakeProviderProcess) -> Founding:
    """The last installation has an owner already, who chose what answers by default."""
    url = products[-1].url
    founding = found(url, provider.url, [ENDLESS, ECHO])
    token = {"authorization": f"Bearer {founding.token}"}
    default = f"{url}/api/v1/models/{founding.models[ENDLESS]}"
    httpx.patch(default, json={"is_default": True}, headers=token).raise_for_status()
    return founding


@pytest.fixture
async def owner(http: aiohttp.ClientSession, products: list[Process], founding: Founding) -> Person:
    person = Person(http, products[-1], founding.token)
    await person.call("PATCH", "/me", {"onboarded": True})
    return person


async def _navigation(page: Page) -> None:
    """Opens the navigation where it is a drawer."""
    opener = page.get_by_role("button", name="Open navigation")
    if await opener.count() and await opener.is_visible():
        await opener.click()


async def _choose_what_answers(page: Page) -> None:
    """Goes through the first steps; the environment's provider may still be asked for its models meanwhile."""
    await page.get_by_role("button", name="Continue").click()
    await expect(page.get_by_role("heading", name="What should answer?")).to_be_visible()
    await expect(page.get_by_text("models are ready")).to_be_visible()
    await page.get_by_role("button", name="Continue").click()


async def _sees_it_stream_through_a_reload(opened: Tab) -> None:
    answer = opened.page.get_by_role("article").last
    await expect(answer).to_contain_text("word-5 ")
    await expect(answer).to_have_attribute("aria-busy", "true")
    await opened.page.reload()
    await expect(answer).to_contain_text("word-20 ")
    await expect(answer).to_have_attribute("aria-busy", "true")
    await expect(answer).to_have_attribute("aria-busy", "false")
    assert await opened.words() == WHOLE


@pytest.mark.parametrize(("number", "width"), list(enumerate(WIDTHS)), ids=[str(width) for width in WIDTHS])
async def test_a_new_persons_path(browser: Browser, products: list[Process], number: int, width: int) -> None:
    async with tab(browser, width) as opened:
        page = opened.page
        await page.goto(products[number].url)
        await expect(page.get_by_role("heading", name="Set up ConvoSphere")).to_be_visible()
        await page.get_by_label("Name of your organisation").fill("Acceptance")
        await page.get_by_label("Your name").fill("Olga Owner")
        await page.get_by_label("E-mail address").fill("owner@acceptance.example")
        await page.get_by_label("Password", exact=True).fill(PASSWORD)
        await page.get_by_role("button", name="Create account and organisation").click()

        await expect(page.get_by_role("heading", name="Welcome, Olga Owner")).to_be_visible()
        await _choose_what_answers(page)
        await page.get_by_role("button", name="What can you help me with?").click()

        field = page.get_by_role("textbox", name="Your message")
        await expect(field).to_have_value("What can you help me with?")
        await page.get_by_role("button", name="Send").click()
        await expect(page).to_have_url(re.compile(r"/c/[0-9a-f-]{36}$"))
        await _sees_it_stream_through_a_reload(opened)
        overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, "the page does not scroll sideways"

        await _navigation(page)
        await expect(page.get_by_role("link", name="What can you help me with?")).to_be_visible()
        await page.get_by_role("button", name=re.compile("Olga Owner.*account menu")).click()
        await page.get_by_role("menuitem", name="Sign out").click()
        await expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        await page.reload()
        await expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        assert opened.troubles == []


async def test_the_keyboard_alone_is_enough(browser: Browser, owner: Person) -> None:
    async with tab(browser) as opened:
        page, keyboard = opened.page, opened.page.keyboard
        await page.goto(owner.server.url)
        await expect(page.get_by_label("E-mail address")).to_be_focused()
        await keyboard.type("owner@acceptance.example")
        await opened.press_until(page.get_by_label("Password", exact=True))
        await keyboard.type(PASSWORD)
        await keyboard.press("Enter")
        field = page.get_by_role("textbox", name="Your message")
        await expect(field).to_be_visible()
        await opened.press_until(field)
        await keyboard.type("Go")
        await keyboard.press("Enter")
        answer = page.get_by_role("article").last
        await expect(answer).to_contain_text("word-5 ")
        await opened.press_until(page.get_by_role("button", name="Stop the answer"))
        await keyboard.press("Enter")
        await expect(answer).to_contain_text("You stopped this answer.")
        shown = await opened.words()
        assert shown == words(len(shown)).split()
        await opened.press_until(page.get_by_role("button", name=re.compile("Olga Owner.*account menu")), "Shift+Tab")
        await keyboard.press("Enter")
        await opened.press_until(page.get_by_role("menuitem", name="Sign out"), "ArrowDown")
        await keyboard.press("Enter")
        await expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        assert opened.troubles == []


async def test_markup_in_questions_answers_and_titles_is_text(
    browser: Browser, owner: Person, founding: Founding
) -> None:
    conversation = await owner.begin(founding.models[ECHO], "<script>window.harmed = 3</script>")
    await owner.ask(conversation, HOSTILE)
    async with tab(browser) as opened:
        await sign_in(opened.page, owner.server.url)
        await opened.page.goto(f"{owner.server.url}/c/{conversation}")
        answer = opened.page.get_by_role("article").last
        await expect(answer).to_have_attribute("aria-busy", "false")
        await expect(answer).to_contain_text("<b>never closed")
        assert "<script>window.harmed = 1</script>" in await opened.page.get_by_role("main").inner_text()
        await expect(opened.page.get_by_role("link", name="<script>window.harmed = 3</script>")).to_be_visible()
        assert await opened.page.evaluate("window.harmed") is None
        assert opened.troubles == []


@dataclass(frozen=True)
class Reading:
    """How somebody looks at the pages, and what stands there then."""

    width: int
    scheme: Literal["light", "dark"]
    locale: str
    mail: str
    password: str
    submit: str
    message: str
    find: str
    sections: dict[str, str]


DESK = Reading(
    1280,
    "light",
    "en-GB",
    "E-mail address",
    "Password",
    "Sign in",
    "Your message",
    "Search in all messages",
    {"profile": "Profile", "security": "Security", "appearance": "Appearance"},
)
PHONE = Reading(
    360,
    "dark",
    "de-DE",
    "E-Mail-Adresse",
    "Passwort",
    "Anmelden",
    "Ihre Nachricht",
    "In allen Nachrichten suchen",
    {"profile": "Profil", "security": "Sicherheit", "appearance": "Darstellung"},
)


@pytest.mark.parametrize("reading", [DESK, PHONE], ids=["desk", "German phone in the dark"])
async def test_no_page_shuts_anybody_out(browser: Browser, owner: Person, founding: Founding, reading: Reading) -> None:
    url = owner.server.url
    conversation = await owner.begin(founding.models[ECHO])
    await owner.ask(conversation, "What can you help me with?")
    await owner.call("PATCH", "/me", {"locale": reading.locale[:2]})
    async with tab(browser, reading.width, reading.locale, reading.scheme) as opened:
        page = opened.page
        await page.goto(url)
        button = page.get_by_role("button", name=reading.submit)
        await expect(button).to_be_visible()
        found = {"sign in": await violations(page)}
        await page.get_by_label(reading.mail).fill(FOUNDER)
        await page.get_by_label(reading.password, exact=True).fill(PASSWORD)
        await button.click()
        await expect(page.get_by_role("textbox", name=reading.message).first).to_be_visible()
        found["new chat"] = await violations(page)
        await page.goto(f"{url}/c/{conversation}")
        await expect(page.get_by_role("article").last).to_have_attribute("aria-busy", "false")
        found["conversation"] = await violations(page)
        await page.goto(f"{url}/search?q=help")
        await expect(page.get_by_role("searchbox", name=reading.find)).to_be_visible()
        await expect(page.get_by_role("main").get_by_role("link").first).to_be_visible()
        found["search"] = await violations(page)
        for section, heading in reading.sections.items():
            await page.goto(f"{url}/settings/{section}")
            await expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
            found[section] = await violations(page)
        assert {place: wrong for place, wrong in found.items() if wrong} == {}
        assert opened.troubles == []
