"""One item of a JSON file while it is put together, and what it may take."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

OPENING: Final = ("start_map", "start_array")
CLOSING: Final = ("end_map", "end_array")
# A single emoji makes a text in memory four times as large as it is in the file. Beyond so many characters that counts.
_LONG: Final = 500
_MOST_NAMES: Final = 200


class PackedText(bytes):
    """A long text of an item, as UTF-8."""


@dataclass(frozen=True, slots=True)
class ItemLimits:
    """What one item may take: bytes of JSON, values in it, and how deep it is nested."""

    size: int = 64 * 1024 * 1024
    values: int = 2_000_000
    depth: int = 50_000


class Excess(StrEnum):
    """Which limit an item went beyond."""

    SIZE = "size"
    VALUES = "values"
    DEPTH = "depth"


@dataclass(slots=True)
class Growing:
    """An item that is being put together: the open containers, and the key that waits in each."""

    containers: list[Any] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    depth: int = 0
    values: int = 0
    size: int = 0
    dropped: Excess | None = None
    names: dict[str, str] = field(default_factory=dict)

    def take(self, name: str, value: Any) -> tuple[bool, Any]:  # noqa: ANN401 - any JSON
        """Whether the item is complete with this event, and what it is."""
        self.values += 1
        if name == "map_key":
            if not self.dropped:
                self.keys[-1] = self._once(value)
            return False, None
        if name in OPENING:
            self.depth += 1
            if not self.dropped:
                self.containers.append({} if name == "start_map" else [])
                self.keys.append("")
            return False, None
        if name in CLOSING:
            self.depth -= 1
            if self.dropped:
                return self.depth == 0, None
            value = self.containers.pop()
            self.keys.pop()
        if self.depth == 0:
            return True, value
        if not self.dropped:
            self._put(value)
        return False, None

    def _once(self, key: str) -> str:
        """Each message has the same keys: the first of them are in memory once."""
        if len(self.names) < _MOST_NAMES:
            return self.names.setdefault(key, key)
        return self.names.get(key, key)

    def _put(self, value: Any) -> None:  # noqa: ANN401 - any JSON
        if isinstance(value, str) and len(value) > _LONG and not value.isascii():
            value = PackedText(value.encode("utf-8", "replace"))
        inside = self.containers[-1]
        if isinstance(inside, dict):
            inside[self.keys[-1]] = value
        else:
            inside.append(value)

    def check(self, limits: ItemLimits) -> None:
        """Beyond a limit it forgets what it has and only waits for its end."""
        if self.depth > limits.depth:
            self.dropped = Excess.DEPTH
        elif self.values > limits.values:
            self.dropped = Excess.VALUES
        elif self.size > limits.size:
            self.dropped = Excess.SIZE
        else:
            return
        self.containers.clear()
        self.keys.clear()
