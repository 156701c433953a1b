"""The settings' reference says what the model says, and no page names a setting that does not exist."""

import re
from pathlib import Path

from checks.finding import Finding
from checks.settings_page import PAGE, render
from checks.tree import files, read_lines
from convosphere.platform.settings import variable_name
from convosphere.platform.settings.load import RESERVED_PREFIXES, setting_paths

SEE = "docs/guides/developer.md#documentation"

_VARIABLE = re.compile(r"\bCONVOSPHERE_[A-Z][A-Z0-9_]*[A-Z0-9]\b")


def check(root: Path) -> list[Finding]:
    """Compare the reference with the model, and the variables named in Markdown with those that exist."""
    known = {variable_name(path) for path in setting_paths()}
    findings = [
        Finding(path, number, f"{name} is no setting")
        for path in files(root, "", ".md")
        for number, line in enumerate(read_lines(root, path), start=1)
        for name in _VARIABLE.findall(line)
        if name not in known and not name.startswith(RESERVED_PREFIXES)
    ]
    page = root / PAGE
    if not page.is_file() or page.read_text(encoding="utf-8") != render():
        findings.append(Finding(PAGE, 1, "is not what the settings' model says; run `make docs`"))
    return findings
