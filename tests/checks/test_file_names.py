import pytest
from checks.rules.file_names import check

from tests.checks.conftest import Repository


@pytest.mark.parametrize(
    "path",
    [
        "src/convosphere/platform/utils.py",
        "src/convosphere/platform/_helpers.py",
        "tests/common.py",
        "tests/test_misc.py",
        "web/src/shared/lib/utils.ts",
        "web/src/shared/lib/utils.test.ts",
        "web/src/stream/Manager.tsx",
    ],
)
def test_a_file_name_that_says_nothing_is_found(repository: Repository, path: str) -> None:
    repository.write(path)
    (finding,) = check(repository.root)
    assert finding.path == path


def test_a_folder_name_that_says_nothing_is_found_once(repository: Repository) -> None:
    repository.write("src/convosphere/common/clock.py")
    repository.write("src/convosphere/common/ids.py")
    assert [finding.path for finding in check(repository.root)] == ["src/convosphere/common"]


def test_names_that_say_something_are_fine(repository: Repository) -> None:
    for path in ("src/convosphere/platform/clock.py", "web/src/shared/commonMark.ts", "docs/misc-notes.md"):
        repository.write(path)
    assert check(repository.root) == []
