import pytest
from checks.rules.settings_reference import check
from checks.settings_page import PAGE, render

from tests.checks.conftest import Repository


def test_the_page_that_the_model_gives_is_accepted(repository: Repository) -> None:
    repository.write(PAGE, render())
    repository.write("README.md", "Set CONVOSPHERE_PORT and, in tests, CONVOSPHERE_TEST_ANYTHING.\n")
    assert check(repository.root) == []


@pytest.mark.parametrize("text", [None, "# Settings\n"])
def test_a_missing_or_stale_page_is_found(repository: Repository, text: str | None) -> None:
    if text is not None:
        repository.write(PAGE, text)
    assert [finding.path for finding in check(repository.root)] == [PAGE]


def test_a_setting_that_does_not_exist_is_found(repository: Repository) -> None:
    repository.write(PAGE, render())
    repository.write("README.md", "\nSet `CONVOSPHERE_COLOUR`.\n")
    (finding,) = check(repository.root)
    assert (finding.path, finding.line, finding.message) == (
        "README.md",
        2,
        "CONVOSPHERE_COLOUR is no setting",
    )


def test_the_page_gives_kind_bounds_default_and_meaning() -> None:
    row = next(line for line in render().splitlines() if "`CONVOSPHERE_PORT`" in line)
    assert "whole number ≥ 0, ≤ 65,535" in row
    assert "`8080`" in row
