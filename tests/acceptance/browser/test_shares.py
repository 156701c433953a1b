"""A snapshot of a conversation for everybody in the organisation who has its link, until it is revoked."""

import re

import pytest
from playwright.async_api import Browser, expect

from tests.acceptance.harness.browsing import sign_in, tab, violations
from tests.acceptance.harness.people import Person, join

pytestmark = pytest.mark.browser

GONE = "status of 404"


async def test_a_snapshot_is_shared_read_continued_and_revoked(browser: Browser, owner: Person) -> None:
    url = owner.server.url
    conversation = await owner.begin(None, "Sums")
    await owner.ask(conversation, "What is 3 + 4?")
    reader = await join(owner.http, owner.server)
    await reader.call("PATCH", "/me", {"onboarded": True})
    email: str = (await reader.call("GET", "/me"))["email"]
    async with tab(browser) as mine, tab(browser, 360) as theirs:
        await sign_in(mine.page, url)
        await mine.page.goto(f"{url}/c/{conversation}")
        await expect(mine.page.get_by_role("article").last).to_contain_text("7")
        await mine.page.get_by_role("banner").get_by_role("button", name=re.compile("^Options")).click()
        await mine.page.get_by_role("menuitem", name="Share").click()
        await mine.page.get_by_role("tab", name="Snapshot link").click()
        await mine.page.get_by_role("button", name="Create link").click()
        link = await mine.page.get_by_label("Link", exact=True).input_value()
        assert link.startswith(f"{url}/shared/")
        assert await violations(mine.page) == []
        await owner.ask(conversation, "What is 30 + 40?")

        await sign_in(theirs.page, url, email)
        await theirs.page.goto(link)
        await expect(theirs.page.get_by_text("Shared by Olga Owner")).to_be_visible()
        # What was said later is none of theirs.
        await expect(theirs.page.get_by_role("article")).to_have_count(2)
        assert await violations(theirs.page) == []
        await theirs.page.get_by_role("button", name="Go on from here").click()
        await expect(theirs.page.get_by_role("textbox", name="Your message")).to_be_visible()
        await expect(theirs.page.get_by_role("article")).to_have_count(2)

        links = mine.page.get_by_role("list", name="Links to this conversation")
        await links.get_by_role("button", name="Revoke the link").click()
        await expect(links).to_have_count(0)
        await theirs.page.goto(link)
        await expect(theirs.page.get_by_role("heading", name="There is nothing at this link")).to_be_visible()
        assert mine.troubles == []
        assert [trouble for trouble in theirs.troubles if GONE not in trouble] == []
