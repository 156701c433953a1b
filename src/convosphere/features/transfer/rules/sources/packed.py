"""Long chats in little memory: texts as UTF-8 until they are stored. As Python's own, an emoji would make each four
times as large as it is in the file.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, overload

from convosphere.features.chat.schemas.portable import PortableMessage
from convosphere.features.transfer.rules.branches import Arrangement
from convosphere.features.transfer.rules.growing import PackedText


class LongText:
    """A field of a dataclass that holds a text, packed. Empty unless something else is said."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> str: ...
    @overload
    def __get__(self, instance: object, owner: type) -> str: ...
    def __get__(self, instance: object | None, owner: type) -> str:
        # Asked of the class it is the default.
        return "" if instance is None else vars(instance)[self._name].decode()

    def __set__(self, instance: object, value: str) -> None:
        vars(instance)[self._name] = value.encode()


class PackedMessages(Sequence[PortableMessage]):
    """Messages whose texts are packed; each is made anew whenever it is looked at."""

    def __init__(self, messages: Iterable[PortableMessage] = ()) -> None:
        self._packed = [_pack(message) for message in messages]

    def __len__(self) -> int:
        return len(self._packed)

    @overload
    def __getitem__(self, place: int) -> PortableMessage: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[PortableMessage]: ...
    def __getitem__(self, place: int | slice) -> PortableMessage | Sequence[PortableMessage]:
        if isinstance(place, slice):
            return [_unpack(*each) for each in self._packed[place]]
        return _unpack(*self._packed[place])

    def bare(self) -> Iterator[PortableMessage]:
        """The messages without their texts: cheap."""
        return (message for message, _, _ in self._packed)

    def arrange(self, tree: Arrangement) -> None:
        """Puts them in a tree's order, each below what it follows there."""
        self._packed = [self._packed[place] for place in tree.order]
        for message in self.bare():
            message.parent_id = tree.parents[message.id]


_Packed = tuple[PortableMessage, bytes, bytes | None]


def _pack(message: PortableMessage) -> _Packed:
    content, reasoning = message.content.encode(), message.reasoning
    message.content, message.reasoning = "", None
    return message, content, None if reasoning is None else reasoning.encode()


def _unpack(message: PortableMessage, content: bytes, reasoning: bytes | None) -> PortableMessage:
    texts = {"content": content.decode(), "reasoning": None if reasoning is None else reasoning.decode()}
    return message.model_copy(update=texts)


def unpacked(value: dict[str, Any]) -> dict[str, Any]:
    """A JSON object whose long texts are texts again, in place; nothing is walked by recursion."""
    waiting: list[Any] = [value]
    while waiting:
        inside = waiting.pop()
        for key, found in list(inside.items() if isinstance(inside, dict) else enumerate(inside)):
            if isinstance(found, PackedText):
                inside[key] = found.decode()
            elif isinstance(found, dict | list):
                waiting.append(found)
    return value
