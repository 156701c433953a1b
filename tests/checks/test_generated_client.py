import json
from pathlib import Path

import pytest
from checks.rules.generated_client import DOCUMENT, TYPES, check

from tests.checks.conftest import Repository

GENERATOR = "web/node_modules/.bin/generate-types"


@pytest.fixture
def fresh(repository: Repository) -> Repository:
    """An app that prints a document, and a generator that turns it into types."""
    for package in ("", "entry/"):
        repository.write(f"src/convosphere/{package}__init__.py")
    repository.write("src/convosphere/entry/openapi.py", "print('{\"openapi\": 1}')\n")
    repository.write(DOCUMENT, '{"openapi": 1}\n')
    repository.write(TYPES, '// types of {"openapi": 1}\n')
    repository.write(
        "web/package.json",
        json.dumps({"scripts": {"generate": "generate-types src/api/openapi.json --output src/api/schema.gen.ts"}}),
    )
    repository.write(GENERATOR, '#!/bin/sh\nprintf "// types of %s\\n" "$(cat "$1")" > "$3"\n')
    (repository.root / GENERATOR).chmod(0o755)
    return repository


def _paths(root: Path) -> list[str]:
    return [finding.path for finding in check(root)]


def test_a_fresh_client_is_accepted_and_nothing_is_written(fresh: Repository) -> None:
    before = (fresh.root / TYPES).stat().st_mtime_ns
    assert check(fresh.root) == []
    assert (fresh.root / TYPES).stat().st_mtime_ns == before


def test_a_document_that_the_server_would_write_otherwise_is_found(fresh: Repository) -> None:
    fresh.write("src/convosphere/entry/openapi.py", "print('{\"openapi\": 2}')\n")
    assert _paths(fresh.root) == [DOCUMENT]


def test_types_of_another_document_are_found(fresh: Repository) -> None:
    fresh.write(TYPES, "// types of something else\n")
    assert _paths(fresh.root) == [TYPES]


def test_missing_files_are_found_and_a_program_without_api_is_fine(fresh: Repository) -> None:
    (fresh.root / TYPES).unlink()
    assert _paths(fresh.root) == [TYPES]
    (fresh.root / "src/convosphere/entry/openapi.py").unlink()
    assert check(fresh.root) == []


def test_an_app_or_a_generator_that_fails_is_found_with_its_words(fresh: Repository) -> None:
    fresh.write("src/convosphere/entry/openapi.py", "raise SystemExit('two routes with one name')\n")
    fresh.write(GENERATOR, "#!/bin/sh\necho 'no such schema' >&2\nexit 1\n")
    messages = [finding.message for finding in check(fresh.root)]
    assert "two routes with one name" in messages[0]
    assert "no such schema" in messages[1]
