"""What the fake provider does with one request: the reply, its pace, and what goes wrong.

A plan comes from the model's name, so that a test, a bench or a person can ask for any behaviour from outside,
or from `FakeProvider.script`. Options in a name may be combined: `fake-words-200-50tps-cut-after-10`.

=====================  ================================================================================
`words-N`              the reply is «word-1 word-2 … word-N» (default 20 words)
`echo`                 the reply is the last user message
`emoji`                the reply is full of characters that take several bytes
`Ntps`, `first-Nms`    tokens a second (default: as fast as it goes), delay before the first
`401` `403` `404` …    refuses with this status; `429-retry-N` with the header Retry-After: N
`context`, `quota`     refuses: context too long, no money left
`filter`               refuses: content policy; `filtered` stops in mid-answer for it
`cut-after-N`          breaks the connection after N tokens; `ends-after-N` ends the body, but not the answer
`stall-after-N`        sends nothing more after N tokens
`error-after-N`        an error object in the stream after N tokens
`garbage-after-N`      something else than JSON after N tokens
`chatter-after-N`      sends chunks that say nothing after N tokens, without end; `chatters` after the answer
`endless`              never stops
`html`                 answers with a web page; `whole` with one JSON object instead of a stream
`tools-N`              wants N tools called (until it sees their results); `reasoning-N` thinks N words first
`no-usage`, `no-done`  leaves out the usage, or OpenAI's end mark
`no-stream-options`    refuses OpenAI's `stream_options`
`completion-tokens`    refuses `max_tokens`, wants `max_completion_tokens`
`no-temperature`       refuses any `temperature`
`no-images`            refuses pictures
`shred`                sends every byte on its own
`drip`                 `Ntps` are bytes, not tokens, a second
`crlf`                 ends lines with CR LF and puts comments between the events
=====================  ================================================================================
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Stop = Literal["cut", "ends", "stall", "error", "garbage", "chatter"]

_PIECE = re.compile(r"\s*\S+|\s+$")
_EMOJI = "Grüße aus Köln 👩‍👩‍👧‍👦 日本語 ñandú 🇩🇪 ﷽ e\u0301 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 👍🏽 Ende"


@dataclass(frozen=True, slots=True)
class Plan:
    """The behaviour for one request.

    `stop_after` counts tokens of the answer's text. `body`: of a refusal. `raw`: sent as it is as the event stream,
    for recorded shapes.
    """

    reply: str | None = None
    words: int = 20
    echo: bool = False
    tokens_per_second: float = 0.0
    first_token_delay: float = 0.0
    status: int = 200
    refusal: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    raw: bytes | None = None
    stop: Stop | None = None
    stop_after: int = 0
    endless: bool = False
    html: bool = False
    whole: bool = False
    tools: int = 0
    reasoning: int = 0
    usage: bool = True
    done: bool = True
    stream_options: bool = True
    completion_tokens: bool = False
    temperature: bool = True
    images: bool = True
    shred: bool = False
    crlf: bool = False
    drip: bool = False
    filtered: bool = False
    chatters: bool = False

    def text(self, question: str) -> str:
        """The whole reply to a question."""
        if self.echo:
            return question
        return self.reply if self.reply is not None else words(self.words)


def words(count: int, first: int = 1) -> str:
    """«word-1 word-2 …»: any loss or doubling shows."""
    return " ".join(f"word-{number}" for number in range(first, first + count))


def pieces(text: str) -> list[str]:
    """A text as the tokens in which it streams: a word with the space before it. Joined they are the text."""
    return _PIECE.findall(text)


def plan_for(model: str) -> Plan:
    """The plan that a model's name asks for."""
    found: dict[str, Any] = {}
    bare = _COUNTED.sub("", model)  # so that `words-500` is no status
    for pattern, name, kind in _NUMBERS:
        match = re.search(pattern, bare if name == "status" else model)
        if match:
            found[name] = kind(match[1])
    stop = re.search(r"(cut|ends|stall|error|garbage|chatter)-after-(\d+)", model)
    if stop:
        found |= {"stop": stop[1], "stop_after": int(stop[2])}
    retry = re.search(r"retry-(\d+)", model)
    if retry:
        found["headers"] = {"Retry-After": retry[1]}
    options = set(re.split(r"[-/]", model))
    found |= dict.fromkeys(_SWITCHES & options, True)
    found |= {name: value for mark, name, value in _MARKS if mark in model}
    for refusal in _REFUSALS.keys() & options:
        found |= {"refusal": refusal, "status": _REFUSALS[refusal]}
    if "first_token_delay" in found:
        found["first_token_delay"] /= 1000
    return Plan(**found)


_COUNTED = re.compile(r"(?:words|tools|reasoning|after|retry)-\d+")
_SWITCHES = {"echo", "endless", "html", "whole", "shred", "crlf", "filtered", "drip", "chatters"}
_NUMBERS = (
    (r"words-(\d+)", "words", int),
    (r"(\d+(?:\.\d+)?)tps", "tokens_per_second", float),
    (r"first-(\d+)ms", "first_token_delay", float),
    (r"tools-(\d+)", "tools", int),
    (r"reasoning-(\d+)", "reasoning", int),
    (r"-([45]\d\d)(?:-|$)", "status", int),
)
_MARKS = (
    ("no-usage", "usage", False),
    ("no-done", "done", False),
    ("no-stream-options", "stream_options", False),
    ("completion-tokens", "completion_tokens", True),
    ("no-temperature", "temperature", False),
    ("no-images", "images", False),
    ("emoji", "reply", _EMOJI),
)
_REFUSALS = {"context": 400, "quota": 429, "filter": 400}
