import pytest
from checks.rules.suppressions import check

from tests.checks.conftest import Repository

# Put together here, so that this file holds no suppressions itself.
NOQA = "# no" + "qa"
TYPE = "# type" + ": ignore"
PRAGMA = "# pragma" + ": no cover"
OXLINT = "oxlint" + "-disable-next-line"
EXPECT = "@ts-expect" + "-error"


@pytest.mark.parametrize(
    "line",
    [
        f"x = 1  {NOQA}",
        f"x = 1  {NOQA}: S603",
        f"x = 1  {NOQA}: S603, S607",
        f"x = 1  {NOQA}: S603 - x",
        f"x = 1  {TYPE}",
        f"x = 1  {TYPE}[arg-type]",
        f"x = 1  {PRAGMA}",
        f"x = 1  {TYPE}[arg-type]  {NOQA}: S603",
        f"y = 2  {NOQA}: S603 - fixed commands of this repository\nx = 1  {NOQA}",
    ],
)
def test_an_unexplained_suppression_in_python_is_found(repository: Repository, line: str) -> None:
    repository.write("src/a.py", f"\n{line}\n")
    (finding,) = check(repository.root)
    assert (finding.path, finding.line) == ("src/a.py", line.count("\n") + 2)


@pytest.mark.parametrize(
    "line",
    [
        f"x = 1  {NOQA}: S603 - fixed commands of this repository",
        f"x = 1  {NOQA}: S603, S607 — fixed commands",
        f"x = 1  {TYPE}[arg-type]  # the library's stubs lag",
        f"x = 1  {PRAGMA} - only on Windows",
        f"x = 1  {TYPE}[arg-type]  {NOQA}: S603 - both for that reason",
        f"# it would cost 150 ms at start\nimport a  {NOQA}: PLC0415",
        f'text = "{NOQA}"',
    ],
)
def test_an_explained_suppression_in_python_is_accepted(repository: Repository, line: str) -> None:
    repository.write("src/a.py", f"{line}\n")
    assert check(repository.root) == []


@pytest.mark.parametrize(
    "line",
    [f"// {OXLINT}", f"// {OXLINT} react-hooks/exhaustive-deps", f"// {EXPECT}", f"/* {OXLINT} no-alert */"],
)
def test_an_unexplained_suppression_in_the_web_is_found(repository: Repository, line: str) -> None:
    repository.write("web/src/a.tsx", f"{line}\n")
    assert [finding.path for finding in check(repository.root)] == ["web/src/a.tsx"]


@pytest.mark.parametrize(
    "line",
    [
        f"// {OXLINT} react-hooks/exhaustive-deps -- runs once on purpose",
        f"// {EXPECT} - the types of jsdom lack it",
        f"/* {OXLINT} no-alert, no-console -- a last resort */",
        f"// Deprecated, and the only thing that works there.\n// {OXLINT} no-deprecated",
    ],
)
def test_an_explained_suppression_in_the_web_is_accepted(repository: Repository, line: str) -> None:
    repository.write("web/src/a.tsx", f"{line}\n")
    repository.write("web/src/api/schema.gen.ts", f"// {OXLINT}\n")
    assert check(repository.root) == []
