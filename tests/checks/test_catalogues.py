import json

import pytest
from checks.rules.catalogues import check

from tests.checks.conftest import Repository

SERVER = "src/convosphere/platform/i18n/catalogues"
WEB = "web/src/shared/i18n/locales"


def _write(repository: Repository, path: str, texts: object) -> None:
    repository.write(path, json.dumps(texts, indent=2, ensure_ascii=False))


@pytest.mark.parametrize(
    ("english", "german"),
    [(f"{SERVER}/en/chat.json", f"{SERVER}/de/chat.json"), (f"{WEB}/en.json", f"{WEB}/de.json")],
)
class TestCatalogues:
    def test_twins_are_accepted(self, repository: Repository, english: str, german: str) -> None:
        _write(repository, english, {"a": {"b": "Hello {name}"}, "c": "{{count, number}} of <b>all</b>"})
        _write(repository, german, {"a": {"b": "Guten Tag, {name}"}, "c": "{{count}} von <b>allen</b>"})
        assert check(repository.root) == []

    def test_missing_and_surplus_keys_are_found(self, repository: Repository, english: str, german: str) -> None:
        _write(repository, english, {"a": {"b": "One"}})
        _write(repository, german, {"a": {"c": "Zwei"}})
        messages = [(finding.path, finding.message) for finding in check(repository.root)]
        assert messages == [
            (german, "lacks the key a.b"),
            (german, "has the key a.c, which `en` does not have"),
        ]

    def test_other_places_and_empty_texts_are_found(self, repository: Repository, english: str, german: str) -> None:
        _write(repository, english, {"a": "Hello {name}", "b": "Save"})
        _write(repository, german, {"a": "Guten Tag, {person}", "b": " "})
        assert [(finding.line, finding.message) for finding in check(repository.root)] == [
            (2, "a fills in other things: name, person"),
            (3, "b has no text"),
        ]

    def test_a_missing_twin_is_found(self, repository: Repository, english: str, german: str) -> None:
        _write(repository, german, {"a": "Eins"})
        assert [finding.message for finding in check(repository.root)] == [f"has no twin {english}"]
