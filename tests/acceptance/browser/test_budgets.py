"""A budget in a real browser: set by an administrator, met by a member, seen in the usage."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.acceptance.conftest import Install
from tests.acceptance.harness.browsing import sign_in, tab, violations
from tests.acceptance.harness.people import Founding, Person, found, join
from tests.acceptance.harness.processes import FakeProviderProcess, Process

pytestmark = pytest.mark.browser

WORDY = "fake-words-400-4000tps"
# Enough for one question, less than its answer.
LIMIT = 400


@pytest.fixture(scope="module")
def product(install: Install) -> Process:
    """Reserves little for answers, so that the first one overdraws a small budget."""
    return install(models_reserved_output_tokens="1").start("run")


@pytest.fixture(scope="module")
def founding(product: Process, provider: FakeProviderProcess) -> Founding:
    return found(product.url, provider.url, [WORDY])


async def test_a_budget_refuses_a_question_and_says_why(browser: Browser, owner: Person, founding: Founding) -> None:
    url = owner.server.url
    member = await join(owner.http, owner.server)
    await member.call("PATCH", "/me", {"onboarded": True})
    colleague = await member.call("GET", "/me")
    name: str = colleague["name"]
    first, second = [await member.begin(founding.models[WORDY], title) for title in ("Goethe", "Schiller")]
    async with tab(browser) as desk, tab(browser, 360) as phone:
        await sign_in(desk.page, url)
        await _set_budget(desk.page, url, name)

        await sign_in(phone.page, url, colleague["email"])
        answers = phone.page.locator("article[data-status]")
        await phone.page.goto(f"{url}/c/{first}")
        await _ask(phone.page, "Goethe in Weimar")
        await expect(answers.last).to_have_attribute("data-status", "completed")
        await phone.page.goto(f"{url}/c/{second}")
        await _ask(phone.page, "Schiller in Jena")
        refusal = answers.last.get_by_role("alert")
        await expect(refusal).to_contain_text("The budget is used up")
        told = re.compile(
            r"Your daily budget is used up: \d+ tokens of 400 tokens.*begins anew on \d.*An administrator can raise it"
        )
        await expect(refusal).to_contain_text(told)
        assert await violations(phone.page) == []
        await phone.page.goto(f"{url}/settings/budgets")
        await expect(phone.page.get_by_text("0 of 400 tokens left")).to_be_visible()
        await expect(phone.page.get_by_text("Used up", exact=True)).to_be_visible()
        assert await violations(phone.page) == []

        await desk.page.reload()
        await expect(desk.page.get_by_text("Used up", exact=True)).to_be_visible()
        assert await violations(desk.page) == []
        await desk.page.goto(f"{url}/admin/usage?by=person")
        people = desk.page.get_by_role("region", name="By person")
        await expect(people.get_by_role("row", name=re.compile(f"^{name}"))).to_contain_text("not known")
        await expect(desk.page.get_by_role("img", name=re.compile("^Bar chart: cost a day"))).to_be_visible()
        assert await violations(desk.page) == []
        async with desk.page.expect_download() as saving:
            await desk.page.get_by_role("button", name="Export calls (CSV)").click()
        saved = await (await saving.value).path()
        assert name in saved.read_text()
        assert desk.troubles == []
        assert phone.troubles == []


async def _ask(page: Page, question: str) -> None:
    await page.get_by_role("textbox", name="Your message").fill(question)
    await page.get_by_role("button", name="Send").click()


async def _set_budget(page: Page, url: str, name: str) -> None:
    await page.goto(f"{url}/admin/budgets")
    await page.get_by_role("button", name="New budget").click()
    await page.get_by_role("combobox", name="For").click()
    await page.get_by_role("option", name="A person or a group").click()
    await page.get_by_role("combobox", name="Person or group").fill(name)
    await page.get_by_role("option", name=re.compile(name)).click()
    await page.get_by_role("combobox", name="Period").click()
    await page.get_by_role("option", name="Day").click()
    await page.get_by_label("Limit in tokens").fill(str(LIMIT))
    assert await violations(page) == []
    await page.get_by_role("button", name="Create budget").click()
    await expect(page.get_by_role("meter", name=f"Tokens used: {name}")).to_have_attribute("aria-valuenow", "0")
