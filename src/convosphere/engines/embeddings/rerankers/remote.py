"""A reranker behind an address: Cohere, Jina, Voyage, Infinity, vLLM, LocalAI, llama.cpp; Text Embeddings Inference.

They share one shape with two dialects: `documents` and `results[].relevance_score`, or `texts` and `[].score`.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from urllib.parse import urlsplit

import orjson

from convosphere.engines.embeddings.errors import RerankerAnswerError, RerankerRefusedError
from convosphere.engines.embeddings.rerankers.scores import normalized
from convosphere.platform.http import GuardedClient

_OK: Final = 200
_LARGEST_ANSWER: Final = 8 << 20
_LONGEST_REASON: Final = 200
_MOST_TOKENS: Final = 2**31


@dataclass(frozen=True, slots=True)
class RerankEndpoint:
    """Where a reranker listens: the whole address, with its path.

    `form`: "cohere" for all but Text Embeddings Inference. `batch`: most passages in one request. `characters`: of each
    passage and of the question; what is beyond is not sent.
    """

    url: str
    form: Literal["cohere", "tei"] = "cohere"
    model: str | None = None
    api_key: str | None = field(default=None, repr=False)
    seconds: float = 10
    batch: int = 64
    characters: int = 8_000


@dataclass(frozen=True, slots=True)
class Reranked:
    """A score for each text, and how many tokens the server counted; None: it does not say."""

    scores: list[float]
    tokens: int | None


class RemoteReranker:
    """Asks one endpoint. See `Reranker`."""

    def __init__(self, http: GuardedClient, endpoint: RerankEndpoint) -> None:
        self._http = http
        self._endpoint = endpoint
        self._host = urlsplit(endpoint.url).hostname or ""
        self.name = endpoint.model or self._host
        """What people call it: the model's name, or where it listens."""

    async def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        """See `Reranker` and `ask`."""
        return (await self.ask(query, texts)).scores

    def batches(self, texts: Sequence[str]) -> Iterator[Sequence[str]]:
        """The texts as they are asked for: a request each."""
        most = self._endpoint.batch
        for start in range(0, len(texts), most):
            yield texts[start : start + most]

    async def ask(self, query: str, texts: Sequence[str]) -> Reranked:
        """The scores, with what they took.

        Raises:
            RerankerRefusedError, RerankerAnswerError: see there.
            FetchError: the endpoint was not reached, or not in time.
        """
        scores: list[float] = []
        tokens: list[int | None] = []
        for batch in self.batches(texts):
            found, counted = await self._ask(query, batch)
            scores += found
            tokens.append(counted)
        known = [each for each in tokens if each is not None]
        # Judged over all of them: one batch of logits may happen to lie in 0..1.
        return Reranked(normalized(scores), sum(known) if len(known) == len(tokens) else None)

    async def _ask(self, query: str, texts: Sequence[str]) -> tuple[list[float], int | None]:
        endpoint = self._endpoint
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if endpoint.api_key is not None:
            headers["Authorization"] = f"Bearer {endpoint.api_key}"
        answer = await self._http.request(
            "POST",
            endpoint.url,
            headers=headers,
            body=orjson.dumps(self._body(query, texts)),
            timeout_seconds=endpoint.seconds,
            max_bytes=_LARGEST_ANSWER,
            max_redirects=0,
        )
        if answer.status != _OK:
            raise RerankerRefusedError(host=self._host, status=answer.status, reason=self._reason(answer.body))
        try:
            body = orjson.loads(answer.body)
            return _scores(body, len(texts)), _tokens(body)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise RerankerAnswerError(host=self._host) from error

    def _body(self, query: str, texts: Sequence[str]) -> Mapping[str, object]:
        most = self._endpoint.characters
        question, passages = _plain(query[:most]), [_plain(text[:most]) for text in texts]
        if self._endpoint.form == "tei":
            return {"query": question, "texts": passages, "raw_scores": False, "truncate": True}
        body: dict[str, object] = {"query": question, "documents": passages, "top_n": len(passages)}
        return body if self._endpoint.model is None else body | {"model": self._endpoint.model}

    def _reason(self, body: bytes) -> str:
        """What the server says is wrong, without our key, should it repeat it."""
        try:
            said = orjson.loads(body)
        except orjson.JSONDecodeError:
            said = body.decode(errors="replace")
        if isinstance(said, dict):
            said = said.get("message") or said.get("error") or said.get("detail") or ""
        text = " ".join(str(said).split())
        if self._endpoint.api_key:
            text = text.replace(self._endpoint.api_key, "…")
        return text[:_LONGEST_REASON]


def _scores(body: list[Any] | dict[str, Any], count: int) -> list[float]:
    """A score for each place. Raises ValueError or its like when there is not exactly one."""
    entries: list[dict[str, Any]] = body if isinstance(body, list) else body.get("results") or body["data"]
    found: dict[int, float] = {}
    for entry in entries:
        score = entry["relevance_score"] if "relevance_score" in entry else entry["score"]
        found[int(entry["index"])] = float(score)
    scores = [found[place] for place in range(count)]
    if len(found) != count or not all(map(math.isfinite, scores)):
        raise ValueError
    return scores


def _tokens(body: object) -> int | None:
    """What the server counted: Jina, Voyage and vLLM in `usage`, Cohere in `meta`; others say nothing."""
    match body:
        case {"usage": {"total_tokens": int(count)}}:
            pass
        case {"meta": {"tokens": {"input_tokens": int(count)}}} | {
            "meta": {"billed_units": {"input_tokens": int(count)}}
        }:
            pass
        case _:
            return None
    return count if 0 <= count < _MOST_TOKENS else None


def _plain(text: str) -> str:
    """Without lone surrogates, which JSON does not take."""
    return text if text.isascii() else text.encode(errors="replace").decode()
