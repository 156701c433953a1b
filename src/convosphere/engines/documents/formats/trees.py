"""XML of office files as trees, read piece by piece. `look_over` has refused whatever declares entities."""

import zipfile
from collections.abc import Iterable, Iterator
from typing import Final
from xml.etree import ElementTree

Element = ElementTree.Element

_MOST_DIGITS: Final = 8
# What reading such a file raises when it is broken.
BROKEN: Final = (zipfile.BadZipFile, ElementTree.ParseError, KeyError, EOFError, ValueError, RuntimeError)


def local(element: Element) -> str:
    """An element's name without its namespace: transitional and strict files differ in nothing else."""
    return element.tag.rpartition("}")[2]


def attribute(element: Element | None, name: str) -> str | None:
    """An attribute by its name without its namespace."""
    if element is None:
        return None
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), None)


def number_in(value: str | None, otherwise: int) -> int:
    """An attribute that is a small whole number; `otherwise` where it is none, or larger than any list is long."""
    fits = value is not None and value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS
    return int(value) if value is not None and fits else otherwise


def child(element: Element | None, *names: str) -> Element | None:
    """The first child of that name, its first child of the next name, and so on."""
    for name in names:
        element = next((each for each in element if local(each) == name), None) if element is not None else None
    return element


def children(element: Element | None) -> Iterable[Element]:
    """Its children; none of nothing."""
    return () if element is None else element


def within_of(element: Element | None) -> Iterable[Element]:
    """All that is in it, however deep."""
    return () if element is None else element.iter()


def newer_of(element: Element) -> Element | None:
    """Of a thing that is there twice, for programs of different age, the newer one."""
    newer = child(element, "Choice")
    return newer if newer is not None else child(element, "Fallback")


def relation_of(element: Element) -> str:
    """The relation that an element names: an `id` with a namespace; one without is its own."""
    return next((value for key, value in element.items() if key.startswith("{") and key.endswith("}id")), "")


def parse(archive: zipfile.ZipFile, name: str) -> Element:
    """A part as a tree."""
    with archive.open(name) as part:
        return ElementTree.parse(part).getroot()  # noqa: S314 - see above


def stream(archive: zipfile.ZipFile, name: str, container: str) -> Iterator[Element]:
    """The children of the element `container` one after the other; each is forgotten when the next is asked for."""
    with archive.open(name) as part:
        inside: list[Element] = []
        for event, element in ElementTree.iterparse(part, events=("start", "end")):  # noqa: S314 - see above
            if event == "start":
                if inside or local(element) == container:
                    inside.append(element)
                continue
            if inside:
                inside.pop()
            if len(inside) == 1:
                yield element
                inside[0].clear()


def stream_all(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, Element]]:
    """All beginnings and ends of a part's elements: `start` or `end`, and the element."""
    with archive.open(name) as part:
        yield from ElementTree.iterparse(part, events=("start", "end"))  # noqa: S314 - see above
