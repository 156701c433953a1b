"""Lock files pin versions and hashes, not the host that a package was once fetched from."""

import re
from pathlib import Path

from checks.finding import Finding
from checks.tree import files, read_lines

SEE = "docs/guides/developer.md#dependencies"

_NPM_HOST = re.compile(r'"resolved":\s*"https?://')
_PYTHON_HOST = re.compile(r"^\s*(?:-i\b|--(?:extra-)?index-url|--find-links|-f\b|--trusted-host)|@ https?://")
_PYTHON_PIN = re.compile(r"^[A-Za-z0-9][\w.-]*(?:\[[^\]]+\])?==")
_NPM_LOCK = "web/package-lock.json"
_NPM_SETTINGS = re.compile(r"^\s*(?:@[\w-]+:)?registry\s*=")


def _check_python(root: Path, path: str) -> list[Finding]:
    findings = []
    lines = read_lines(root, path)
    for number, line in enumerate(lines, start=1):
        if _PYTHON_HOST.search(line):
            findings.append(Finding(path, number, "names a host; the installation's own settings decide that"))
        if _PYTHON_PIN.match(line) and not "".join(lines[number : number + 1]).lstrip().startswith("--hash="):
            findings.append(Finding(path, number, "is not pinned by a hash"))
    return findings


def check(root: Path) -> list[Finding]:
    """Find hosts in the Python and npm lock files and settings, and Python pins without a hash."""
    findings = [finding for path in files(root, "deploy/requirements", ".txt") for finding in _check_python(root, path)]
    for path, pattern in ((_NPM_LOCK, _NPM_HOST), ("web/.npmrc", _NPM_SETTINGS), (".npmrc", _NPM_SETTINGS)):
        if (root / path).is_file():
            findings += [
                Finding(path, number, "names a host; write the lock with omit-lockfile-registry-resolved=true")
                for number, line in enumerate(read_lines(root, path), start=1)
                if pattern.search(line)
            ]
    return findings
