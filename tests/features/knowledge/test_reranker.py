"""A reranker on the wire behind the search: asked for what the person may read, and done without when it fails."""

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from convosphere.entry.wiring import Application
from convosphere.features.models.types import BudgetSubject
from convosphere.platform.settings import Settings
from tests.factories.budgets import balance, create_budget, reservations, usage_rows
from tests.fakes.reranker import FakeReranker
from tests.features.knowledge.conftest import Keeper
from tests.harness.platform import build_settings

QUESTION = "Where is the portal open today"
# More of the words that count are in the first; more of all words, which the fake counts, in the second.
TEXTS = {"words.md": "portal open today portal", "answer.md": "Where is the portal"}


@pytest.fixture
async def reranker() -> AsyncIterator[FakeReranker]:
    async with FakeReranker() as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path, reranker: FakeReranker) -> Settings:
    rerank = {
        "url": reranker.url,
        "api_key": "secret-key",
        "model": "m",
        "timeout_seconds": 0.5,
        "usd_per_request": "0.002",
    }
    return build_settings(data_dir=tmp_path, rerank=rerank)


@pytest.mark.usefixtures("worker")
async def test_the_order_is_the_rerankers_as_long_as_it_answers(
    anna: Keeper, ben: Keeper, reranker: FakeReranker
) -> None:
    base = await anna.base()
    for name, text in TEXTS.items():
        await anna.write(base, name, text)

    async def found(person: Keeper = anna) -> tuple[list[str], dict[str, Any]]:
        body = {"question": QUESTION, "bases": [base], "note": False}
        answer = await person.call("POST", "/search", 200, json=body)
        return [each["name"] for each in answer["items"]], answer

    names, answer = await found()
    assert (names, answer["reranked"]) == (["answer.md", "words.md"], True)
    scores = [each["passages"][0]["reranked"] for each in answer["items"]]
    assert scores == [pytest.approx(4 / 6), pytest.approx(3 / 6)]
    (body,) = reranker.bodies
    assert (body["query"], sorted(body["documents"]), body["model"]) == (QUESTION, sorted(TEXTS.values()), "m")
    assert reranker.keys == ["Bearer secret-key"]
    # Nothing goes out for somebody who may read nothing.
    assert (await found(ben))[0] == []
    assert len(reranker.bodies) == 1

    reranker.raw = True
    assert (await found())[0] == ["answer.md", "words.md"], "logits, too"
    # Whatever goes wrong there, the order without it holds, and its key is shown to nobody.
    for trouble in (
        web.json_response({"message": "bad key secret-key"}, status=401),
        web.Response(status=503),
        web.Response(text="<html>"),
        web.json_response({"results": [{"index": 7, "relevance_score": 1.0}]}),
        web.json_response({"results": [{"index": 0, "relevance_score": "NaN"}, {"index": 1, "relevance_score": 0}]}),
    ):
        reranker.says = trouble
        names, answer = await found()
        assert (names, answer["reranked"]) == (["words.md", "answer.md"], False)
        assert "secret-key" not in str(answer)
    reranker.says, reranker.hangs = None, True
    names, answer = await found()
    assert (names, answer["reranked"]) == (["words.md", "answer.md"], False)
    assert answer["items"][0]["passages"][0]["reranked"] is None


@pytest.mark.usefixtures("worker")
async def test_what_it_takes_is_admitted_and_recorded(
    application: Application, anna: Keeper, reranker: FakeReranker
) -> None:
    platform, organization = application.platform, anna.person.organization_id
    base = await anna.base()
    for name, text in TEXTS.items():
        await anna.write(base, name, text)

    async def found() -> bool:
        body = {"question": QUESTION, "bases": [base], "note": False}
        return bool((await anna.call("POST", "/search", 200, json=body))["reranked"])

    assert await found()
    reranker.counts = 77
    assert await found()
    reranker.says = web.Response(status=429)
    assert not await found()
    own = {"subject_kind": BudgetSubject.PERSON, "subject_id": anna.person.id}
    budget = await create_budget(platform, organization, money=Decimal("0.003"), **own)
    reranker.says = None
    assert await found()
    asked = len(reranker.bodies)
    assert not await found(), "the budget leaves less than a request"
    assert len(reranker.bodies) == asked
    assert (await balance(platform, organization, budget)).spent_money == Decimal("0.002")
    rows = await usage_rows(platform, organization)
    # Nobody counted the first: the question with each text. What was refused cost nothing.
    assert [
        (row["outcome"], row["error_code"], row["input_tokens"], row["estimated"], row["cost"]) for row in rows
    ] == [
        ("completed", None, 27, True, Decimal("0.002")),
        ("completed", None, 77, False, Decimal("0.002")),
        ("failed", "provider_rate_limited", 0, False, Decimal(0)),
        ("completed", None, 77, False, Decimal("0.002")),
    ]
    assert {(row["provider"], row["model_name"], row["purpose"], row["person_id"]) for row in rows} == {
        ("rerank", "m", "knowledge", anna.person.id)
    }
    assert not await reservations(platform, organization)
