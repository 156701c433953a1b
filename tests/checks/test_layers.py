"""The contracts of .importlinter, each on a small program that breaks it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checks.conftest import Repository

CONTRACTS = Path(__file__).parents[2] / ".importlinter"
LINT = Path(sys.executable).parent / "lint-imports"


def _lint(repository: Repository) -> tuple[int, list[str]]:
    """Return the exit code and the broken contracts' names."""
    command = [str(LINT), "--config", str(CONTRACTS), "--no-cache", "--no-logo"]
    environment = {**os.environ, "PYTHONPATH": str(repository.root / "src"), "COLUMNS": "200"}
    done = subprocess.run(
        command, cwd=repository.root, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    output = done.stdout + done.stderr
    return done.returncode, [line for line in output.splitlines() if line.rstrip().endswith("BROKEN")]


@pytest.fixture
def program(repository: Repository) -> Repository:
    """A program with two features and two engines that keeps every contract."""
    package = "src/convosphere"
    for folder in ("", "entry/", "features/", "engines/", "platform/"):
        repository.write(f"{package}/{folder}__init__.py")
    repository.write("src/convosphere_client/__init__.py")
    for feature in ("accounts", "chat"):
        for room in ("__init__", "feature", "routes", "access", "actions", "repository", "tables", "types"):
            repository.write(f"{package}/features/{feature}/{room}.py")
    for engine in ("llm", "retrieval"):
        repository.write(f"{package}/engines/{engine}/__init__.py")
    repository.write(f"{package}/platform/errors.py")
    _imports(repository, "entry/cli.py", "features.chat.feature")
    _imports(repository, "features/chat/feature.py", "features.chat.routes")
    _imports(repository, "features/chat/routes.py", "features.accounts.access", "features.chat.actions")
    _imports(repository, "features/chat/actions.py", "features.accounts.actions", "engines.llm")
    _imports(repository, "features/accounts/actions.py", "features.accounts.repository")
    _imports(repository, "engines/llm/__init__.py", "platform.errors")
    return repository


def _imports(repository: Repository, path: str, *modules: str) -> None:
    text = "".join(f"import convosphere.{module}\n" for module in modules)
    repository.write(f"src/convosphere/{path}", text)


def test_a_program_that_keeps_them_is_accepted_also_where_rooms_and_features_are_missing(
    program: Repository,
) -> None:
    assert _lint(program) == (0, [])


@pytest.mark.parametrize(
    ("path", "imported", "contract"),
    [
        ("platform/errors.py", "engines.llm", "1. "),
        ("engines/retrieval/__init__.py", "features.chat.types", "1. "),
        ("features/chat/types.py", "entry.cli", "1. "),
        ("somewhere/__init__.py", "platform.errors", "1. "),
        ("features/accounts/types.py", "features.chat.types", "2. "),
        ("features/billing/__init__.py", "platform.errors", "2. "),
        ("features/chat/repository.py", "features.chat.actions", "3. rooms"),
        ("features/chat/access.py", "features.chat.routes", "3. rooms"),
        ("features/chat/service.py", "platform.errors", "3. rooms"),
        ("features/chat/actions.py", "features.accounts.repository", "3. routes"),
        ("features/chat/feature.py", "features.accounts.routes", "3. routes"),
        ("entry/worker.py", "features.chat.repository", "3. routes"),
        ("engines/llm/__init__.py", "engines.retrieval", "4. engines are independent"),
    ],
)
def test_an_import_against_the_order_is_found(program: Repository, path: str, imported: str, contract: str) -> None:
    _imports(program, path, imported)
    code, broken = _lint(program)
    assert code == 1
    assert any(line.startswith(contract) for line in broken), broken


def test_the_client_stands_apart(program: Repository) -> None:
    program.write("src/convosphere_client/errors.py", "import convosphere.platform.errors\n")
    program.write("src/convosphere/platform/clock.py", "import convosphere_client\n")
    code, broken = _lint(program)
    assert (code, [line[:3] for line in broken]) == (1, ["5. ", "5. "])


def test_an_engine_that_reaches_fastapi_by_a_detour_is_found(program: Repository) -> None:
    program.write("src/convosphere/platform/errors.py", "import fastapi\n")
    code, broken = _lint(program)
    assert code == 1
    assert [line.split(",")[0] for line in broken] == ["4. engines never reach FastAPI or a feature"]
