"""The parser of server-sent events: the same events however the bytes are cut."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convosphere.engines.llm.errors import ProtocolError
from convosphere.engines.llm.sse import SseParser

LINE_ENDS = ("\n", "\r\n", "\r")


def parse(*chunks: bytes) -> list[bytes]:
    parser = SseParser()
    events = [event for chunk in chunks for event in parser.feed(chunk)]
    return events + parser.finish()


@pytest.mark.parametrize(
    ("stream", "events"),
    [
        (b"data: a\n\n", [b"a"]),
        (b"data: a\n\ndata: b\n\n", [b"a", b"b"]),
        (b"data:a\n\n", [b"a"]),
        (b"data:  a\n\n", [b" a"]),
        (b"data: a\r\n\r\ndata: b\r\n\r\n", [b"a", b"b"]),
        (b"data: a\r\rdata: b\r\r", [b"a", b"b"]),
        (b"data: a\ndata: b\n\n", [b"a\nb"]),
        (b": comment\n\ndata: a\n\n", [b"a"]),
        (b": OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\ndata: a\n\n", [b"a"]),
        (b"event: message\nid: 7\nretry: 10\ndata: a\n\n", [b"a"]),
        (b"\n\n\ndata: a\n\n\n\ndata: b\n\n", [b"a", b"b"]),
        (b"\xef\xbb\xbfdata: a\n\n", [b"a"]),
        (b"data\n\n", [b""]),
        (b"data: \n\n", [b""]),
        (b"database: a\n\n", []),
        (b'{"no": "stream"}\n', []),
        (b"data: a\n\ndata: [DONE]", [b"a", b"[DONE]"]),
        (b"data: a\n\ndata: [DONE]\n", [b"a", b"[DONE]"]),
        (b"", []),
    ],
)
def test_reads_what_the_standard_says(stream: bytes, events: list[bytes]) -> None:
    assert parse(stream) == events


@st.composite
def streams(draw: st.DrawFn) -> tuple[bytes, list[bytes]]:
    """A stream in random spelling, and the data of its events."""
    end = draw(st.sampled_from(LINE_ENDS))
    text = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=30)
    written: list[str] = []
    events: list[bytes] = []
    for lines in draw(st.lists(st.lists(text, min_size=1, max_size=3), max_size=8)):
        if draw(st.booleans()):
            written.append(f": {draw(text)}{end}{end}" if draw(st.booleans()) else f"event: {draw(text)}{end}")
        space = draw(st.sampled_from((" ", ""))) if not any(line.startswith(" ") for line in lines) else " "
        written += [f"data:{space}{line}{end}" for line in lines]
        written.append(end)
        events.append("\n".join(lines).encode())
    return "".join(written).encode(), events


@given(streams(), st.data())
def test_any_cut_of_the_bytes_gives_the_same_events(stream: tuple[bytes, list[bytes]], data: st.DataObject) -> None:
    whole, events = stream
    cuts = sorted(data.draw(st.sets(st.integers(0, len(whole)), max_size=12)) | {0, len(whole)})
    chunks = [whole[start:stop] for start, stop in pairwise(cuts)]
    assert parse(*chunks) == events
    assert parse(*(bytes([byte]) for byte in whole)) == events


def test_events_are_given_as_soon_as_they_are_complete() -> None:
    parser = SseParser()
    assert parser.feed(b"data: a\n\nda") == [b"a"]
    assert parser.feed(b"ta: b\r\n\r") == [b"b"]
    assert parser.feed(b"\ndata: c\n") == []
    assert parser.feed(b"\n") == [b"c"]


@pytest.mark.parametrize(
    "chunks",
    [
        [b"data: " + b"x" * 200 + b"\n\n"],
        [b"data: ", *[b"x" * 20] * 10],
        [b"data: xxxxxxxxxxxxxxxxxxxxxxxxx\n"] * 10,
        [b"event: " + b"x" * 200],
    ],
)
def test_what_is_too_large_is_refused(chunks: list[bytes]) -> None:
    parser = SseParser(max_event_bytes=100)
    with pytest.raises(ProtocolError) as error:
        [parser.feed(chunk) for chunk in chunks]
    assert not error.value.cut


def test_many_events_in_one_chunk_may_be_more_than_one_may() -> None:
    parser = SseParser(max_event_bytes=100)
    assert len(parser.feed(b"data: 0123456789\n\n" * 100)) == 100
