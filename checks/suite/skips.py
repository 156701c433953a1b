"""Which tests did not run, why, and what would make them run."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

# The report is written by our own pytest a moment earlier; nothing in it comes from outside.
from xml.etree.ElementTree import ParseError, parse

from checks.system_packages import SystemPackage


def read_skips(report: Path) -> Counter[str]:
    """Return how many tests of a JUnit report were skipped for which reason; none if there is no report."""
    try:
        root = parse(report).getroot()  # noqa: S314 - our own file
    except (FileNotFoundError, ParseError):
        return Counter()
    found = (element.get("message", "") for element in root.iter("skipped"))
    return Counter(message.removeprefix("Skipped: ").splitlines()[0] if message else "" for message in found)


def describe(skips: Counter[str], packages: Sequence[SystemPackage]) -> list[str]:
    """Return the lines of the summary about skipped tests and the packages that are missing here."""
    lines = []
    if skips:
        lines.append(f"Skipped: {skips.total()} tests")
        lines += [f"  {count} × {reason or 'no reason given'}" for reason, count in skips.most_common()]
    missing = [package for package in packages if package.is_missing()]
    lines += [f"Missing here: {package.name}, for {package.purpose}" for package in missing]
    if missing:
        names = " ".join(package.name for package in missing)
        lines.append(f"To have everything run: apt-get install {names}")
    return lines
