"""Writes the client's generated files anew, or into another folder: `python -m checks.python_client [folder]`."""

import shutil
import sys
import tempfile
from pathlib import Path

from checks.process import capture
from checks.python_client.document import opened, own_api
from checks.python_client.mirror import mirror
from checks.python_client.models import render_models
from checks.python_client.operations import render_operations

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = "clients/python/src/convosphere_client"
DOCUMENT = "web/src/api/openapi.json"
_SECONDS = 60.0


def generate(root: Path, target: Path) -> None:
    """Writes into `target` all files of the package at `root` that are generated.

    Raises:
        RuntimeError: a tool that makes them failed; with its words.
    """
    document = own_api((root / DOCUMENT).read_text(encoding="utf-8"))
    for half in ("_async", "_sync"):
        (target / half).mkdir(parents=True, exist_ok=True)
    operations = target / "_async" / "operations_gen.py"
    operations.write_text(render_operations(document), encoding="utf-8")
    binaries = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        models = render_models(opened(document), binaries, folder)
        (target / "models_gen.py").write_text(models, encoding="utf-8")
        _tidy(root, binaries, [target / "models_gen.py", operations])
        written = folder / "_async"
        shutil.copytree(root / PACKAGE / "_async", written)
        shutil.copy(operations, written)
        mirror(written, target / "_sync")
    _tidy(
        root, binaries, [path for path in (target / "_sync").glob("*.py") if path.name not in ("__init__.py", "io.py")]
    )


def _tidy(root: Path, binaries: Path, files: list[Path]) -> None:
    """As the project's own code looks."""
    names = [str(path) for path in files]
    configuration = ["--config", str(root / "pyproject.toml"), "--quiet"]
    for command in (("check", "--fix", "--unsafe-fixes", "--exit-zero", "--select=I,UP,F401,D200,D210"), ("format",)):
        code, output, errors = capture(
            [str(binaries / "ruff"), *command, *configuration, *names], cwd=root, seconds=_SECONDS
        )
        if code != 0:
            raise RuntimeError(f"ruff {command[0]}: {(errors or output).strip()[-500:]}")


if __name__ == "__main__":
    generate(ROOT, Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / PACKAGE)
