"""One Markdown file: the bodies are Markdown already and stay as they are."""

import re
from pathlib import Path

from convosphere.engines.publishing.types import Enclosure, Paper

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def write(paper: Paper, path: Path) -> None:
    """Writes it as UTF-8."""
    lines = [f"# {_plain(paper.title)}", ""]
    lines += [f"- {_plain(name)}: {_plain(value)}" for name, value in paper.facts]
    for part in paper.parts:
        detail = f" · {_plain(part.detail)}" if part.detail else ""
        lines += ["", "---", "", f"**{_plain(part.heading)}**{detail}", "", part.body]
        remarks = [*(_enclosed(each) for each in part.enclosures), *(_plain(note) for note in part.notes)]
        lines += ["", *(f"> {remark}  " for remark in remarks)] if remarks else []
    path.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def _enclosed(enclosure: Enclosure) -> str:
    note = _plain(enclosure.note)
    return note if enclosure.link is None else f"[{note}](<{enclosure.link}>)"


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
