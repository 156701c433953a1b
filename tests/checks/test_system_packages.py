import pytest
from checks.rules.system_packages import check
from checks.system_packages import LIST, read_list

from tests.checks.conftest import Repository

GUIDE = "docs/guides/developer.md"


def test_a_guide_that_installs_the_list_is_accepted(repository: Repository) -> None:
    repository.write(LIST, "# a comment\nredis-server | command -v redis-server | tests\n")
    repository.write(GUIDE, "Run `apt-get install redis-server`.\n")
    assert check(repository.root) == []


def test_packages_only_here_or_only_there_are_found(repository: Repository) -> None:
    repository.write(LIST, "redis-server | command -v redis-server | tests\n")
    repository.write(GUIDE, "\napt-get install -y chromium\n")
    assert [(finding.line, finding.message) for finding in check(repository.root)] == [
        (1, "does not install redis-server"),
        (2, f"installs chromium, which is not in {LIST}"),
    ]


def test_a_missing_list_is_found(repository: Repository) -> None:
    assert [finding.path for finding in check(repository.root)] == [LIST]


def test_the_probe_tells_whether_a_package_is_there(repository: Repository) -> None:
    repository.write(LIST, "shell | command -v sh | all\nnothing | command -v no-such-program | none\n")
    assert [package.is_missing() for package in read_list(repository.root)] == [False, True]


def test_a_line_of_another_shape_is_an_error(repository: Repository) -> None:
    repository.write(LIST, "redis-server\n")
    with pytest.raises(ValueError, match="expected `package"):
        read_list(repository.root)
