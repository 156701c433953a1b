"""Files in a real browser: chosen, dropped, refused, sent, looked at; and an upload that is cut and goes on."""

import asyncio

import httpx
import pytest
from playwright.async_api import Browser, FilePayload, Request, Route, expect

from tests.acceptance.conftest import Install
from tests.acceptance.harness.browsing import Tab, sign_in, tab, violations
from tests.acceptance.harness.people import found
from tests.acceptance.harness.processes import Process
from tests.factories.files import pdf, png

pytestmark = pytest.mark.browser

LARGE = ("A line of the long report, as good as any other.\n" * 70_000).encode()
PIECES_BEFORE_THE_CUT = 2

# A file held over the page, and let go.
HOLD = """([type, name]) => {
  const data = new DataTransfer();
  data.items.add(new File(["# Dropped\\n\\nFrom **outside**."], name, {type: "text/markdown"}));
  const place = document.querySelector("main textarea");
  place.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture(scope="module")
def product(install: Install) -> Process:
    """An installation that has an owner; the built-in assistant answers."""
    running = install().start("run")
    token = found(running.url).token
    headers = {"authorization": f"Bearer {token}"}
    httpx.patch(f"{running.url}/api/v1/me", json={"onboarded": True}, headers=headers).raise_for_status()
    return running


def _file(name: str, content: bytes, media_type: str = "application/octet-stream") -> FilePayload:
    return {"name": name, "mimeType": media_type, "buffer": content}


async def test_files_go_along_with_a_question(browser: Browser, product: Process) -> None:
    async with tab(browser) as opened:
        page = opened.page
        await sign_in(page, product.url)
        await page.get_by_label("Photos and files").set_input_files(
            [
                _file("photo.png", png(400, 300)),
                _file("report.pdf", pdf("Hello from the report")),
                _file("tool.exe", b"MZ" + bytes(2_000)),
            ]
        )
        attached = page.get_by_role("list", name="Attached files")
        await expect(attached.get_by_role("alert")).to_contain_text("not accepted")
        await page.evaluate(HOLD, ["dragover", "dropped.md"])
        await expect(page.get_by_text("Drop the files here")).to_be_visible()
        await page.evaluate(HOLD, ["drop", "dropped.md"])
        for name in ("photo.png", "report.pdf", "dropped.md"):
            await expect(attached.get_by_role("button", name=f"Open {name}")).to_be_visible()
        found_wrong = {"chips": await violations(page)}
        field = page.get_by_role("textbox", name="Your message")
        await field.fill("What is in these?")
        await field.press("Enter")
        await expect(page.get_by_text("Remove the files that were not accepted")).to_be_visible()
        await attached.get_by_role("button", name="Remove tool.exe").click()
        await field.press("Enter")
        await _looks_at_each(opened)
        found_wrong["preview"] = await violations(page)
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("complementary", name="dropped.md")).to_have_count(0)
        assert {place: wrong for place, wrong in found_wrong.items() if wrong} == {}
        assert opened.troubles == []


async def _looks_at_each(opened: Tab) -> None:
    page = opened.page
    sent = page.get_by_role("list", name="Files of this question")
    await sent.get_by_role("button", name="Open photo.png").click()
    panel = page.get_by_role("complementary", name="photo.png")
    picture = panel.get_by_role("img", name="Image photo.png")
    await expect(picture).to_have_js_property("naturalWidth", 400)
    await panel.get_by_role("button", name="Larger").click()
    await expect(panel.get_by_text("125 %")).to_be_visible()
    async with page.expect_download() as download:
        await panel.get_by_role("button", name="Download").click()
    assert (await download.value).suggested_filename == "photo.png"

    await sent.get_by_role("button", name="Open report.pdf").click()
    # The text that lies over the drawn page.
    await expect(page.get_by_role("complementary", name="report.pdf")).to_contain_text("Hello from the report")
    await sent.get_by_role("button", name="Open dropped.md").click()
    await expect(page.get_by_role("complementary").get_by_role("heading", name="Dropped", exact=True)).to_be_visible()


async def test_an_upload_goes_on_after_a_cut_and_a_reload(browser: Browser, product: Process) -> None:
    arrived: list[int] = []

    async def cut(route: Route) -> None:
        if route.request.method == "PATCH" and len(arrived) >= PIECES_BEFORE_THE_CUT:
            await route.abort("connectionreset")
        else:
            await route.continue_()

    def note(request: Request) -> None:
        if request.method == "PATCH" and "/content" in request.url:
            arrived.append(int(request.headers["upload-offset"]))

    async with tab(browser, 360) as opened:
        page = opened.page
        await sign_in(page, product.url)
        page.on("requestfinished", note)
        await page.route("**/api/v1/files/*/content", cut)
        await page.get_by_label("Photos and files").set_input_files([_file("long.txt", LARGE, "text/plain")])
        await expect(page.get_by_text("waits for the connection")).to_be_visible()
        field = page.get_by_role("textbox", name="Your message")
        await field.fill("Sum this up")
        await page.get_by_role("button", name="Send").click()
        await expect(page.get_by_text("Will be sent as soon as all files are here.")).to_be_visible()
        # The draft is kept a moment after the last key.
        await asyncio.sleep(0.5)
        await page.unroute("**/api/v1/files/*/content")
        await page.reload()
        await expect(field).to_have_value("Sum this up")
        await expect(page.get_by_role("button", name="Open long.txt")).to_be_visible()
        assert arrived[0] == 0
        assert len(set(arrived)) == len(arrived), "no piece went twice"
        await page.get_by_role("button", name="Send").click()
        sent = page.get_by_role("list", name="Files of this question")
        await expect(sent.get_by_role("button", name="Open long.txt")).to_be_visible()
        overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, "the page does not scroll sideways"
