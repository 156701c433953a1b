"""The half for programs that wait, made from the asynchronous one by unasync."""

from pathlib import Path

from unasync import Rule, unasync_files

_NAMES = {
    "_async": "_sync",
    "aclose": "close",
    "anext": "next",
    "AsyncClient": "Client",
    "AsyncBaseTransport": "BaseTransport",
}
_OWN = (
    "Sender",
    "Session",
    "Caller",
    "Socket",
    "Realtime",
    "Talk",
    "Begin",
    "AnswerStream",
    "Operations",
    "ConvoSphere",
)  # fmt: skip - a list of words
# Written by hand on both sides: it holds all that really differs.
_BY_HAND = frozenset({"__init__.py", "io.py"})


def mirror(source: Path, target: Path) -> None:
    """Writes into `target` what `source` (a folder `_async`) is without waiting."""
    names = _NAMES | {f"Async{name}": name for name in _OWN}
    rule = Rule(f"{source}/", f"{target}/", additional_replacements=names)
    files = [str(path) for path in sorted(source.glob("*.py")) if path.name not in _BY_HAND]
    unasync_files(files, [rule])
    for path in sorted(target.glob("*.py")):
        # Words in the documentation are no names of code, and stay behind.
        text = path.read_text(encoding="utf-8")
        path.write_text(_documented(text), encoding="utf-8")


def _documented(text: str) -> str:
    for name in _OWN:
        text = text.replace(f"`Async{name}", f"`{name}")
    return text.replace("`async with", "`with").replace("async for", "for").replace("AsyncConvoSphere", "ConvoSphere")
