import pytest
from checks.rules.docs_links import check

from tests.checks.conftest import Repository

TARGET = "# Guide\n\n## A feature, inside\n\n```\n# not a heading\n```\n"


@pytest.mark.parametrize(
    "link",
    [
        "[a](guide.md)",
        "[a](guide.md#a-feature-inside)",
        "[a](#here)",
        "[a](../README.md) and ![b](images/b.png)",
        "[a](https://example.org/x)",
        "```\n[a](nowhere.md)\n```",
    ],
)
def test_links_that_lead_somewhere_are_accepted(repository: Repository, link: str) -> None:
    repository.write("README.md")
    repository.write("docs/images/b.png")
    repository.write("docs/guide.md", TARGET)
    repository.write("docs/page.md", f"# Here\n\n{link}\n")
    assert check(repository.root) == []


@pytest.mark.parametrize("link", ["[a](gone.md)", "![a](gone.png)", "[a](guide.md#not-a-heading)", "[a](#nowhere)"])
def test_links_that_lead_nowhere_are_found(repository: Repository, link: str) -> None:
    repository.write("docs/guide.md", TARGET)
    repository.write("docs/page.md", f"# Here\n\n{link}\n")
    (finding,) = check(repository.root)
    assert (finding.path, finding.line) == ("docs/page.md", 3)
