"""After which pause a failed request is made again, and when not."""

import pytest

from convosphere.engines.llm import AuthError, ProviderError, ProviderTimeoutError, RateLimitError, Retrying

FAILED = ProviderTimeoutError("slow", phase="connect")


def most() -> float:
    return 1.0


def test_pauses_grow_and_are_drawn_from_zero_on() -> None:
    retrying = Retrying(retries=10, pause=0.5, longest_wait=6, total=1000)
    assert [retrying.pause_before(retry, FAILED, 0, most) for retry in range(1, 7)] == [0.5, 1, 2, 4, 6, 6]
    drawn = {retrying.pause_before(3, FAILED, 0) for _ in range(50)}
    assert len(drawn) > 40
    assert all(pause is not None and 0 <= pause <= 2 for pause in drawn)


def test_there_are_only_so_many() -> None:
    retrying = Retrying(retries=2)
    assert [retrying.pause_before(retry, FAILED, 0) is not None for retry in (1, 2, 3)] == [True, True, False]
    assert Retrying(retries=0).pause_before(1, FAILED, 0) is None


@pytest.mark.parametrize(("asks", "waits"), [(7.0, 7.5), (20.0, 20.5), (20.1, None), (None, 0.5)])
def test_what_the_provider_asks_for_is_kept_or_it_is_not_asked_again(asks: float | None, waits: float | None) -> None:
    error = RateLimitError("slow down", retry_after=asks)
    assert Retrying(pause=0.5).pause_before(1, error, 0, most) == waits


def test_nothing_begins_after_the_total() -> None:
    retrying = Retrying(pause=0.5, total=10)
    assert retrying.pause_before(1, FAILED, 9.4, most) == 0.5
    assert retrying.pause_before(1, FAILED, 9.6, most) is None
    assert retrying.pause_before(1, RateLimitError("", retry_after=8), 2, most) is None


@pytest.mark.parametrize("error", [AuthError("key"), RateLimitError("", retryable=False)])
def test_what_will_not_pass_is_not_tried_again(error: ProviderError) -> None:
    assert Retrying().pause_before(1, error, 0) is None
