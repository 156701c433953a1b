"""Every feature has the same rooms, so that a path can be guessed."""

from pathlib import Path

from checks.finding import Finding
from checks.rules.file_ceilings import ROOMS
from checks.tree import walk

SEE = "docs/guides/developer.md#a-feature-inside"

FEATURES = "src/convosphere/features"
_ALLOWED_FILES = frozenset({f"{room}.py" for room in ROOMS} | {"__init__.py", "README.md"})
_MUST_HAVE = ("__init__.py", "feature.py", "README.md")


def features(root: Path) -> list[str]:
    """Return the folders of all features, relative to the repository."""
    place = root / FEATURES
    if not place.is_dir():
        return []
    return sorted(
        f"{FEATURES}/{folder.name}"
        for folder in place.iterdir()
        if folder.is_dir() and folder.name != "__pycache__" and any(folder.glob("*.*"))
    )


def _check_feature(root: Path, feature: str) -> list[Finding]:
    names = {folder: files for folder, files in walk(root, feature) if files}
    here = set(names.get(feature, ()))
    findings = [
        Finding(f"{feature}/{name}", 1, f"{name} is not a room of a feature") for name in sorted(here - _ALLOWED_FILES)
    ]
    inside = sorted({folder.removeprefix(f"{feature}/").split("/")[0] for folder in names if folder != feature})
    for room in inside:
        if room not in ROOMS:
            findings.append(Finding(f"{feature}/{room}", 1, f"{room}/ is not a room of a feature"))
        elif f"{room}.py" in here:
            findings.append(Finding(f"{feature}/{room}.py", 1, f"{room} is both a file and a package"))
    findings += [Finding(feature, 1, f"the feature has no {name}") for name in _MUST_HAVE if name not in here]
    return findings


def check(root: Path) -> list[Finding]:
    """Find rooms that are not in the plan, and features without their announcement or README."""
    return [finding for feature in features(root) for finding in _check_feature(root, feature)]
