import pytest
from checks.finding import Finding
from checks.rules.file_ceilings import check

from tests.checks.conftest import Repository

FEATURE = "src/convosphere/features/chat"


@pytest.mark.parametrize(
    ("path", "most"),
    [
        (f"{FEATURE}/feature.py", 60),
        (f"{FEATURE}/access.py", 150),
        (f"{FEATURE}/actions.py", 300),
        (f"{FEATURE}/actions/send_message.py", 300),
        (f"{FEATURE}/tables/messages.py", 250),
        (f"{FEATURE}/events.py", 120),
        (f"{FEATURE}/jobs/answer.py", 150),
        ("src/convosphere/platform/clock.py", 300),
        ("checks/tree.py", 300),
        ("tests/features/chat/test_actions.py", 400),
        ("web/src/features/chat/Composer.tsx", 250),
        ("web/src/features/chat/Composer.module.css", 250),
    ],
)
def test_a_file_may_reach_its_ceiling_and_not_a_line_more(repository: Repository, path: str, most: int) -> None:
    repository.write(path, "x\n" * most)
    assert check(repository.root) == []

    repository.write(path, "x\n" * (most + 1))
    (finding,) = check(repository.root)
    assert (finding.path, finding.line) == (path, most + 1)
    assert f"at most {most}" in finding.message


@pytest.mark.parametrize(
    "path",
    [
        "web/src/api/schema.gen.ts",
        "clients/python/src/convosphere_client/models_gen.py",
        "web/package-lock.json",
        "web/node_modules/a/index.js",
        "docs/guides/user.md",
    ],
)
def test_generated_foreign_and_other_files_may_be_long(repository: Repository, path: str) -> None:
    repository.write(path, "x\n" * 5000)
    assert check(repository.root) == []


def test_findings_sort_by_place() -> None:
    assert min([Finding("b", 1, ""), Finding("a", 2, ""), Finding("a", 1, "")]) == Finding("a", 1, "")
