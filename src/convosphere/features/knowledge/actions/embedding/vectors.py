"""Texts to vectors in a space, and passages in order: every way to an embedder or a reranker leads through here."""

import time
from array import array
from collections.abc import Sequence
from uuid import UUID

from convosphere.engines.embeddings import EmbeddingError, RemoteReranker, TextKind
from convosphere.engines.llm import CircuitOpenError, ProviderError, estimate_tokens
from convosphere.features.knowledge.actions.embedding.embedders import Embedders
from convosphere.features.knowledge.errors.embedding import (
    EmbedderChangedError,
    EmbeddingFailedError,
    RerankFailedError,
    UnusableVectorError,
    WrongCountError,
    WrongDimensionError,
)
from convosphere.features.knowledge.rules.embedding import prefixes
from convosphere.features.knowledge.types.spaces import EmbedderKind, Space
from convosphere.features.models.actions import Reranking, ask_reranker, embed_texts, resolve_embedder
from convosphere.features.models.errors import BudgetExceededError, ModelNotFoundError, provider_problem
from convosphere.features.models.types import CallContext, Purpose, ResolvedModel
from convosphere.platform.errors import ProblemError, UnavailableError
from convosphere.platform.http import FetchError

# Nobody reads names of models in a worker.
_LOCALE = "en"


async def embed_passages(
    embedders: Embedders, space: Space, texts: Sequence[str], *, person_id: UUID | None = None
) -> "list[array[float]]":
    """A vector for each text, in their order. No transaction may be open.

    A model of a connection is asked in batches; each is admitted by the budgets of `person_id` and the organisation,
    and recorded, also where a later one fails.

    Raises:
        EmbeddingFailedError: nothing of it counts; its `cause` is the reason to show.
    """
    context = CallContext(space.organization_id, Purpose.KNOWLEDGE, person_id)
    return await _embed(embedders, space, texts, TextKind.PASSAGE, context) if texts else []


async def embed_query(
    embedders: Embedders, space: Space, text: str, *, context: CallContext | None = None
) -> "array[float]":
    """The vector of a question; that of the same question is kept for a minute. No transaction may be open.

    `context`: for whom a model of a connection is asked; None: for nobody in particular.

    Raises:
        EmbeddingFailedError: search goes on by words alone, and says so.
    """
    now = time.monotonic()
    kept = embedders.queries.find(space.id, text, now)
    if kept is not None:
        return kept
    context = context or CallContext(space.organization_id, Purpose.KNOWLEDGE)
    (vector,) = await _embed(embedders, space, [text], TextKind.QUERY, context)
    embedders.queries.keep(space.id, text, now, vector)
    return vector


async def rerank(embedders: Embedders, query: str, texts: Sequence[str], *, context: CallContext) -> list[float] | None:
    """A score for each text, 0..1, in their order; None: nobody reranks here. No transaction may be open.

    A server is admitted by the budgets of whoever `context` names, and what it took is recorded.

    Raises:
        RerankFailedError: the order without it holds; its `cause` is the reason.
    """
    reranker = embedders.reranker()
    if reranker is None or not texts:
        return None
    try:
        if isinstance(reranker, RemoteReranker):
            return await _rerank_there(embedders, reranker, query, texts, context)
        return await reranker.rerank(query, texts)
    except (EmbeddingError, FetchError, BudgetExceededError, UnavailableError) as error:
        raise RerankFailedError(error) from error


async def _rerank_there(
    embedders: Embedders, reranker: RemoteReranker, query: str, texts: Sequence[str], context: CallContext
) -> list[float]:
    question = estimate_tokens(query)
    tokens = sum(question + estimate_tokens(text) for text in texts)
    requests = sum(1 for _ in reranker.batches(texts))

    async def ask() -> tuple[list[float], int | None]:
        found = await reranker.ask(query, texts)
        return found.scores, found.tokens

    asked = Reranking(reranker.name, embedders.reranking_price(requests), tokens)
    return await ask_reranker(embedders.platform, context, asked, ask)


async def _embed(
    embedders: Embedders, space: Space, texts: Sequence[str], kind: TextKind, context: CallContext
) -> "list[array[float]]":
    try:
        if space.kind is EmbedderKind.LOCAL:
            vectors = await _embed_here(embedders, space, texts, kind)
        else:
            vectors = await _embed_there(embedders, space, texts, kind, context)
        _check(space, texts, vectors)
    except (ProviderError, ProblemError) as error:
        raise failed(error) from error
    return vectors


async def _embed_here(embedders: Embedders, space: Space, texts: Sequence[str], kind: TextKind) -> "list[array[float]]":
    local = embedders.local()
    if (await local.describe()).fingerprint != space.fingerprint:
        raise EmbedderChangedError(name=space.name)
    return await local.embed(texts, kind)


async def _embed_there(
    embedders: Embedders, space: Space, texts: Sequence[str], kind: TextKind, context: CallContext
) -> "list[array[float]]":
    platform = embedders.platform
    if space.model_id is None:
        raise ModelNotFoundError
    async with platform.database.transaction(space.organization_id) as session:
        model = await resolve_embedder(
            session, platform, space.organization_id, space.model_id, asker=None, locale=_LOCALE
        )
    if fingerprint_of(model) != space.fingerprint:
        raise EmbedderChangedError(name=space.name)
    return await ask_model(embedders, context, model, texts, kind)


async def ask_model(
    embedders: Embedders, context: CallContext, model: ResolvedModel, texts: Sequence[str], kind: TextKind
) -> "list[array[float]]":
    """Vectors of a model of a connection, with the prefixes that its makers want.

    Raises:
        ProviderError, BudgetExceededError: see there.
    """
    question, passage = prefixes(model.name)
    prefix = question if kind is TextKind.QUERY else passage
    wanted = [prefix + text for text in texts]
    found = await embed_texts(embedders.platform, embedders.gateway, context, model, wanted)
    return list(found.vectors)


def fingerprint_of(model: ResolvedModel) -> str:
    """What a model of a connection is told apart by: whoever answers at another address may be another model."""
    return f"{model.connection.provider} {model.connection.base_url or ''} {model.name}"


def failed(error: ProviderError | ProblemError) -> EmbeddingFailedError:
    """The error with what people are told, and whether trying again may help."""
    if isinstance(error, ProviderError):
        waits = error.retryable or isinstance(error, CircuitOpenError)
        return EmbeddingFailedError(provider_problem(error), retryable=waits)
    if isinstance(error, EmbeddingError):
        return EmbeddingFailedError(error, retryable=error.retryable)
    return EmbeddingFailedError(error, retryable=isinstance(error, UnavailableError))


def _check(space: Space, texts: Sequence[str], vectors: "Sequence[array[float]]") -> None:
    if len(vectors) != len(texts):
        raise WrongCountError(expected=len(texts), given=len(vectors))
    for vector in vectors:
        if len(vector) != space.dimension:
            raise WrongDimensionError(name=space.name, expected=space.dimension, given=len(vector))
        # That all of it are numbers, the engines have seen to.
        if not any(vector):
            raise UnusableVectorError(name=space.name)
