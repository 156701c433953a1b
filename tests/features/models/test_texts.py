"""Every error has texts in every language, and every provider's error a problem of its own."""

import re
from collections.abc import Iterator

import pytest

from convosphere.engines.llm import ProviderError, RateLimitError
from convosphere.features.models import errors
from convosphere.features.models.errors import ProviderProblemError, problem_of_code, provider_problem
from convosphere.platform.errors import ProblemError
from convosphere.platform.i18n import LOCALES, has_text


def kinds(base: type[ProviderError]) -> Iterator[type[ProviderError]]:
    yield base
    for kind in base.__subclasses__():
        yield from kinds(kind)


OWN = [
    kind
    for name in errors.__all__
    if isinstance(kind := getattr(errors, name), type) and issubclass(kind, ProblemError)
]


@pytest.mark.parametrize("kind", OWN, ids=lambda kind: kind.__name__)
def test_every_error_has_texts(kind: type[ProblemError]) -> None:
    assert has_text(f"errors.{kind.code}.title")
    assert has_text(f"errors.{kind.code}.detail")


@pytest.mark.parametrize("kind", list(kinds(ProviderError)), ids=lambda kind: kind.__name__)
def test_every_error_of_a_provider_has_a_problem(kind: type[ProviderError]) -> None:
    problem = problem_of_code(kind.code)()
    assert problem.code == kind.code
    titles = {problem.title(locale) for locale in LOCALES}
    assert len(titles) == len(LOCALES)
    for locale in LOCALES:
        assert not re.search(r"[{}]", problem.detail(locale))


def test_an_unknown_code_gets_the_general_problem() -> None:
    assert problem_of_code("provider_from_the_future") is ProviderProblemError


def test_the_time_to_wait_is_handed_on() -> None:
    problem = provider_problem(RateLimitError("slow down", retry_after=6.6))
    assert problem.status == 429
    assert problem.body("en", "request")["retry_after"] == 6.6
    assert problem.headers() == {"Retry-After": "7"}
    assert "slow down" not in str(problem.body("en", "request"))
    unknown = provider_problem(RateLimitError("slow down"))
    assert "retry_after" not in unknown.body("en", "request")
    assert unknown.headers() == {}
