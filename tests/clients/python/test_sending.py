"""Retries, pages and every operation, on a server that is a function: both halves, nothing on the wire."""

import inspect
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args, get_origin
from uuid import UUID, uuid4

import httpx
import pytest
from checks.python_client.document import own_api
from checks.python_client.operations import _OWN, _snake
from pydantic import BaseModel

from convosphere_client import (
    ConnectionFailedError,
    NotFoundError,
    ProblemError,
    Retries,
    ServerError,
    SessionMemory,
    TooManyRequestsError,
    UnexpectedAnswerError,
    models,
    new_id,
)
from convosphere_client.retries import retry_after_of
from tests.clients.python.halves import HALVES, Half, caller
from tests.clients.python.minimal import minimal

Handler = Callable[[httpx.Request], httpx.Response]
DOCUMENT = Path(__file__).parents[3] / "web/src/api/openapi.json"
NO_WAIT = Retries(attempts=3, first_delay=0.001)
PROBLEM = {"title": "No", "status": 503, "detail": "Not now.", "code": "unavailable", "request_id": "1"}
INSTANCE = minimal(models.InstanceOut, organization_name="Acme", languages=["en", "tlh"])
OPERATIONS = own_api(DOCUMENT.read_text(encoding="utf-8"))["paths"]


class Answering:
    """Answers with one after the other; the last one stays. Exceptions are raised."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self._answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        # An answer is read once; this one may come again.
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)


def problem(status: int, **headers: str) -> httpx.Response:
    content = json.dumps(PROBLEM | {"status": status})
    return httpx.Response(status, content=content, headers={"content-type": "application/problem+json", **headers})


def served(handler: Handler, **options: Any) -> dict[str, Any]:
    return {"transport": httpx.MockTransport(handler), "store": SessionMemory(), "retries": NO_WAIT, **options}


pytestmark = pytest.mark.parametrize("half", HALVES)


@pytest.mark.parametrize("failure", [problem(503), problem(429), problem(502), problem(504), httpx.ReadError("cut")])
async def test_what_passes_is_tried_again(half: Half, failure: httpx.Response | Exception) -> None:
    handler = Answering(failure, failure, httpx.Response(200, json=INSTANCE))
    async with caller(half, "http://test", **served(handler)) as client:
        found = await client.call("get_instance")
    # A value that this version does not know is a text like others.
    assert (found.languages, len(handler.requests)) == (["en", "tlh"], 3)


async def test_it_gives_up_in_the_end(half: Half) -> None:
    handler = Answering(problem(503))
    async with caller(half, "http://test", **served(handler)) as client:
        with pytest.raises(ServerError):
            await client.call("get_instance")
    assert len(handler.requests) == 3
    handler = Answering(httpx.ConnectError("nobody there"))
    async with caller(half, "http://test", **served(handler)) as client:
        with pytest.raises(ConnectionFailedError):
            await client.call("get_instance")
    assert len(handler.requests) == 3


async def test_what_might_do_its_work_twice_is_not_repeated(half: Half) -> None:
    body = models.ConversationCreate(title="Once")
    for failure, error in ((problem(503), ServerError), (httpx.ReadError("cut"), ConnectionFailedError)):
        handler = Answering(failure)
        async with caller(half, "http://test", **served(handler)) as client:
            with pytest.raises(error):
                await client.call("create_conversation", body)
            assert len(handler.requests) == 1
            # With an id of the client's making it can be.
            with pytest.raises(error):
                await client.call("create_conversation", models.ConversationCreate(id=new_id()))
            assert len(handler.requests) == 4
    # What never left can always be repeated.
    handler = Answering(httpx.ConnectError("nobody there"))
    async with caller(half, "http://test", **served(handler)) as client:
        with pytest.raises(ConnectionFailedError):
            await client.call("create_conversation", body)
    assert len(handler.requests) == 3


async def test_retry_after_is_waited_for_unless_it_is_long(half: Half) -> None:
    handler = Answering(problem(429, **{"retry-after": "1"}), httpx.Response(200, json=INSTANCE))
    async with caller(half, "http://test", **served(handler)) as client:
        began = time.monotonic()
        await client.call("get_instance")
        assert time.monotonic() - began >= 1
    handler = Answering(problem(429, **{"retry-after": "3600"}))
    async with caller(half, "http://test", **served(handler)) as client:
        with pytest.raises(TooManyRequestsError) as refused:
            await client.call("get_instance")
    assert (refused.value.problem.retry_after, len(handler.requests)) == (3600, 1)


async def test_a_proxy_s_error_and_an_answer_of_another_form_are_typed_too(half: Half) -> None:
    handler = Answering(httpx.Response(404, content=b"<html>nothing here</html>"))
    async with caller(half, "http://test", **served(handler)) as client:
        with pytest.raises(NotFoundError) as refused:
            await client.call("get_instance")
        assert refused.value.code == "http_404"
    handler = Answering(httpx.Response(200, json={**INSTANCE, "version": 7}))
    async with caller(half, "http://test", **served(handler)) as client:
        with pytest.raises(UnexpectedAnswerError, match=r"version"):
            await client.call("get_instance")


async def test_a_key_that_is_refused_is_not_tried_again(half: Half) -> None:
    handler = Answering(problem(401))
    async with caller(half, "http://test", **{**served(handler), "store": None, "api_key": "csk_x"}) as client:
        with pytest.raises(ProblemError):
            await client.call("get_me")
    assert [request.headers["authorization"] for request in handler.requests] == ["Bearer csk_x"]


async def test_there_is_a_method_for_every_operation_of_the_api(half: Half) -> None:
    handler = Answering(problem(404))
    missing = []
    async with caller(half, "http://test", **served(handler)) as client:
        for path, item in OPERATIONS.items():
            for method, operation in item.items():
                if operation["operationId"] in _OWN:
                    continue
                name = _snake(operation["operationId"])
                function = getattr(client.raw, name, None)
                if function is None:
                    missing.append(name)
                    continue
                arguments = [_something(each) for each in inspect.signature(function).parameters.values()]
                with pytest.raises(NotFoundError):
                    await client.call(name, *[each for each in arguments if each is not None])
                sent = handler.requests[-1]
                filled = path.replace("{", "\x00{").split("\x00")
                assert (sent.method, sent.url.path.startswith(filled[0])) == (method.upper(), True), name
                assert "{" not in sent.url.path
        for name in [name for name in dir(client.raw) if name.startswith("iterate_")]:
            needed = inspect.signature(getattr(client.raw, name)).parameters.values()
            with pytest.raises(NotFoundError):
                await client.every(name, *[each for each in map(_something, needed) if each is not None])
    assert missing == []


async def test_an_iterator_asks_page_by_page(half: Half) -> None:
    pages = [
        minimal(models.TagList, items=[]),
        minimal(models.PromptPage, items=[minimal(models.PromptOut, title="One")], next_cursor="more"),
        minimal(models.PromptPage, items=[minimal(models.PromptOut, title="Two")]),
    ]
    handler = Answering(*[httpx.Response(200, json=each) for each in pages])
    async with caller(half, "http://test", **served(handler)) as client:
        assert (await client.call("list_tags")).items == []
        assert [prompt.title for prompt in await client.every("iterate_prompts", q="x")] == ["One", "Two"]
    assert [dict(request.url.params) for request in handler.requests[1:]] == [{"q": "x"}, {"q": "x", "cursor": "more"}]


async def test_any_other_address_can_be_asked(half: Half) -> None:
    handler = Answering(httpx.Response(200, json=INSTANCE))
    async with caller(half, "http://test/below", **served(handler)) as client:
        found = await client.call("request", "GET", "/instance", models.InstanceOut, query={"a": "b c"})
    assert found.organization_name == "Acme"
    assert str(handler.requests[0].url) == "http://test/below/api/v1/instance?a=b+c"


def test_delays_double_up_to_a_bound_and_leave_all_to_chance(half: Half) -> None:
    assert half
    most = Retries(random=lambda: 1.0)
    assert [most.delay(attempt) for attempt in (0, 1, 2, 99)] == [0.25, 0.5, 1.0, 8.0]
    assert Retries(random=lambda: 0.0).delay(5) == 0
    assert most.delay_after(0, 3.0) == 3.25
    assert most.delay_after(3, None) is None
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert retry_after_of({"retry-after": "Thu, 01 Jan 2026 00:00:30 GMT"}, now) == 30
    assert retry_after_of({"retry-after": "Thu, 01 Jan 2026 00:00:30 -0000"}, now) == 30
    assert [retry_after_of({"retry-after": text}, now) for text in ("soon", "", "-1", "²")] == [None] * 4


def test_ids_are_uuids_of_version_7_that_sort_by_time(half: Half) -> None:
    assert half
    one = new_id()
    time.sleep(0.002)
    other = new_id()
    assert (one.version, one.variant, one < other) == (7, uuid4().variant, True)


def _something(parameter: inspect.Parameter) -> Any:
    """An argument of the right type where one is needed."""
    if parameter.default is not inspect.Parameter.empty:
        return None
    kind = parameter.annotation
    if kind is UUID:
        return uuid4()
    if inspect.isclass(kind) and issubclass(kind, BaseModel):
        return kind.model_construct()
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    return {str: "text/with slash", int: 3, bytes: b"content"}[kind]
