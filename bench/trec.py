"""Collections as TREC gives them: documents and topics between tags, judgements in four columns.

A folder with `topics*` (`<top>`, `<num>`, `<title>`), `qrels*` (topic, 0, document, grade), and documents (`<DOC>`,
`<DOCNO>`) in all other files, also in folders below. A topic's title is its question, else its description.
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_DOCUMENT: Final = re.compile(r"<DOC>(.*?)</DOC>", re.DOTALL | re.IGNORECASE)
_TITLE: Final = re.compile(r"<(TITLE|HEADLINE|HL|TI)>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_NUMBER: Final = re.compile(r"<DOCNO>(.*?)</DOCNO>", re.DOTALL | re.IGNORECASE)
_TEXT: Final = re.compile(r"<TEXT>(.*?)</TEXT>", re.DOTALL | re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]*>")
_TOPIC: Final = re.compile(r"<top>(.*?)</top>", re.DOTALL | re.IGNORECASE)
# A topic's tags are seldom closed: a field goes on to the next one.
_FIELD: Final = re.compile(r"<(num|title|desc|narr)>(.*?)(?=<(?:num|title|desc|narr)>|\Z)", re.DOTALL | re.IGNORECASE)
_LABEL: Final = re.compile(r"^(?:Number|Topic|Description|Narrative)\s*:", re.IGNORECASE)


def is_trec(directory: Path) -> bool:
    """Whether the folder has topics."""
    return any(path.is_file() for path in directory.glob("topics*"))


def trec_documents(directory: Path) -> Iterator[tuple[str, str, str]]:
    """Id, title, text of each document."""
    for path in sorted(directory.rglob("*")):
        if not path.is_file() or (path.parent == directory and path.name.startswith(("topics", "qrels"))):
            continue
        for document in _DOCUMENT.findall(_read(path)):
            number = _NUMBER.search(document)
            if number is None:
                continue
            title = _TITLE.search(document)
            texts = _TEXT.findall(document) or [_TITLE.sub("", _NUMBER.sub("", document))]
            yield number[1].strip(), _plain(title[2]) if title else "", _plain("\n".join(texts))


def trec_topics(directory: Path) -> Iterator[tuple[str, str]]:
    """Number and question of each topic."""
    for path in sorted(directory.glob("topics*")):
        for topic in _TOPIC.findall(_read(path)):
            fields = {
                name.lower(): " ".join(_LABEL.sub("", _plain(content)).split())
                for name, content in _FIELD.findall(topic)
            }
            # "051" in the topics is "51" in the judgements.
            yield fields["num"].lstrip("0"), fields.get("title") or fields.get("desc") or ""


def trec_grades(directory: Path) -> Iterator[tuple[str, str, int]]:
    """Topic, document, grade of each judgement."""
    for path in sorted(directory.glob("qrels*")):
        for line in _read(path).splitlines():
            columns = line.split()
            if len(columns) == 4:
                yield columns[0].lstrip("0"), columns[2], int(columns[3])


def _read(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _plain(text: str) -> str:
    return html.unescape(_TAG.sub(" ", text)).strip()
