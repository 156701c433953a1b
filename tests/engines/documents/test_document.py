"""Documents keep their offsets, whatever they are made of, stored and loaded, in this form and the one before."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convosphere.engines.documents import Block, BlockKind, Document, Fault
from convosphere.engines.documents.document import table_block
from convosphere.engines.documents.language import detect_language
from tests.engines.documents.making import ENGLISH, GERMAN

TEXTS = st.text(max_size=60)
TABLES = st.lists(st.lists(TEXTS, min_size=1, max_size=3), min_size=1, max_size=4).map(table_block)
BLOCKS = st.lists(
    st.builds(Block, st.sampled_from([kind for kind in BlockKind if kind is not BlockKind.TABLE]), TEXTS) | TABLES,
    max_size=8,
)


@given(BLOCKS)
def test_offsets_are_exact(blocks: list[Block]) -> None:
    document = Document.of(blocks)
    assert [document.text[block.start : block.end] for block in document.blocks] == [
        block.text for block in document.blocks
    ]
    assert all(block.text.strip() for block in document.blocks)
    assert Document.from_json(orjson.loads(orjson.dumps(document.as_json()))) == document
    for block in document.blocks:
        if block.rows is not None:
            assert block.text.count("\n") == len(block.rows) - 1


def test_texts_become_storable() -> None:
    document = Document.of(
        [Block(BlockKind.PARAGRAPH, "\ufeff a\r\nb\x00\x07\ud800\x0cc "), Block(BlockKind.NOTE, "\x01")]
    )
    assert document.text == "a\nb\ufffd\nc"
    assert document.text.encode()


def test_code_keeps_its_indentation() -> None:
    document = Document.of([Block(BlockKind.CODE, "\n    if x:\n        y()\n\n")])
    assert document.text == "    if x:\n        y()"


def test_sections_follow_pages_or_headings() -> None:
    by_headings = Document.of(
        [
            Block(BlockKind.PARAGRAPH, "Before"),
            Block(BlockKind.HEADING, "Aims", level=2),
            Block(BlockKind.PARAGRAPH, "Text"),
        ]
    )
    assert [(each.heading, each.page, each.text) for each in by_headings.sections] == [
        (None, None, "Before"),
        ("Aims", None, "## Aims\n\nText"),
    ]
    by_pages = Document.of([Block(BlockKind.HEADING, "A", page=1), Block(BlockKind.PARAGRAPH, "B", page=2)])
    assert [(each.page, each.text) for each in by_pages.sections] == [(1, "# A"), (2, "B")]
    assert by_pages.characters == 4


def test_texts_stored_by_the_release_before_are_read() -> None:
    stored = {
        "schema": "convosphere-text/1",
        "sections": [
            {"text": "# Aims\nWe & you\n\nMore", "page": None, "heading": "Aims"},
            {"text": "Page", "page": 2, "heading": None},
        ],
        "pages": 2,
        "truncated": True,
    }
    document = Document.from_json(stored)
    assert [(block.kind, block.text, block.page) for block in document.blocks] == [
        (BlockKind.HEADING, "Aims", None),
        (BlockKind.PARAGRAPH, "We & you", None),
        (BlockKind.PARAGRAPH, "More", None),
        (BlockKind.PARAGRAPH, "Page", 2),
    ]
    assert (document.pages, document.truncated, document.warnings) == (2, True, ())
    assert Document.of([], warnings=(Fault.MACROS,)).as_json()["warnings"] == ["macros"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (GERMAN, "de"),
        (ENGLISH, "en"),
        ("Le comité a décidé que les archives de la ville sont ouvertes à tous ceux qui le demandent.", "fr"),
        ("El comité ha decidido que los documentos de la ciudad están abiertos para todos.", "es"),
        ("Il comitato ha deciso che i documenti della città sono aperti a tutti, anche per i turisti.", "it"),
        ("Комитет решил, что документы города открыты для всех.", "ru"),
        ("Η επιτροπή αποφάσισε ότι τα έγγραφα είναι ανοιχτά.", "el"),
        ("قررت اللجنة أن وثائق المدينة مفتوحة للجميع", "ar"),
        ("委员会决定向所有人开放城市档案馆的文件", "zh"),
        ("委員会は市の記録をすべての人に公開することを決めた", "ja"),
        ("1234 5678 | 99", None),
        ("ok", None),
        ("Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker", None),
    ],
)
def test_languages_are_told_by_their_small_words(text: str, language: str | None) -> None:
    assert detect_language(text) == language
