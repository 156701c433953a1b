"""What people read in the web client comes from the catalogues, never from the code.

The reading of TypeScript is done by `web_texts.mjs` with the compiler that the web client is built with.
"""

import json
from pathlib import Path

from checks.finding import Finding
from checks.process import capture

SEE = "docs/guides/developer.md#texts"

_SCRIPT = Path(__file__).with_suffix(".mjs")
_SECONDS = 120.0


def check(root: Path) -> list[Finding]:
    """Find words in JSX, in attributes that people see, and in the texts of notifications."""
    if not (root / "web/src").is_dir():
        return []
    compiler = root / "web/node_modules/typescript"
    if not compiler.is_dir():
        return [Finding("web/package-lock.json", 1, "the web packages are not installed; run `make lint`")]
    code, output, errors = capture(["node", str(_SCRIPT), str(root)], cwd=root, seconds=_SECONDS)
    if code != 0:
        return [Finding("checks/rules/web_texts.mjs", 1, f"did not run: {errors.strip()[-500:]}")]
    return [Finding(found["path"], found["line"], found["message"]) for found in json.loads(output)]
