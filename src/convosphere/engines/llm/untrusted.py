"""Texts of others, as they are told to a model: data that cannot pass for anything else.

Marks with a random boundary say where such a text ends. What is done here besides is against what a mark does not hold:
signs that people do not see and models read, the signs by which local models tell the roles of a conversation apart,
and what looks like a mark to a model that takes no close look.
"""

import re
from typing import Final

# Letters of the block of tags, which spell whole sentences that nobody sees; variation selectors that carry bytes;
# signs without width or that turn the direction. The joiners U+200C and U+200D are parts of words and emoji, and stay.
_UNSEEN: Final = re.compile(
    "[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
# Our own marks, and those that begin another turn in a local model's prompt: «<|im_start|>», «<start_of_turn>»,
# «[INST]», «<<SYS>>», «</s>». No more than these, for what is broken comes back in an answer that quotes it.
_MARKS: Final = re.compile(
    r"<(?=\s*/?\s*(?:passage|document)s?\b)|<(?=\|[\w-]{1,40}\|>|｜)"
    r"|<(?=(?:(?:start|end)_of_\w+|/?s|/?bos|/?eos)>|</?SYS>>)"
    r"|\[(?=/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\])",
    re.IGNORECASE,
)
_BROKEN: Final = "\u200b"


def as_data(text: str) -> str:
    """A text without signs that cannot be seen, in which whatever looks like a mark is broken by one."""
    if not text.isascii():
        text = _UNSEEN.sub("", text)
    return _MARKS.sub(lambda found: found[0] + _BROKEN, text)
