"""Variables in texts."""

import pytest

from convosphere.features.prompts.rules import fill, length_filled, values_for, variables_in
from convosphere.features.prompts.schemas import Variable
from convosphere.platform.errors import InvalidInputError


def test_names_are_found_once_and_in_order() -> None:
    text = "{{ b }} {{a}} {{b}} {{ }} {{two words}} {c} {{größe_2}} {{{{d}}}}"
    assert variables_in(text) == ["b", "a", "größe_2", "d"]


def test_values_are_text_and_nothing_more() -> None:
    values = {"a": "{{b}}", "b": "\\1 $& {{a}}"}
    text = "{{a}}-{{ b }}-{{c}}"
    assert fill(text, values) == "{{b}}-\\1 $& {{a}}-{{c}}"
    assert length_filled(text, values) == len(fill(text, values))


def test_a_value_in_many_places_is_measured_before_it_is_made() -> None:
    assert length_filled("{{a}}" * 10_000, {"a": "x" * 50_000}) == 500_000_000


def variable(kind: str, **more: object) -> Variable:
    return Variable.model_validate({"name": "v", "type": kind, **more})


@pytest.mark.parametrize(
    ("declared", "given", "stands"),
    [
        (variable("text"), " x ", "x"),
        (variable("text", default="d"), "", "d"),
        (variable("text", required=False), "", ""),
        (variable("number"), "-1.5e3", "-1.5e3"),
        (variable("date"), "2026-02-28", "2026-02-28"),
        (variable("choice", options=["a", "b"], default="b"), "", "b"),
    ],
)
def test_what_fits_stands_there(declared: Variable, given: str, stands: str) -> None:
    assert values_for([declared], {"v": given}) == {"v": stands}


@pytest.mark.parametrize(
    ("declared", "given", "code"),
    [
        (variable("text"), " ", "missing"),
        (variable("number"), "12 apples", "float_parsing"),
        (variable("number"), "NaN", "float_parsing"),
        (variable("date"), "2026-02-30", "date_parsing"),
        (variable("choice", options=["a"]), "b", "no_option"),
    ],
)
def test_what_does_not_is_named(declared: Variable, given: str, code: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        values_for([declared], {"v": given})
    assert [(one.field, one.code) for one in refused.value.problems] == [("body.variables.v", code)]


def test_a_name_that_nobody_declared_is_a_mistake() -> None:
    with pytest.raises(InvalidInputError) as refused:
        values_for([], {"zz": "1"})
    assert [(one.field, one.code) for one in refused.value.problems] == [("body.variables.zz", "extra_forbidden")]
