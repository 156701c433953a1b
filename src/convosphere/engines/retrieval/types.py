"""What is put into a retrieval index, what is asked of it, and what it finds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """What is known of a document: who finds it, by which filters, and which of its versions.

    `version_id` None: nothing of it is found for now. `scope_id` says who may read it: the id of its base, or its own
    if it has readers of its own. `folder_id`: the folder it lies in, None at the top. Times are aware.
    """

    organization_id: UUID
    document_id: UUID
    base_id: UUID
    scope_id: UUID
    version_id: UUID | None
    folder_id: UUID | None = None
    tags: tuple[UUID, ...] = ()
    media_kind: str = ""
    language: str | None = None
    author: str | None = None
    # The document's own date, else when it came.
    date: datetime | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChunkEntry:
    """A piece of a version. `heading`: the title and the path of headings above it; `language`: ISO 639-1."""

    chunk_id: UUID
    ordinal: int
    heading: str
    text: str
    language: str | None = None
    # Of the space that it is staged for; None: found by its words only.
    vector: Sequence[float] | None = None


@dataclass(frozen=True, slots=True)
class VersionChunks:
    """Chunks of one version."""

    document_id: UUID
    version_id: UUID
    chunks: Sequence[ChunkEntry]


class FusionKind(StrEnum):
    """How the two legs become one list."""

    # Each leg's scores brought to 0..1, added up by weight.
    SCORES = "scores"
    # Reciprocal ranks, added up by weight.
    RRF = "rrf"


@dataclass(frozen=True, slots=True)
class Fusion:
    """How words and meaning are weighed: `lexical_weight` 1 is words alone, 0 vectors alone."""

    kind: FusionKind = FusionKind.SCORES
    lexical_weight: float = 0.6


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents are looked at. What is empty or None does not restrict.

    `folders`: in one of these; those below are named as well. `date_from` and `valid_at` include their moment,
    `date_to` does not. A document without a date is in no range of dates; one without validity dates is always valid.
    """

    folders: Collection[UUID] = ()
    tags_any: Collection[UUID] = ()
    tags_all: Collection[UUID] = ()
    media_kinds: Collection[str] = ()
    languages: Collection[str] = ()
    authors: Collection[str] = ()
    date_from: datetime | None = None
    date_to: datetime | None = None
    documents: Collection[UUID] = ()
    valid_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A question. `scopes` are what the person may read: none of them, nothing is found.

    Without `vectors` it is answered by words alone; with an empty `text` by vectors alone.
    """

    organization_id: UUID
    text: str
    scopes: Collection[UUID]
    # By space: documents of bases with different embedders can be asked at once.
    vectors: Mapping[UUID, Sequence[float]] = field(default_factory=dict)
    # None: all that the scopes permit.
    bases: Collection[UUID] | None = None
    filters: Filters = Filters()
    limit: int = 10
    # Of each leg.
    candidates: int = 100
    fusion: Fusion = Fusion()
    # What the question is written in, if that is known (ISO 639-1).
    language: str | None = None
    # Whether words that stand in nothing of what it may find are taken for slips of words that do.
    forgiving: bool = True


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. `score` is 0 to 1 and compares hits of one search only.

    `lexical` is its BM25 score and `dense` its cosine similarity (None: no word of the question in it; no vector of an
    asked space). The ranks count from 1 within the candidates of each leg (None: not among them).
    """

    chunk_id: UUID
    document_id: UUID
    version_id: UUID
    score: float
    lexical: float | None = None
    dense: float | None = None
    lexical_rank: int | None = None
    dense_rank: int | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of the question that stands in nothing of what it may find, and words one slip away that do.

    `start` and `end` are places in the question (code points). The words are folded (no umlauts), and of their forms
    it may be another one that stands there: what is shown is to be taken from the texts.
    """

    start: int
    end: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits, and about how many passages hold words of the question (None: not counted).

    `corrections`: what was looked for besides.
    """

    hits: Sequence[Hit]
    lexical_total_estimate: int | None = None
    corrections: Sequence[Correction] = ()


class RetrievalError(Exception):
    """The index refuses or does not answer."""


class VectorDimensionError(RetrievalError):
    """A vector is of another length than the others of its space."""

    def __init__(self, space_id: UUID, expected: int, found: int) -> None:
        super().__init__(f"the vectors of space {space_id} have {expected} numbers; this one has {found}")
        self.space_id = space_id
        self.expected = expected
        self.found = found


