"""What holds within a group of RTF, and ends with it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from convosphere.engines.documents.formats.rich_text.stories import Story
from convosphere.engines.documents.formats.rich_text.styles import Place


@dataclass(slots=True)
class State:
    """`to`: where letters go, None: nowhere. `unheard`: nothing in the group counts."""

    story: Story
    to: Story | list[str] | None
    place: Place = field(default_factory=Place)
    # None: that of the file.
    encoding: str | None = None
    # How many letters stand behind a numbered one for programs that do not know it.
    instead: int = 1
    hidden: bool = False
    deleted: bool = False
    unheard: bool = False
    # In which table of the file this is: of fonts, of styles, of what it says about itself.
    table: bytes = b""
    # Of a style.
    based_on: int | None = None
    # A star before the first word: whoever does not know the word leaves the group out.
    starred: bool = False
    # What is done when the group ends.
    ends: "Callable[[State], None] | None" = None
