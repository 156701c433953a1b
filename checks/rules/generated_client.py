"""The web client's API types are what the server would generate now."""

import json
import os
import shlex
import sys
import tempfile
from pathlib import Path

from checks.finding import Finding
from checks.process import capture

SEE = "docs/guides/developer.md#the-generated-clients"

DOCUMENT = "web/src/api/openapi.json"
TYPES = "web/src/api/schema.gen.ts"
_MODULE = "src/convosphere/entry/openapi.py"
_SECONDS = 120.0


def _check_document(root: Path) -> list[Finding]:
    path = os.pathsep.join([str(root / "src"), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "convosphere.entry.openapi"]
    code, output, errors = capture(command, cwd=root, seconds=_SECONDS, env={**os.environ, "PYTHONPATH": path})
    if code != 0:
        return [Finding(_MODULE, 1, f"the API document cannot be made: {errors.strip()[-500:]}")]
    if (root / DOCUMENT).read_text(encoding="utf-8") != output:
        return [Finding(DOCUMENT, 1, "is not what the server says now; run `make openapi`")]
    return []


def _check_types(root: Path) -> list[Finding]:
    if not (root / "web/node_modules").is_dir():
        return [Finding("web/package-lock.json", 1, "the web packages are not installed; run `make lint`")]
    script = json.loads((root / "web/package.json").read_text(encoding="utf-8"))["scripts"]["generate"]
    words = shlex.split(script)
    with tempfile.TemporaryDirectory() as scratch:
        # The same command as `npm run generate`, but it writes beside, so that checking changes nothing.
        target = Path(scratch) / "schema.gen.ts"
        words[words.index("--output") + 1] = str(target)
        words[0] = str(root / "web/node_modules/.bin" / words[0])
        code, output, errors = capture(words, cwd=root / "web", seconds=_SECONDS)
        if code != 0 or not target.is_file():
            return [Finding(DOCUMENT, 1, f"types cannot be made from it: {(errors or output).strip()[-500:]}")]
        if target.read_bytes() != (root / TYPES).read_bytes():
            return [Finding(TYPES, 1, f"is not what {DOCUMENT} gives; run `make openapi`")]
    return []


def check(root: Path) -> list[Finding]:
    """Make the API document and its types anew, beside the tree, and compare."""
    if not (root / _MODULE).is_file():
        return []
    missing = [path for path in (DOCUMENT, TYPES) if not (root / path).is_file()]
    if missing:
        return [Finding(path, 1, "is missing; run `make openapi`") for path in missing]
    return _check_document(root) + _check_types(root)
