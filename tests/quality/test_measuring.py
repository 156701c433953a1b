"""What measures search: the forms of collections, an embedder learned from texts, the choice of a fusion."""

import asyncio
import json
from pathlib import Path
from uuid import UUID

import pytest
from bench.fusing import by_chance, cross_validated, fused_anew
from bench.learned import Learned
from bench.ranking import Document, Question, read_collection

from convosphere.engines.retrieval import Fusion, FusionKind, Hit

DOCUMENTS = [Document("d1", "Leave", "Thirty days & more.", "en"), Document("d2", "", "Urlaub für alle", "en")]
QUESTIONS = [Question("1", "How much leave?", "en")]


def test_one_collection_in_both_forms(tmp_path: Path) -> None:
    beir = tmp_path / "beir"
    (beir / "qrels").mkdir(parents=True)
    lines = [{"_id": "d1", "title": "Leave", "text": "Thirty days & more."}, {"_id": "d2", "text": "Urlaub für alle"}]
    (beir / "corpus.jsonl").write_text("\n".join(map(json.dumps, lines)))
    (beir / "queries.jsonl").write_text(
        '{"_id": "1", "text": "How much leave?"}\n{"_id": "2", "text": "Not judged?"}\n'
    )
    (beir / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n1\td1\t2\n1\td2\t0\n")
    trec = tmp_path / "trec"
    (trec / "docs").mkdir(parents=True)
    (trec / "docs" / "first").write_text(
        "<DOC>\n<DOCNO> d1 </DOCNO>\n<HEADLINE>Leave</HEADLINE>\n"
        "<TEXT>\n<P>Thirty days &amp; more.</P>\n</TEXT>\n</DOC>\n"
    )
    (trec / "second.sgml").write_bytes("<DOC><DOCNO>d2</DOCNO>Urlaub für alle</DOC>".encode("latin-1"))
    (trec / "topics.txt").write_text(
        "<top>\n<num> Number: 001\n<title> How much\nleave?\n<desc> Description:\nOf days.\n</top>\n"
        "<top><num>2</num><title></title><desc> Description: Not judged? </desc></top>\n"
    )
    (trec / "qrels.txt").write_text("001 0 d1 2\n1 0 d2 0\n")
    for directory in (beir, trec):
        found = read_collection(directory, "en")
        assert (found.documents, found.questions, found.grades) == (DOCUMENTS, QUESTIONS, {"1": {"d1": 2}})
    (trec / "qrels.txt").write_text("1 0 d9 1\n")
    with pytest.raises(ValueError, match="d9"):
        read_collection(trec)
    with pytest.raises(FileNotFoundError):
        read_collection(tmp_path)


def test_words_that_stand_together_are_learned_to_be_near() -> None:
    texts = [("Pets", f"The {a} and the {b} were fed by neighbours.") for a, b in (("tomcat", "kitten"),) * 3]
    texts += [("Harbour", f"A {a} left the {b} before sunrise.") for a, b in (("freighter", "quay"),) * 3]
    learned = Learned([*texts, ("Harbour", "Cranes unload containers.")], 3)
    again = Learned([*texts, ("Harbour", "Cranes unload containers.")], 3)
    tomcat, kittens, quay, nothing = asyncio.run(learned.questions(["tomcat", "kittens", "quay", "xyz 123"]))
    assert sum(a * b for a, b in zip(tomcat, kittens, strict=True)) > 0.9
    assert abs(sum(a * b for a, b in zip(tomcat, quay, strict=True))) < 0.3
    # Also of what it has never seen it says something that an index can compare.
    assert any(nothing)
    assert asyncio.run(again.questions(["kittens"])) == [kittens]


def test_a_fusion_is_chosen_by_other_questions_than_it_is_judged_by() -> None:
    good, lucky = Fusion(lexical_weight=0.6), Fusion(lexical_weight=0.1)
    assert cross_validated({good: [0.8] * 20, lucky: [0.7] * 20}) == pytest.approx(0.8)
    # Best of all on ten questions and worst on the others: who chooses it by some is wrong about the rest.
    assert cross_validated({good: [0.5] * 20, lucky: [1.0, 0.0] * 10}) < 0.5
    assert by_chance([1.0] * 20, [0.0] * 20) < 0.001
    assert by_chance([1.0, 0.0] * 10, [0.0, 1.0] * 10) == 1.0


def test_fusing_anew_keeps_what_a_leg_has_not_found() -> None:
    space = UUID(int=9)
    hits = [hit(1, 8.0, 0.7, 1, None), hit(2, 4.0, 0.9, 2, 1), hit(3, None, 0.8, None, 2)]

    def order(fusion: Fusion) -> list[int]:
        return [each.chunk_id.int for each in fused_anew(hits, space, fusion)]

    assert order(Fusion(lexical_weight=0.5)) == [2, 1, 3]
    assert order(Fusion(lexical_weight=0.9)) == [1, 2, 3]
    # By ranks the first has none among vectors, though a similarity is known.
    assert order(Fusion(FusionKind.RRF, 0.1)) == [2, 3, 1]


def hit(number: int, lexical: float | None, dense: float, lexical_rank: int | None, dense_rank: int | None) -> Hit:
    ids = (UUID(int=number),) * 3
    return Hit(*ids, 0.0, lexical, dense, lexical_rank, dense_rank)
