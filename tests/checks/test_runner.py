import pytest
from checks.__main__ import ROOT, Rule, load_rules, main, report
from checks.finding import Finding
from checks.rules.docs_links import anchors

from tests.checks.conftest import Repository


def test_every_rule_is_loaded_and_its_page_exists() -> None:
    rules = load_rules()
    assert {"file-ceilings", "web-texts", "generated-client", "docs-map"} <= {rule.name for rule in rules}
    for rule in rules:
        page, _, anchor = rule.see.partition("#")
        lines = (ROOT / page).read_text(encoding="utf-8").splitlines()
        assert not anchor or anchor in anchors(lines), rule.see


def test_every_rule_has_its_test() -> None:
    tests = {path.stem.removeprefix("test_") for path in (ROOT / "tests/checks").glob("test_*.py")}
    assert {rule.name.replace("-", "_") for rule in load_rules()} <= tests


def test_a_finding_is_one_line_with_place_rule_message_and_page(repository: Repository) -> None:
    rule = Rule("example", "docs/page.md", lambda _root: [Finding("b.py", 2, "second"), Finding("a.py", 1, "first")])
    assert report(repository.root, [rule]) == [
        "a.py:1: example: first (see docs/page.md)",
        "b.py:2: example: second (see docs/page.md)",
    ]


def test_the_exit_code_tells_whether_something_was_found(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["file-names"], repository.root) == 0
    repository.write("src/utils.py")
    assert main(["file-names"], repository.root) == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith("src/utils.py:1: file-names: ")


def test_an_unknown_rule_is_refused_with_the_names_there_are(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["no-such-rule"], repository.root) == 2
    assert "file-names" in capsys.readouterr().out
