import pytest
from pydantic import BaseModel, Field, ValidationError

from convosphere.platform.errors import (
    ConflictError,
    FieldProblem,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    ProblemError,
    TooManyRequestsError,
    UnauthenticatedError,
    UnavailableError,
)


class WordlessError(ConflictError):
    """Has a code, but no texts."""

    code = "wordless"


@pytest.mark.parametrize(
    ("error", "code", "status"),
    [
        (ProblemError(), "internal_error", 500),
        (UnauthenticatedError(), "unauthenticated", 401),
        (ForbiddenError(), "forbidden", 403),
        (NotFoundError(), "not_found", 404),
        (ConflictError(), "conflict", 409),
        (InvalidInputError(), "invalid_input", 422),
        (TooManyRequestsError(retry_after=3), "too_many_requests", 429),
        (UnavailableError(), "unavailable", 503),
    ],
)
def test_every_base_error_speaks_both_languages(error: ProblemError, code: str, status: int) -> None:
    english, german = error.body("en", "r1"), error.body("de", "r1")
    assert (english["code"], english["status"], english["request_id"]) == (code, status, "r1")
    assert english["type"] == "about:blank"
    assert english["title"] != german["title"]
    assert english["detail"] != german["detail"]
    assert "{" not in english["title"] + english["detail"] + german["title"] + german["detail"]
    assert "errors" not in english


def test_an_error_without_texts_speaks_with_those_of_its_base() -> None:
    body = WordlessError().body("de", "r1")
    assert body["code"] == "wordless"
    assert body["title"] == ConflictError().title("de")


def test_the_field_to_blame_is_named() -> None:
    body = ConflictError(field="body.email").body("en", "r1")
    assert body["errors"] == [{"field": "body.email", "code": "conflict", "message": body["detail"]}]


def test_parameters_show_in_logs_and_texts() -> None:
    error = TooManyRequestsError(retry_after=0.2)
    assert "retry_after=1" in str(error)
    assert error.detail("en") == "Please try again in 1 second."
    assert TooManyRequestsError(retry_after=89.2).detail("de") == "Bitte versuchen Sie es in 90 Sekunden erneut."


def test_headers_say_what_http_asks_for() -> None:
    assert UnauthenticatedError().headers() == {"WWW-Authenticate": "Bearer"}
    error = TooManyRequestsError(retry_after=4.5)
    assert error.headers() == {"Retry-After": "5"}
    assert error.body("en", "r1")["retry_after"] == 5
    assert NotFoundError().headers() == {}


class Person(BaseModel):
    name: str = Field(min_length=2)
    age: int = Field(le=150)
    site: str = Field("x", pattern="^x")


def problems_of(data: object, locale: str) -> list[dict[str, str]]:
    with pytest.raises(ValidationError) as caught:
        Person.model_validate(data)
    problems: list[dict[str, str]] = InvalidInputError.from_validation(caught.value.errors()).body(locale, "r")[
        "errors"
    ]
    return problems


def test_validation_errors_become_fields_in_the_readers_language() -> None:
    assert problems_of({"name": "a", "age": 151}, "de") == [
        {"field": "name", "code": "string_too_short", "message": "Mindestens 2 Zeichen sind erforderlich."},
        {"field": "age", "code": "less_than_equal", "message": "Der Wert darf höchstens 150 sein."},
    ]
    assert problems_of({"name": "ab", "age": "x"}, "en")[0]["message"] == "This must be a whole number."
    assert problems_of({"age": 1}, "en") == [{"field": "name", "code": "missing", "message": "This field is required."}]


def test_an_unknown_kind_of_validation_error_keeps_its_message() -> None:
    error = InvalidInputError(problems=[FieldProblem("body.x", "odd_kind", "Odd."), FieldProblem("body.y", "odder")])
    assert [each["message"] for each in error.body("de", "r")["errors"]] == ["Odd.", "Dieser Wert ist ungültig."]
