"""`python -m checks [rule …]`: run all rules, or those named, over this repository; exit 1 on findings."""

import importlib
import pkgutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from checks import rules
from checks.finding import Finding

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's name (its module's), the page that explains it, and its function."""

    name: str
    see: str
    check: Callable[[Path], list[Finding]]


def load_rules() -> list[Rule]:
    """Return every module of `checks.rules` as a rule, by name."""
    names = sorted(found.name for found in pkgutil.iter_modules(rules.__path__))
    modules = [(name, importlib.import_module(f"{rules.__name__}.{name}")) for name in names]
    return [Rule(name.replace("_", "-"), module.SEE, module.check) for name, module in modules]


def report(root: Path, selected: Sequence[Rule]) -> list[str]:
    """Run the rules over `root` and return one line per finding: `path:line: rule: message (see page)`."""
    return [
        f"{finding.path}:{finding.line}: {rule.name}: {finding.message} (see {rule.see})"
        for rule in selected
        for finding in sorted(rule.check(root))
    ]


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Run the rules named in `arguments`, or all; print the findings; return the exit code."""
    available = load_rules()
    unknown = set(arguments) - {rule.name for rule in available}
    if unknown:
        names = ", ".join(rule.name for rule in available)
        print(f"No rule is called {', '.join(sorted(unknown))}. The rules are: {names}.")
        return 2
    selected = [rule for rule in available if not arguments or rule.name in arguments]
    lines = report(root, selected)
    print("\n".join(lines) if lines else f"{len(selected)} rules, nothing found.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
