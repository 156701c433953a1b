from checks.rules.docs_map import check

from tests.checks.conftest import Repository


def _tree(repository: Repository) -> None:
    repository.write("src/app.py")
    repository.write("docs/map.md", "# Map\n\n- `src/` the program itself\n- `docs/` what is to be read\n")


def test_a_line_for_each_folder_is_accepted(repository: Repository) -> None:
    _tree(repository)
    repository.write(".venv/lib/python3.11/x.py")
    assert check(repository.root) == []


def test_a_folder_without_a_line_is_found(repository: Repository) -> None:
    _tree(repository)
    repository.write("src/deep/inside/x.py")
    messages = [finding.message for finding in check(repository.root)]
    assert messages == ["`src/deep/` has no line", "`src/deep/inside/` has no line"]


def test_a_line_without_a_folder_is_found(repository: Repository) -> None:
    _tree(repository)
    text = "- `src/` the program itself\n- `docs/` what is to be read\n- `gone/` was here once\n"
    repository.write("docs/map.md", text)
    (finding,) = check(repository.root)
    assert (finding.line, finding.message) == (3, "`gone/` does not exist")


def test_a_line_that_explains_nothing_or_twice_is_found(repository: Repository) -> None:
    _tree(repository)
    repository.write("docs/map.md", "- `src/`\n- `docs/` what is to be read\n- `docs/` what is to be read\n")
    messages = [finding.message for finding in check(repository.root)]
    assert messages == ["`src/` is named, but not explained", "`docs/` is explained twice"]


def test_rooms_mirrored_tests_and_languages_need_no_line(repository: Repository) -> None:
    for path in (
        "src/convosphere/features/chat/actions/send.py",
        "tests/features/chat/test_actions.py",
        "src/convosphere/platform/i18n/catalogues/en/chat.json",
    ):
        repository.write(path)
    mapped = [
        "docs",
        "src",
        "src/convosphere",
        "src/convosphere/features",
        "src/convosphere/features/chat",
        "src/convosphere/platform",
        "src/convosphere/platform/i18n",
        "src/convosphere/platform/i18n/catalogues",
        "tests",
    ]
    repository.write("docs/map.md", "".join(f"- `{folder}/` holds some things\n" for folder in mapped))
    assert check(repository.root) == []


def test_a_missing_map_is_found(repository: Repository) -> None:
    assert [finding.path for finding in check(repository.root)] == ["docs/map.md"]
