"""Every text exists in every language, with the same places to fill in."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from checks.finding import Finding
from checks.tree import files

SEE = "docs/guides/developer.md#texts"

REFERENCE = "en"
LANGUAGES = ("en", "de")
_LANGUAGE_IN_PATH = re.compile(rf"(?:^|/)(?P<language>{'|'.join(LANGUAGES)})(?P<rest>/.+)?\.json$")
# {name} on the server, {{name}} and <tag> (rich texts) in the web client.
_PLACES = re.compile(r"\{\{?\s*-?\s*(\w+)[^}]*\}\}?|</?(\w+)\s*/?>")


def _flatten(value: object, prefix: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flatten(inner, f"{prefix}.{key}" if prefix else str(key))
    else:
        yield prefix, value


def _places(text: object) -> set[str]:
    return {first or second for first, second in _PLACES.findall(text)} if isinstance(text, str) else set()


def _line_of(source: str, key: str) -> int:
    """Return the line where the last part of a key first appears: near enough to click on."""
    position = source.find(f'"{key.rsplit(".", 1)[-1]}"')
    return source.count("\n", 0, position) + 1 if position >= 0 else 1


def _compare(reference: Path, other: Path, path: str) -> list[Finding]:
    wanted = dict(_flatten(json.loads(reference.read_text(encoding="utf-8"))))
    source = other.read_text(encoding="utf-8")
    present = dict(_flatten(json.loads(source)))
    findings = [Finding(path, 1, f"lacks the key {key}") for key in sorted(wanted.keys() - present.keys())]
    findings += [
        Finding(path, _line_of(source, key), f"has the key {key}, which `{REFERENCE}` does not have")
        for key in sorted(present.keys() - wanted.keys())
    ]
    for key in sorted(wanted.keys() & present.keys()):
        text = present[key]
        if not isinstance(text, str) or not text.strip():
            findings.append(Finding(path, _line_of(source, key), f"{key} has no text"))
        if _places(text) != _places(wanted[key]):
            names = ", ".join(sorted(_places(wanted[key]) ^ _places(text)))
            findings.append(Finding(path, _line_of(source, key), f"{key} fills in other things: {names}"))
    return findings


def check(root: Path) -> list[Finding]:
    """Compare the catalogues of every language with the English ones, on the server and in the clients."""
    findings = []
    catalogues = {
        path: match
        for folder in ("src/convosphere", "web/src", "clients")
        for path in files(root, folder, ".json")
        if (match := _LANGUAGE_IN_PATH.search(path))
    }
    for path, match in catalogues.items():
        for language in LANGUAGES:
            start, end = match.span("language")
            twin = path[:start] + language + path[end:]
            if twin not in catalogues:
                findings.append(Finding(path, 1, f"has no twin {twin}"))
            elif match["language"] == REFERENCE and language != REFERENCE:
                findings += _compare(root / path, root / twin, twin)
    return findings