class InvalidVectorError(RetrievalError):
    """A vector that cannot be compared: empty, too long, all zeros, or with something that is not a finite number."""


class IndexUnavailableError(RetrievalError):
    """The index does not answer; trying again later may help."""


class RetrievalIndex(Protocol):
    """Finds passages. Ids, words and vectors go in, ids and scores come out.

    The caller loads the texts under the database's policies, and leaves out what is no longer current or permitted.
    No transaction may be open at a call that is not given a session: an index may lie behind the network.
    """

    # It lies behind the network, and wants to be told of a document before its first chunks come.
    remote: bool

    async def announce(self, session: AsyncSession, entries: Sequence[DocumentEntry]) -> None:
        """What new documents will be found by once a version of theirs is published; of known ones nothing changes.

        In the caller's transaction. Chunks that are staged afterwards bring it along, so that `settle` has nothing
        left to tell of them. To be called for a `remote` index; for others it does nothing.
        """
        ...

    async def stage(
        self,
        organization_id: UUID,
        document_id: UUID,
        version_id: UUID,
        space_id: UUID | None,
        chunks: Sequence[ChunkEntry],
    ) -> None:
        """Writes chunks of a version that is not found before it is published. At most 500 a call.

        Idempotent; a chunk staged again is replaced (also one of a published version, at once), a further space is
        added. Chunks without vectors (or `space_id` None) are found by their words.

        Raises:
            VectorDimensionError, InvalidVectorError: nothing of this call is kept.
            IndexUnavailableError: the index did not answer; stage again.
        """
        ...

    async def stage_many(self, organization_id: UUID, space_id: UUID | None, parts: Sequence[VersionChunks]) -> None:
        """As `stage`, of several versions: at most 500 chunks in all. What it raises holds for all of them."""
        ...

    async def renew(self, organization_id: UUID, parts: Sequence[VersionChunks]) -> None:
        """Takes chunks that are in the index apart anew: they are found by words as `ANALYSIS` has them; vectors stay.

        At most 500 chunks a call, found all the while; what is not in the index (any more) is left out. Idempotent.

        Raises:
            IndexUnavailableError: the index did not answer; renew again.
        """
        ...

    async def publish(self, session: AsyncSession, entry: DocumentEntry) -> None:
        """Creates or changes what is known of a document, in the caller's transaction, bound to its organisation.

        From the commit on `entry.version_id` is found and no other version, by whoever `entry` permits and by nobody
        else: also by an index behind the network, which has yet to be told.
        """
        ...

    async def publish_many(self, session: AsyncSession, entries: Sequence[DocumentEntry]) -> None:
        """As `publish`, of several documents of an organisation."""
        ...

    async def unsettled(self, organization_id: UUID, document_ids: Collection[UUID]) -> Collection[UUID]:
        """Those of documents that `settle` may have something to do for. No transaction may be open."""
        ...

    async def settle(self, organization_id: UUID, document_id: UUID) -> None:
        """After the commit: brings the index to what is published and takes away versions that were replaced.

        Idempotent. Repeat it until it returns.

        Raises:
            IndexUnavailableError: the index did not answer.
        """
        ...

    async def discard(self, organization_id: UUID, document_id: UUID, version_id: UUID) -> None:
        """Takes a staged version away that will not be published; a published one stays. Idempotent."""
        ...

    async def remove(self, organization_id: UUID, document_ids: Collection[UUID]) -> None:
        """Takes documents away, with all versions. Idempotent; after the commit that deleted them."""
        ...

    async def switch(self, organization_id: UUID, chunk_ids: Collection[UUID], *, on: bool) -> None:
        """Lets single chunks be found, or not; holds for spaces that come later, too."""
        ...

    async def drop_space(self, organization_id: UUID, space_id: UUID) -> None:
        """Takes all vectors of a space away. Idempotent."""
        ...

    async def search(self, query: Query) -> Found:
        """The best passages for a question among those that `query` permits.

        Raises:
            VectorDimensionError, InvalidVectorError: a vector of the question does not fit its space.
            IndexUnavailableError: the index did not answer.
        """
        ...

    async def aclose(self) -> None:
        """Ends connections that are its own."""
        ...
