"""A press prints every form, survives a paper that cannot be printed, and ends."""

import asyncio
from pathlib import Path

import pytest

from convosphere.engines.publishing import Format, Paper, Part, PrintingError, open_press
from convosphere.engines.publishing.markup import blocks

BODY = "# Eins\n\n> Zwei\n\n1. a\n   - b **c** ~~d~~ `e`\n\n| x | y |\n|---|---|\n| 1 | 世界 |\n\n"
BODY += "---\n\n```\n\tcode 🚀\n```\n"
PAPER = Paper("Grüße 🚀", "de", (("Ordner", "שלום"),), (Part("Sie", "heute", BODY, ("Notiz",), asked=True),))


async def test_every_form_and_one_that_fails(tmp_path: Path) -> None:
    async with open_press(seconds=60, memory_mb=1024) as press:
        for form in Format:
            await press.print(PAPER, form, tmp_path / form)
        with pytest.raises(PrintingError):
            await press.print(PAPER, Format.PDF, tmp_path / "no" / "folder")
        await press.print(PAPER, Format.MARKDOWN, tmp_path / "again")
    begins = {"markdown": b"# Gr", "html": b"<!DOCTYPE html>", "pdf": b"%PDF-", "docx": b"PK", "again": b"# Gr"}
    for name, begin in begins.items():
        assert (await asyncio.to_thread((tmp_path / name).read_bytes)).startswith(begin)


async def test_what_takes_too_long_is_ended(tmp_path: Path) -> None:
    async with open_press(seconds=0.01, memory_mb=1024) as press:
        with pytest.raises(PrintingError, match="not in time"):
            await press.print(PAPER, Format.PDF, tmp_path / "late")


def test_formulas_stay_as_written_and_money_is_none() -> None:
    text = (
        r"It is $E = mc^2$, \(a\_b\) or $$\int e^{-x}\,dx$$; 5 $ and $6 is money, $7/$8 too, `$x$` code."
        "\n\n- [ ] a\n- [X] b"
    )
    found = [run for block in blocks(text) for run in block.runs]
    assert [run.text for run in found if run.code] == ["E = mc^2", r"a\_b", r"\int e^{-x}\,dx", "$x$"]
    assert "5 $ and $6 is money, $7/$8 too" in "".join(run.text for run in found)
    assert [run.text for run in found[-2:]] == ["☐ a", "☑ b"]
    (table,) = blocks("|a|b|c|\n|-|-:|:-:|\n|1|2|3|")
    assert table.columns == ["left", "right", "center"]


def test_blocks_know_their_place() -> None:
    found = [(block.kind, block.indent, block.bullet, block.quoted) for block in blocks(BODY)]
    assert found == [
        ("heading", 0, None, False),
        ("paragraph", 1, None, True),
        ("paragraph", 1, "1.", False),
        ("paragraph", 2, "◦", False),
        ("table", 0, None, False),
        ("rule", 0, None, False),
        ("code", 0, None, False),
    ]
