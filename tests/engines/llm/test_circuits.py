"""Who keeps failing is left alone for a while, and found again."""

import asyncio
from contextlib import aclosing

import pytest

from convosphere.engines.llm import (
    AuthError,
    ChatMessage,
    ChatRequest,
    CircuitOpenError,
    CircuitPolicy,
    Circuits,
    CircuitState,
    ConnectionConfig,
    Gateway,
    ProviderError,
    ProviderTimeoutError,
    RateLimitError,
    Timeouts,
    UnavailableError,
)
from tests.engines.llm.asking import ask
from tests.fakes.plan import words
from tests.fakes.provider import FakeProvider

HERE = ConnectionConfig("here", "openai", "http://here")
DOWN = UnavailableError("down")


class Watch:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def circuits(watch: Watch) -> Circuits:
    return Circuits(CircuitPolicy(failures=3, window=30, pause=20), now=watch)


def fail(circuits: Circuits, error: ProviderError = DOWN, connection: ConnectionConfig = HERE) -> None:
    passing = circuits.enter(connection)
    passing.failed(error)
    passing.left()


def refuses(circuits: Circuits, connection: ConnectionConfig = HERE) -> bool:
    try:
        circuits.enter(connection).left()
    except CircuitOpenError:
        return True
    return False


def test_it_opens_after_failures_in_a_row_and_tells(circuits: Circuits) -> None:
    heard: list[tuple[str, str, CircuitState]] = []
    circuits.when_changed(lambda *what: heard.append(what))
    for _ in range(2):
        fail(circuits)
    assert circuits.state_of("here").state is CircuitState.CLOSED
    fail(circuits, ProviderTimeoutError("slow", phase="first_token"))
    assert circuits.state_of("here").state is CircuitState.OPEN
    with pytest.raises(CircuitOpenError) as caught:
        circuits.enter(HERE)
    assert (caught.value.code, caught.value.retryable, caught.value.retry_after) == ("provider_unavailable", False, 20)
    assert heard == [("here", "openai", CircuitState.OPEN)]
    assert not refuses(circuits, ConnectionConfig("elsewhere", "openai", "http://here")), "others are not meant"


def test_failures_long_ago_do_not_count(circuits: Circuits, watch: Watch) -> None:
    for _ in range(5):
        fail(circuits)
        watch.now += 16
    assert circuits.state_of("here").state is CircuitState.CLOSED


def test_an_answer_in_between_makes_all_good(circuits: Circuits) -> None:
    for _ in range(4):
        fail(circuits)
        fail(circuits)
        circuits.enter(HERE).began()
    assert circuits.state_of("here").state is CircuitState.CLOSED


@pytest.mark.parametrize(
    "error", [AuthError("key"), RateLimitError("slow down"), UnavailableError("not installed", retryable=False)]
)
def test_what_says_nothing_of_health_does_not_count(circuits: Circuits, error: ProviderError) -> None:
    for _ in range(5):
        fail(circuits, error)
    assert circuits.state_of("here").state is CircuitState.CLOSED


def test_after_its_pause_one_call_tries(circuits: Circuits, watch: Watch) -> None:
    for _ in range(3):
        fail(circuits)
    watch.now += 21
    assert circuits.state_of("here").state is CircuitState.HALF_OPEN
    trying = circuits.enter(HERE)
    assert refuses(circuits), "one is enough to find out"
    trying.failed(DOWN)
    assert refuses(circuits)
    watch.now += 21
    left = circuits.enter(HERE)
    left.left()  # nobody wanted the answer any more
    trying = circuits.enter(HERE)
    trying.began()
    assert circuits.state_of("here").state is CircuitState.CLOSED
    assert not refuses(circuits)


def test_a_refusal_of_a_working_provider_closes_it(circuits: Circuits, watch: Watch) -> None:
    for _ in range(3):
        fail(circuits)
    watch.now += 21
    fail(circuits, AuthError("key"))
    assert circuits.state_of("here").state is CircuitState.CLOSED


def test_calls_that_began_before_it_opened_do_not_prolong_it(circuits: Circuits, watch: Watch) -> None:
    early = circuits.enter(HERE)
    for _ in range(3):
        fail(circuits)
    watch.now += 19
    early.failed(DOWN)
    watch.now += 2
    assert not refuses(circuits)


def test_a_new_address_is_a_new_beginning(circuits: Circuits) -> None:
    for _ in range(3):
        fail(circuits)
    assert not refuses(circuits, ConnectionConfig("here", "openai", "http://there"))


async def test_the_gateway_leaves_alone_who_keeps_failing(provider: FakeProvider, watch: Watch) -> None:
    gateway = Gateway(circuits=Circuits(CircuitPolicy(failures=2, window=30, pause=20), now=watch))
    connection = ConnectionConfig("c", "openai", provider.url, timeouts=Timeouts(first_token=0.1))
    provider.script(status=503)
    provider.script(stop="stall")
    assert [type((await ask(gateway, connection)).error) for _ in range(2)] == [UnavailableError, ProviderTimeoutError]
    refused = await ask(gateway, connection)
    assert isinstance(refused.error, CircuitOpenError)
    assert not refused.records, "a call that was not made is no call"
    assert len(provider.chats) == 2
    watch.now += 21
    assert (await ask(gateway, connection)).text == words(20)
    assert gateway.circuits.state_of("c").state is CircuitState.CLOSED
    await gateway.aclose()


async def test_a_test_of_the_connection_that_succeeds_closes_it(provider: FakeProvider, watch: Watch) -> None:
    gateway = Gateway(circuits=Circuits(CircuitPolicy(failures=1, window=30, pause=20), now=watch))
    connection = ConnectionConfig("c", "openai", provider.url)
    provider.script(status=503)
    await ask(gateway, connection)
    await gateway.check(connection)
    assert (await ask(gateway, connection)).error is None
    await gateway.aclose()


class NoRoomError(Exception):
    pass


async def test_a_call_is_admitted_only_once_it_is_certain(provider: FakeProvider, watch: Watch) -> None:
    gateway = Gateway(circuits=Circuits(CircuitPolicy(failures=1, window=30, pause=20), now=watch))
    connection = ConnectionConfig("c", "openai", provider.url)
    request = ChatRequest("fake", [ChatMessage("user", "Hello")])
    asked: list[str] = []

    async def admit() -> None:
        asked.append("may I")

    async def refuse() -> None:
        raise NoRoomError

    provider.script(status=503)
    with pytest.raises(UnavailableError):
        await anext(gateway.stream(connection, request, admit=admit))
    with pytest.raises(CircuitOpenError):
        await anext(gateway.stream(connection, request, admit=admit))
    assert asked == ["may I"]
    watch.now += 21
    with pytest.raises(NoRoomError):
        await anext(gateway.stream(connection, request, admit=refuse))
    # What was not admitted found nothing out: the next call may try, and one that is cancelled leaves it to the next.
    provider.script(stop="stall")
    trying = asyncio.create_task(anext(gateway.stream(connection, request, admit=admit)))
    while len(provider.chats) < 2:  # noqa: ASYNC110 - the fake has no event for it
        await asyncio.sleep(0.01)
    trying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await trying
    async with aclosing(gateway.stream(connection, request, admit=admit)) as events:
        await anext(events)
    assert gateway.circuits.state_of("c").state is CircuitState.CLOSED
    await gateway.aclose()
