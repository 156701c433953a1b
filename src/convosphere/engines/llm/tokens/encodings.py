"""The tokenisers that are at hand: OpenAI's, whose tables come with a package that is installed anyway.

tiktoken would fetch its tables when it is first asked, which a closed network forbids. LiteLLM's package brings them,
as files named the way tiktoken names them; they are read from there, without importing LiteLLM.
"""

import base64
import hashlib
import threading
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tiktoken import Encoding

_FOLDER: Final = ("litellm_core_utils", "tokenizers")


@dataclass(frozen=True, slots=True)
class _Table:
    """A file with the ranks of the tokens, and how texts are split before they are merged."""

    file: str
    sha256: str
    pattern: str


# Patterns and sums as in tiktoken 0.14 (`tiktoken_ext.openai_public`). `\p` and `++` are of its regular expressions.
_TABLES: Final = {
    "cl100k_base": _Table(
        "9b5ad71b2ce5302211f9c61530b329a4922fc6a4",
        "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
        r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]"
        r"|\s+(?!\S)|\s",
    ),
    "o200k_base": _Table(
        "fb374d419588a4632f3f557e76b4b70aebbca790",
        "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
        r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
        r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    ),
}

# The first beginning that fits counts. Only names that nobody gives to something else.
_BEGINNINGS: Final = (
    ("chatgpt-4o", "o200k_base"),
    ("gpt-4o", "o200k_base"),
    ("gpt-4.1", "o200k_base"),
    ("gpt-4.5", "o200k_base"),
    ("gpt-5", "o200k_base"),
    ("gpt-oss", "o200k_base"),
    ("o1", "o200k_base"),
    ("o3", "o200k_base"),
    ("o4-mini", "o200k_base"),
    ("gpt-4", "cl100k_base"),
    ("gpt-3.5-turbo", "cl100k_base"),
    ("gpt-35-turbo", "cl100k_base"),
)

_loaded: "dict[str, Encoding | None]" = {}
_loading = threading.Lock()


def encoding_name(model: str) -> str | None:
    """Which of the tokenisers a model has; None: none of them, as far as its name says.

    A name may say whose it is (`openai/gpt-4o`, `ft:gpt-4o:acme`).
    """
    name = model.lower().rsplit("/", 1)[-1].removeprefix("ft:")
    for beginning, encoding in _BEGINNINGS:
        if name == beginning or name.startswith((f"{beginning}-", f"{beginning}:", f"{beginning}.")):
            return encoding
    return None


def is_loaded(name: str) -> bool:
    """Whether `load_encoding` returns at once."""
    return name in _loaded


def load_encoding(name: str) -> "Encoding | None":
    """The tokeniser of this name; None: it is not at hand. The first time it takes a second: call it in a thread."""
    with _loading:
        if name not in _loaded:
            _loaded[name] = _load(name)
        return _loaded[name]


def _load(name: str) -> "Encoding | None":
    table = _TABLES[name]
    data = _read(table)
    if data is None or find_spec("tiktoken") is None:
        return None
    from tiktoken import Encoding  # noqa: PLC0415 - optional, and only for some models

    ranks = {
        base64.b64decode(token): int(rank) for token, _, rank in (row.partition(b" ") for row in data.splitlines())
    }
    return Encoding(name, pat_str=table.pattern, mergeable_ranks=ranks, special_tokens={})


def _read(table: _Table) -> bytes | None:
    found = find_spec("litellm")
    for place in (found.submodule_search_locations or ()) if found is not None else ():
        try:
            data = Path(place, *_FOLDER, table.file).read_bytes()
        except OSError:
            continue
        if hashlib.sha256(data).hexdigest() == table.sha256:
            return data
    return None
