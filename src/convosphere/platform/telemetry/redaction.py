"""Keeps secrets out of the logs: by the name of a field, and by what looks like a key anywhere in a text."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

MASK: Final = "[redacted]"
_DEEPEST: Final = 6

# Parts of a name that make its value a secret; "tokens" (input_tokens) are counts.
_SECRET_NAME = re.compile(
    r"pass(?:word|wd|phrase)|secret|token(?!s\b|s_)|api[_-]?key|authorization|cookie|credential|private[_-]?key",
    re.IGNORECASE,
)
_SECRET_TEXT = re.compile(
    r"""
    (?P<scheme>\b(?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}     # Authorization values
    | \b(?:sk|ghp|gho|xox[abp])[-_][A-Za-z0-9_-]{8,}            # keys of providers
    | \bcs[krip]_[A-Za-z0-9_-]{8,}                             # our own: keys, links of invitations and resets, …
    | \beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*    # JSON Web Tokens
    | (?P<address>://[^/\s:@]*:)[^/\s@]+(?=@)                    # passwords in addresses
    | (?P<query>[?&](?:[a-z_]*token|[a-z_]*key|secret|password|code)=)[^&\s"']+
    """,
    re.IGNORECASE | re.VERBOSE,
)


def redact_text(text: str) -> str:
    """The text with everything that looks like a key masked."""
    return _SECRET_TEXT.sub(lambda match: (match["scheme"] or match["address"] or match["query"] or "") + MASK, text)


def redact(value: object, depth: int = 0) -> object:
    """A value for the log: texts masked, mappings and lists looked through, the rest as it is."""
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return f"[{len(value)} bytes]"
    if isinstance(value, Mapping | list | tuple | set | frozenset):
        return _redact_inside(value, depth + 1)
    return value if value is None or isinstance(value, int | float) else redact_text(str(value))


def _redact_inside(value: Mapping[object, object] | Iterable[object], depth: int) -> object:
    if depth > _DEEPEST:
        return "[…]"
    if isinstance(value, Mapping):
        return {str(name): redact_field(name, item, depth) for name, item in value.items()}
    return [redact(item, depth) for item in value]


def redact_field(name: object, value: object, depth: int = 0) -> object:
    """The same, masked altogether if the name says that it is a secret."""
    # Numbers are counts and times ("first_token_ms"), never secrets.
    if value is not None and not isinstance(value, int | float) and _SECRET_NAME.search(str(name)):
        return MASK
    return redact(value, depth)
