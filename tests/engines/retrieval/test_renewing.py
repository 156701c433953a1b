"""What was indexed by an earlier analysis gets the words of this one, in its place."""

import hashlib
from collections.abc import Mapping
from uuid import UUID, uuid4

import pytest

from convosphere.engines.retrieval import ANALYSIS, VersionChunks
from convosphere.engines.retrieval.analysis import count_terms
from convosphere.engines.retrieval.weaviate import objects
from tests.engines.retrieval.library import Library, vector
from tests.engines.retrieval.test_contract import HARD

# What the analysis of each number makes of the texts below.
TERMS = {2: "0d9c3e823d51a72b"}
TEXTS = [
    *((text, "de") for text in HARD.values()),
    ("The invoices were paid by our customers on March 3rd, 2026; see pp. 4-7.", "en"),
    ("Les factures, invoices and Rechnungen: 1 234,50 €.", None),
]


def test_other_terms_have_another_number() -> None:
    made = [sorted(count_terms(text, language)[0].items()) for text, language in TEXTS]
    found = hashlib.sha256(repr(made).encode()).hexdigest()[:16]
    assert TERMS.get(ANALYSIS) == found, (
        f"Texts come to other terms ({found}): with the next release ANALYSIS grows by one, "
        "so that what is indexed is renewed; within one it stays, and this is noted here."
    )


async def test_words_are_renewed_where_they_are(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def earlier(text: str, language: str | None) -> tuple[Mapping[str, float], int]:  # noqa: ARG001 - as the real one
        """Knows no compounds yet."""
        words = text.lower().replace(".", "").split()
        return dict.fromkeys(words, 1.0), len(words)

    versions: dict[str, UUID] = {}
    with monkeypatch.context() as patched:
        patched.setattr("convosphere.engines.retrieval.bm25.count_terms", earlier)
        patched.setattr(objects, "count_terms", earlier)
        for name, text, vectors in (
            ("lease", "Der Mietvertrag liegt hier.", vector(1)),
            ("off", "Noch ein Kaufvertrag.", None),
            ("other", "Ganz anderes.", vector(0, 1)),
        ):
            versions[name] = await library.add(name, text, vectors)
    chunks = {"lease": "Der Mietvertrag liegt hier.", "off": "Noch ein Kaufvertrag.", "gone": "Ein Dienstvertrag."}
    await library.index.switch(library.organization_id, [library.chunk_id("off")], on=False)
    assert await library.names("Vertrag") == []
    parts = [
        VersionChunks(library.document_id(name), versions.get(name, uuid4()), [library.chunk(name, text)])
        for name, text in chunks.items()
    ]
    for _ in range(2):
        await library.index.renew(library.organization_id, parts)
        # Neither what is switched off comes back, nor what is not in the index into it.
        assert await library.names("Vertrag") == ["lease"]
    # Its vector is as it was, and it is there once.
    assert await library.names("Vertrag", vector(1)) == ["lease", "other"]
    await library.index.switch(library.organization_id, [library.chunk_id("off")], on=True)
    assert set(await library.names("Vertrag")) == {"lease", "off"}
