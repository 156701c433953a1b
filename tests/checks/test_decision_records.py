import pytest
from checks.rules.decision_records import check

from tests.checks.conftest import Repository

GOOD = "# 0002 PostgreSQL\n\n## Context\n\nA.\n\n## Decision\n\nB.\n\n## Consequences\n\nC.\n"
PATH = "docs/decisions/0002-postgresql.md"


def test_a_record_of_the_usual_shape_is_accepted(repository: Repository) -> None:
    repository.write(PATH, GOOD)
    assert check(repository.root) == []


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        (PATH, GOOD + "x\n" * 40, "53 lines, at most 40"),
        (PATH, GOOD.replace("# 0002", "# 0003"), "begins with its number and title: `# 0002 …`"),
        (PATH, GOOD.replace("## Context", "## Why"), "has no section `## Context`"),
        ("docs/decisions/postgresql.md", GOOD, "is not named `NNNN-what-was-decided.md`"),
    ],
)
def test_a_record_of_another_shape_is_found(repository: Repository, path: str, text: str, message: str) -> None:
    repository.write(path, text)
    (finding,) = check(repository.root)
    assert (finding.path, finding.message) == (path, message)


def test_a_number_used_twice_is_found(repository: Repository) -> None:
    repository.write(PATH, GOOD)
    repository.write("docs/decisions/0002-weaviate.md", GOOD)
    (finding,) = check(repository.root)
    assert finding.message == f"has the number of {PATH}"
