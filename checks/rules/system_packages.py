"""The guides name every system package of the one list, and install no other."""

import re
from pathlib import Path

from checks.finding import Finding
from checks.system_packages import LIST, read_list
from checks.tree import read_lines

SEE = "docs/guides/developer.md#system-packages"

GUIDE = "docs/guides/developer.md"
_INSTALLS = re.compile(r"apt-get install (?:-\S+ )*(?P<names>[a-z0-9][a-z0-9.+ -]*)")


def check(root: Path) -> list[Finding]:
    """Compare `apt-get install …` in the developers' guide with the list."""
    if not (root / LIST).is_file():
        return [Finding(LIST, 1, "the list of system packages is missing")]
    wanted = {package.name for package in read_list(root)}
    lines = read_lines(root, GUIDE) if (root / GUIDE).is_file() else []
    named: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        for match in _INSTALLS.finditer(line):
            named.update(dict.fromkeys(match["names"].split(), number))
    findings = [Finding(GUIDE, 1, f"does not install {name}") for name in sorted(wanted - set(named))]
    findings += [
        Finding(GUIDE, named[name], f"installs {name}, which is not in {LIST}") for name in sorted(set(named) - wanted)
    ]
    return findings
