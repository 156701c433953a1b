"""Chats in and out in a real browser, at a desk and on a phone: looked through, imported, exported, downloaded."""

import json

import aiohttp
import pytest
from playwright.async_api import Browser, FilePayload, expect

from tests.acceptance.harness.browsing import sign_in, tab, violations
from tests.acceptance.harness.people import Founding, Person
from tests.acceptance.harness.processes import Process
from tests.features.transfer import samples

pytestmark = pytest.mark.browser


@pytest.fixture
async def owner(http: aiohttp.ClientSession, product: Process, founding: Founding) -> Person:
    person = Person(http, product, founding.token)
    await person.call("PATCH", "/me", {"onboarded": True})
    # Each test begins without anything.
    await person.call("POST", "/conversations/bulk", {"action": "delete", "filter": {}})
    for noun in ("imports", "exports"):
        for item in (await person.call("GET", f"/{noun}"))["items"]:
            await person.call("DELETE", f"/{noun}/{item['id']}")
    return person


def _file() -> FilePayload:
    """A ChatGPT export of one chat with a branch, and one that cannot be read."""
    broken = samples.chatgpt(samples.node("a", None), title="Empty", key="empty")
    data = json.dumps([samples.branched(), broken]).encode()
    return {"name": "conversations.json", "mimeType": "application/json", "buffer": data}


@pytest.mark.parametrize("width", [1280, 360])
async def test_in_with_a_dry_run_and_out_again(browser: Browser, owner: Person, width: int) -> None:
    async with tab(browser, width) as opened:
        page = opened.page
        await sign_in(page, owner.server.url)
        await page.goto(f"{owner.server.url}/settings/data")
        await page.get_by_label("Choose a file", exact=True).last.set_input_files(_file())
        await expect(page.get_by_text("One chat with 5 messages would come.")).to_be_visible()
        await page.get_by_text("One remark").click()
        await expect(page.get_by_text("Cannot be read and is left out; wrong or missing: messages.")).to_be_visible()
        assert await violations(page) == []
        await page.get_by_role("button", name="Import one chat: conversations.json").click()
        await expect(page.get_by_text("One chat imported")).to_be_visible()
        await page.get_by_role("button", name="Export all chats").click()
        await page.get_by_role("radio", name="HTML").check()
        await page.get_by_role("button", name="Export", exact=True).click()
        async with page.expect_download() as download:
            await page.get_by_role("button", name="Download the export of All chats").click()
        assert (await download.value).suggested_filename.endswith(".zip")
        # One chat, from its own menu.
        [chat] = (await owner.call("GET", "/conversations"))["items"]
        await page.goto(f"{owner.server.url}/c/{chat['id']}")
        await expect(page.get_by_text("In Frankfurt.")).to_be_visible()
        await page.get_by_role("button", name="Options of “Weimar”").filter(visible=True).last.click()
        await page.get_by_role("menuitem", name="Export").click()
        dialog = page.get_by_role("dialog", name="Export “Weimar”")
        await dialog.get_by_role("button", name="Export").click()
        async with page.expect_download() as download:
            await dialog.get_by_role("button", name="Download").click()
        assert (await download.value).suggested_filename == "Weimar.md"
        assert opened.troubles == []
