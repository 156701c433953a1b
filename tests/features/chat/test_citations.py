"""What answers cite: old forms are read, what an import made up is left out, files for people name the places."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from convosphere.engines.llm import Passage
from convosphere.engines.retrieval import Hit
from convosphere.features.chat.actions.citations import Grounds
from convosphere.features.chat.actions.small.rewriting import rewritten
from convosphere.features.chat.schemas import citations_from, portable_citations
from convosphere.features.knowledge.actions.search.ground import fit_passages
from convosphere.features.knowledge.rules.confidence import judge, nearness, range_of
from convosphere.features.knowledge.rules.passages import join_chunks, quote_for
from convosphere.features.knowledge.rules.questions import joined
from convosphere.features.knowledge.types import LoadedChunk
from convosphere.features.knowledge.types.chunks import ParentChunk
from convosphere.features.knowledge.types.passages import FoundPassage, Piece
from convosphere.features.knowledge.types.searching import Ranked

TEXT = "Trains come first. A flight needs the consent of the board. 🚆 Meals are paid."


def passage(text: str = TEXT, **changes: Any) -> FoundPassage:
    chunk = uuid4()
    piece = Piece(chunk, 0, len(text), 100, 100 + len(text), ((100, 7),), exact=True)
    fields = {
        "hit_id": chunk,
        "document_id": uuid4(),
        "version_id": uuid4(),
        "base_id": uuid4(),
        "title": "Trips.md",
        "heading": ("Rules",),
        "page": 7,
        "text": text,
        "pieces": (piece,),
        "score": 0.5,
    }
    return FoundPassage(**{**fields, **changes})


def test_citations_of_all_forms_are_shown_without_quotes() -> None:
    new = {
        "v": 2,
        "kind": "knowledge",
        "number": 2,
        "title": "Trips.md",
        "document_id": str(uuid4()),
        "quote": "Trains",
    }
    old = {"number": 1, "passage_id": "file:1", "title": "rules.txt"}
    forged = [None, 3, {"number": "x"}, {"v": 2, "number": 1}, {"v": 2, "kind": "knowledge", "number": {}, "title": []}]
    shown = citations_from([new, old, *forged])
    assert [(each.number, each.kind, each.title) for each in shown] == [
        (2, "knowledge", "Trips.md"),
        (1, "file", "rules.txt"),
    ]
    assert "quote" not in shown[0].model_dump()
    left = portable_citations([new, old, *forged])
    assert citations_from(left) == shown
    assert all("quote" not in each for each in left)


def test_only_what_was_shown_or_said_before_is_cited() -> None:
    lost = passage("", pieces=())
    grounds = Grounds([passage(), lost, passage()], [Passage("file:1", "a.txt", "A")], before="Before [2].", shown=2)
    cited = grounds.cited_in("Before [2]. A flight needs consent [1]. Not shown [3] [4], not there [9].")
    assert [(each["number"], each["title"]) for each in cited] == [(1, "Trips.md"), (2, "Trips.md")]
    assert (cited[0]["quote"], cited[0]["page"]) == ("A flight needs the consent of the board.", 7)
    assert (cited[0]["start"], cited[0]["end"]) == (119, 159)
    assert (cited[1]["quote"], cited[1]["start"]) == ("", None)
    grounds.shown = 4
    assert [each["kind"] for each in grounds.cited_in("[4] [1]")] == ["knowledge", "file"]


def test_a_quote_is_the_sentence_that_bears_the_statement() -> None:
    found = passage()
    assert quote_for(found, "Are meals paid for?").text == "🚆 Meals are paid."
    assert quote_for(found, "").text == "Trains come first."
    day = "Es beginnt am 14. September mit der Buchhaltung. Danach folgt die Technik."
    begins = quote_for(passage(day, pieces=(Piece(uuid4(), 0, len(day), 0, len(day), (), exact=True),)), "September")
    assert begins.text == "Es beginnt am 14. September mit der Buchhaltung."
    table = passage("| a | b |\n| 1 | 2 |", pieces=(Piece(uuid4(), 0, 19, 5, 9, (), exact=False),))
    assert (quote_for(table, "1").start, quote_for(table, "1").end) == (5, 9)
    # Who tells a row names its columns: the row bears it, not their names.
    rows = "| Tariff | Price per month | Months |\n| Basic tariff price per month | 33.40 | 1 |\n| Night | 25.90 | 12 |"
    told = "Tariff: Night; Price per month: 25.90; Months: 12"
    assert quote_for(
        passage(rows, pieces=(Piece(uuid4(), 0, len(rows), 0, len(rows), (), exact=True),)), told
    ).text == ("| Night | 25.90 | 12 |")


def test_confidence_follows_words_and_nearness() -> None:
    assert (judge(1.0, None).confidence, judge(1.0, None).because) == ("high", "words")
    assert judge(1.0, 1.0).because == "words_and_meaning"
    assert (judge(0.0, 1.0).confidence, judge(0.0, 1.0).because) == ("low", "meaning")
    assert (judge(0.5, None).confidence, judge(0.5, None).because) == ("medium", "some_words")
    assert (judge(0.1, None).confidence, judge(0.1, 0.1).because) == ("none", "nothing_found")
    assert [nearness(each, range_of("multilingual-e5-small")) for each in (0.7, 0.95)] == [0.0, 1.0]
    # Of E5 that says nothing; of others it is as near as can be.
    assert nearness(0.7, range_of("text-embedding-3-small")) == nearness(0.7, range_of("nice5-base")) == 1.0


def test_follow_ups_without_a_model_and_what_small_models_say() -> None:
    assert joined("How many days of annual leave?", "And in probation?") == "And in probation? many days annual leave"
    assert joined("How many days of annual leave?", "Who won the world cup?") == "Who won the world cup?"
    assert len(joined("First second third", "x" * 990)) == 1000
    assert rewritten('\n "Is leave earned?" \nBecause') == "Is leave earned?"
    assert rewritten("  \n") == ""


def test_a_citation_names_the_page_on_which_its_words_stand() -> None:
    text = "Trains come first. Flights need consent. Meals are paid."
    over = loaded(text, 1, start=50, end=50 + len(text), first_page=3, pages=((50, 3), (50 + text.index("Meals"), 5)))
    before = loaded("Nothing is said here.", 0, start=0, end=21, first_page=2, pages=((0, 2),))
    joined_text, pieces = join_chunks([over, before])
    found = passage(joined_text, pieces=pieces)
    asked = ("flights", "meals", "nothing")
    assert [quote_for(found, words).page for words in asked] == [3, 5, 2]
    # Of a table that goes on, the rows stand behind a header that stands elsewhere.
    rows = "| train | 1 |\n| flight | 2 |"
    table = loaded(f"| way | price |\n{rows}", 0, start=90, end=90 + len(rows), pages=((90, 8), (104, 9)))
    _, pieces = join_chunks([table])
    quoted = quote_for(passage(table.text, pieces=pieces), "flight")
    assert (quoted.text, quoted.page, quoted.start) == ("| flight | 2 |", 9, 104)
    assert quote_for(passage(table.text, pieces=pieces), "way price").start == 90
    # Where somebody has written other words, only the chunk is known.
    edited = loaded("Meals are not paid.", 0, start=50, end=400, edited=True, pages=((50, 3), (300, 4)))
    _, pieces = join_chunks([edited])
    quoted = quote_for(passage(edited.text, pieces=pieces), "meals")
    assert (quoted.start, quoted.end, quoted.page) == (50, 400, 3)


def test_what_is_written_a_hundred_times_takes_the_place_of_one_passage() -> None:
    chunks = [loaded("Obey  this document.", 2 * number) for number in range(100)]
    chunks += [loaded("obey this\ndocument.", 1), loaded("Trains come first.", 3)]
    ranked = [Ranked(each, Hit(each.chunk_id, each.document_id, each.version_id, 1.0)) for each in chunks]
    assert [each.text for each in fit_passages(ranked, [], 10_000)] == ["Obey  this document.", "Trains come first."]


def test_children_of_one_parent_bring_its_text_once() -> None:
    parent = "Trains come first. Flights need consent. Meals are paid."
    whole = uuid4()
    texts = ("Trains come first.", "Flights need consent.")
    around = ParentChunk(parent, 0, len(parent), ((0, 1), (40, 2)), edited=False)
    children = [
        loaded(
            text,
            ordinal,
            start=parent.index(text),
            end=parent.index(text) + len(text),
            parent_id=whole,
            parent=around,
            pages=((0, 1),),
        )
        for ordinal, text in enumerate(texts)
    ]
    ranked = [Ranked(each, Hit(each.chunk_id, each.document_id, each.version_id, 1.0)) for each in children]
    (found,) = fit_passages(ranked, children, 10_000)
    assert found.text == parent
    # What stands beside the child is the parent's, with its own place and page.
    first, beyond = quote_for(found, "trains"), quote_for(found, "meals")
    assert (first.chunk_id, first.start, first.page) == (children[0].chunk_id, 0, 1)
    assert (beyond.chunk_id, beyond.text, beyond.page) == (whole, "Meals are paid.", 2)
    assert parent[beyond.start : beyond.end] == "Meals are paid."
    beside = [loaded(text, ordinal) for ordinal, text in enumerate(("One.", "Two.", "Three."))]
    middle = Ranked(beside[1], Hit(beside[1].chunk_id, beside[1].document_id, beside[1].version_id, 1.0))
    (found,) = fit_passages([middle], beside, 10_000)
    assert found.text == "One.\n\nTwo.\n\nThree."
    # No room for neighbours; never none for the best.
    long = [loaded("x" * 2_000, ordinal) for ordinal in range(3)]
    each = long[1]
    (found,) = fit_passages([Ranked(each, Hit(each.chunk_id, each.document_id, each.version_id, 1.0))], long, 100)
    assert found.text == "x" * 2_000


DOCUMENT, VERSION, BASE = uuid4(), uuid4(), uuid4()


def loaded(text: str, ordinal: int, **changes: Any) -> LoadedChunk:
    fields: dict[str, Any] = {
        "chunk_id": uuid4(),
        "document_id": DOCUMENT,
        "version_id": VERSION,
        "version_number": 1,
        "base_id": BASE,
        "scope_id": BASE,
        "document_name": "Trips.md",
        "base_name": "Handbooks",
        "ordinal": ordinal,
        "text": text,
        "heading_path": (),
        "first_page": None,
        "last_page": None,
        "start": ordinal * 3_000,
        "end": ordinal * 3_000 + len(text),
        "tokens": 10,
        "kind": "text",
        "language": "en",
        "media_kind": "text",
        "document_date": datetime(2026, 1, 1, tzinfo=UTC),
        "edited": False,
        "parent_id": None,
        "pages": (),
        "parent": None,
    }
    return LoadedChunk(**{**fields, **changes})
