from checks.rules.feature_readmes import check

from tests.checks.conftest import Repository

README = "src/convosphere/features/chat/README.md"


def test_a_short_readme_with_a_title_is_accepted(repository: Repository) -> None:
    repository.write(README, "# Chat\n\nConversations and their messages.\n" + "\n" * 57)
    assert check(repository.root) == []


def test_a_feature_without_readme_is_left_to_the_rule_about_rooms(repository: Repository) -> None:
    repository.write("src/convosphere/features/chat/feature.py")
    assert check(repository.root) == []


def test_a_long_readme_is_found(repository: Repository) -> None:
    repository.write(README, "# Chat\n" + "words\n" * 60)
    (finding,) = check(repository.root)
    assert (finding.path, finding.line) == (README, 61)


def test_a_readme_without_title_or_text_is_found(repository: Repository) -> None:
    repository.write(README, "Chat is about conversations.\nAnd more.\n")
    assert [finding.message for finding in check(repository.root)] == ["begins with a title: `# <Noun>`"]
    repository.write(README, "# Chat\n\n")
    assert [finding.message for finding in check(repository.root)] == ["says nothing about the feature's purpose"]
