"""Knowledge in a real browser: files into a base, a question, an answer with its sources, the page that is cited."""

import re
from io import BytesIO
from pathlib import Path

from playwright.async_api import Browser, Page, expect
from reportlab.pdfgen.canvas import Canvas

from tests.acceptance.harness.browsing import sign_in, tab, violations
from tests.acceptance.harness.people import Person

TRAVEL = """# Dienstreisen

## Fahrtkosten

Bahnfahrten in der zweiten Klasse werden vollständig erstattet.

## Hotels

Eine Übernachtung darf höchstens 120 Euro kosten.
"""
SECURITY = ("Visitors wear a badge at all times.", "A lost laptop is reported to the help desk within two hours.")


async def test_files_become_an_answer_that_leads_to_its_source(browser: Browser, owner: Person, tmp_path: Path) -> None:
    url = owner.server.url
    files = [tmp_path / "reisen.md", tmp_path / "security.pdf"]
    files[0].write_text(TRAVEL)
    files[1].write_bytes(_pdf(SECURITY))
    async with tab(browser) as desk, tab(browser, 360) as phone:
        await sign_in(desk.page, url)
        await desk.page.goto(f"{url}/knowledge")
        await expect(desk.page.get_by_text("No knowledge yet")).to_be_visible()
        await desk.page.get_by_role("button", name="New base").click()
        await desk.page.get_by_role("textbox", name="Name").fill("Handbooks")
        await desk.page.get_by_role("button", name="Create base").click()
        await expect(desk.page.get_by_text("No documents yet")).to_be_visible()
        assert await violations(desk.page) == []
        await desk.page.get_by_label("Files", exact=True).set_input_files(files)
        for name in ("reisen.md", "security.pdf"):
            await _found(desk.page, name)
        assert await violations(desk.page) == []

        await desk.page.get_by_role("link", name="Ask about it").click()
        await _ask(desk.page, "Who is told about a lost laptop?")
        answer = desk.page.locator("article[data-status]").last
        await expect(answer).to_have_attribute("data-status", "completed")
        await expect(answer).to_contain_text("reported to the help desk within two hours")
        await expect(answer.get_by_text(re.compile("Searched 2 documents"))).to_be_visible()
        await answer.get_by_role("button", name="Source 1: security.pdf").first.click()
        source = desk.page.get_by_role("complementary", name="security.pdf")
        await expect(source.locator("blockquote")).to_contain_text("lost laptop")
        # The page stands beside the chat, with the cited words marked on it.
        await expect(source.locator("figure[data-page='2'] mark")).to_be_visible()
        assert await violations(desk.page) == []
        await source.get_by_role("link", name="Open at this place").click()
        cited = desk.page.locator("figure[data-page='2']")
        await expect(cited.get_by_role("img", name="Page 2 of 2")).to_be_visible()
        await expect(cited.locator("mark").first).to_be_visible()
        assert await violations(desk.page) == []

        await sign_in(phone.page, url)
        await phone.page.goto(f"{url}/knowledge/search?q=Übernachtungen")
        hit = phone.page.get_by_role("link", name=re.compile("höchstens 120 Euro"))
        await expect(hit.locator("mark", has_text="Übernachtung")).to_be_visible()
        assert await violations(phone.page) == []
        await hit.click()
        await expect(phone.page.locator("article mark", has_text="höchstens 120 Euro")).to_be_visible()
        assert await violations(phone.page) == []
        assert desk.troubles == []
        assert phone.troubles == []


async def _found(page: Page, name: str) -> None:
    """Waits until a document is taken in: then nothing is said of its state."""
    row = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=name))
    await expect(row).to_be_visible()
    await expect(row.get_by_text(re.compile("Waiting|Being|Meaning|Almost"))).to_have_count(0, timeout=30_000)
    await expect(row.get_by_text("Failed")).to_have_count(0)


async def _ask(page: Page, question: str) -> None:
    await page.get_by_role("textbox", name="Your message").fill(question)
    await page.get_by_role("button", name="Send").click()


def _pdf(pages: tuple[str, ...]) -> bytes:
    out = BytesIO()
    canvas = Canvas(out)
    for text in pages:
        canvas.drawString(72, 720, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
