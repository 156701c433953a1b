"""A feature's README gives its purpose and its words, and stays short enough to be read."""

from pathlib import Path

from checks.finding import Finding
from checks.rules.feature_rooms import features
from checks.tree import read_lines

SEE = "docs/guides/developer.md#a-feature-inside"

MOST_LINES = 60


def check(root: Path) -> list[Finding]:
    """Find feature READMEs that are empty, have no title, or are too long; missing ones: `feature-rooms`."""
    findings = []
    for feature in features(root):
        path = f"{feature}/README.md"
        if not (root / path).is_file():
            continue
        lines = read_lines(root, path)
        if not lines or not lines[0].startswith("# "):
            findings.append(Finding(path, 1, "begins with a title: `# <Noun>`"))
        if sum(bool(line.strip()) for line in lines) <= 1:
            findings.append(Finding(path, 1, "says nothing about the feature's purpose"))
        if len(lines) > MOST_LINES:
            message = f"{len(lines)} lines, at most {MOST_LINES}; longer explanations belong in docs/"
            findings.append(Finding(path, MOST_LINES + 1, message))
    return findings
