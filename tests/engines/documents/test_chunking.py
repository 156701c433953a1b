"""Pieces hold their limits and lose nothing."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convosphere.engines.documents import Block, BlockKind, Chunk, Document, Strategy, chunk, estimate_tokens
from convosphere.engines.documents.chunking import WHOLE_TOKENS
from convosphere.engines.documents.document import table_block
from tests.engines.documents.making import ENGLISH, GERMAN

WORDS = st.text(
    st.sampled_from("abcdeäöüß.,-  \n\u00a0Яж中文\u0301😀\u200d(%_9") | st.characters(codec="utf-8"), max_size=120
)
PARAGRAPHS = st.builds(
    Block,
    st.sampled_from([BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.CODE, BlockKind.NOTE]),
    WORDS | st.text("ab c", max_size=900),
    page=st.none() | st.integers(1, 3),
)
HEADINGS = st.builds(Block, st.just(BlockKind.HEADING), WORDS, level=st.integers(1, 6))
TABLES = st.lists(st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=30).map(table_block)
DOCUMENTS = st.lists(HEADINGS | PARAGRAPHS | TABLES, max_size=12).map(Document.of)
STRATEGIES = st.builds(
    Strategy,
    kind=st.sampled_from(["structure", "fixed", "whole", "parent_child"]),
    max_tokens=st.integers(16, 80),
    overlap_tokens=st.integers(0, 8),
    child_tokens=st.integers(8, 40),
)


@given(DOCUMENTS, STRATEGIES)
@settings(max_examples=150, deadline=None)
def test_laws_of_pieces(document: Document, strategy: Strategy) -> None:
    chunks = chunk(document, strategy)
    covered = bytearray(len(document.text))
    for number, piece in enumerate(chunks):
        assert piece.ordinal == number
        assert piece.text.strip()
        assert piece.tokens == estimate_tokens(piece.text)
        shown = document.text[piece.start : piece.end]
        # Only a table's header may stand before what is cited.
        assert piece.text == shown or (piece.kind == "table" and piece.text.endswith(f"\n{shown}"))
        assert piece.tokens <= limit(strategy, piece) or len(piece.text) == 1
        covered[piece.start : piece.end] = b"x" * (piece.end - piece.start)
    lost = [letter for place, letter in enumerate(document.text) if not covered[place] and letter.strip()]
    assert not lost
    for line in (siblings(chunks, None), *(siblings(chunks, piece.ordinal) for piece in chunks)):
        assert [piece.start for piece in line] == sorted(piece.start for piece in line)
        if strategy.kind != "fixed":
            assert all(first.end <= second.start for first, second in pairwise(line))
    for piece in chunks:
        if piece.parent is not None:
            parent = chunks[piece.parent]
            assert parent.parent is None
            assert parent.start <= piece.start < piece.end <= parent.end


def limit(strategy: Strategy, piece: Chunk) -> int:
    if strategy.kind == "whole":
        return WHOLE_TOKENS
    return strategy.max_tokens if piece.parent is None else strategy.child_tokens


def siblings(chunks: list[Chunk], parent: int | None) -> list[Chunk]:
    return [piece for piece in chunks if piece.parent == parent]


def heading(text: str, level: int = 1, page: int | None = None) -> Block:
    return Block(BlockKind.HEADING, text, level=level, page=page)


def paragraph(text: str, page: int | None = None) -> Block:
    return Block(BlockKind.PARAGRAPH, text, page=page)


def test_pieces_follow_the_headings() -> None:
    document = Document.of(
        [
            heading("Handbuch", 1, 1),
            heading("Urlaub", 2, 1),
            paragraph(GERMAN, 1),
            paragraph(GERMAN, 2),
            heading("Reisen", 2, 2),
            paragraph(ENGLISH, 2),
        ],
        language="de",
    )
    first, second = chunk(document)
    assert (first.heading_path, first.first_page, first.last_page) == (("Handbuch", "Urlaub"), 1, 2)
    assert first.text.startswith("Handbuch\n\nUrlaub\n\nDie Bürger")
    assert (second.heading_path, second.text.split("\n\n")[0]) == (("Handbuch", "Reisen"), "Reisen")
    assert (first.language, second.language) == ("de", "en")


def test_tables_repeat_their_header() -> None:
    rows = [["Jahr", "Umsatz in Euro"], *([str(1900 + year), str(year * 1_000)] for year in range(100))]
    document = Document.of([heading("Zahlen"), table_block(rows), paragraph(GERMAN)])
    *tables, last = chunk(document, Strategy(max_tokens=120))
    assert len(tables) > 5
    assert tables[0].text.startswith("Zahlen\n\n| Jahr | Umsatz in Euro |\n| 1900 | 0 |")
    assert all(piece.text.startswith("| Jahr | Umsatz in Euro |\n| 19") for piece in tables[1:])
    assert {piece.kind for piece in tables} == {"table"}
    assert all(piece.heading_path == ("Zahlen",) for piece in (*tables, last))
    assert last.kind == "text"
    # Small ones stay with what is said about them.
    small = Document.of([paragraph("Die Zahlen:"), table_block(rows[:3])])
    assert len(chunk(small)) == 1


def test_code_stays_whole_where_it_can() -> None:
    body = "def answer(question):\n" + "    look(question)\n" * 30
    document = Document.of([heading("Use"), paragraph(ENGLISH), Block(BlockKind.CODE, body)])
    first, code = chunk(document, Strategy(max_tokens=250))
    assert (first.kind, code.kind) == ("text", "code")
    assert code.text == body.strip()


def test_fixed_pieces_overlap() -> None:
    document = Document.of([paragraph(f"{GERMAN} " * 30)])
    chunks = chunk(document, Strategy("fixed", max_tokens=100, overlap_tokens=20))
    for first, second in pairwise(chunks):
        shared = document.text[second.start : first.end]
        assert 10 <= estimate_tokens(shared) <= 20
        assert 90 <= first.tokens <= 100


def test_children_are_parts_of_their_parents() -> None:
    document = Document.of([heading("A"), paragraph(f"{GERMAN} " * 30), heading("B"), paragraph(GERMAN)])
    chunks = chunk(document, Strategy("parent_child", max_tokens=300, child_tokens=60))
    parents = [piece for piece in chunks if piece.parent is None]
    assert [piece.heading_path for piece in parents] == [("A",), ("A",), ("A",), ("B",)]
    assert all(siblings(chunks, piece.ordinal) for piece in parents)


def test_whole_documents_stay_whole_until_no_index_takes_them() -> None:
    document = Document.of([heading("A"), paragraph(GERMAN), heading("B"), paragraph(ENGLISH)])
    (whole,) = chunk(document, Strategy("whole"))
    assert whole.text == document.text
    long = Document.of([paragraph(f"{ENGLISH} " * 1_500)])
    assert len(chunk(long, Strategy("whole"))) > 1


def test_strategies_that_make_no_sense_are_refused() -> None:
    senseless: tuple[dict[str, Any], ...] = (
        {"max_tokens": 8},
        {"overlap_tokens": 300},
        {"child_tokens": 2},
        {"overlap_tokens": -1},
    )
    for options in senseless:
        with pytest.raises(ValueError, match="a piece has"):
            Strategy(**options)
