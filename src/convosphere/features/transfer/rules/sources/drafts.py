"""Messages on their way from another program's form into ours."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

import orjson

from convosphere.features.chat.schemas.portable import (
    LONGEST_CONTENT,
    PortableConversation,
    PortableMessage,
    PortableModel,
    PortableRating,
)
from convosphere.features.chat.types import MessageRole
from convosphere.features.transfer.rules.branches import arrange
from convosphere.features.transfer.rules.sources.packed import LongText, PackedMessages
from convosphere.features.transfer.rules.sources.values import text_of
from convosphere.features.transfer.types import Finding, FindingCode, Source

_LONGEST_LINE = 1_000


class NotAConversationError(ValueError):
    """This item is none, or none that can be read; `detail` names the field."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Converted:
    """A conversation in our form, what it was called where it comes from, and what had to be mended or left out."""

    source: Source
    source_id: str
    content_hash: bytes
    conversation: PortableConversation
    findings: tuple[Finding, ...] = ()


@dataclass
class Draft:
    """A message that is being put together. Without slots: its long texts are packed."""

    id: str
    parent: str | None
    role: MessageRole
    text: LongText = LongText()  # noqa: RUF009 - a descriptor belongs to the class
    reasoning: LongText = LongText()  # noqa: RUF009 - see above
    model: str | None = None
    provider: str = ""
    created_at: datetime | None = None
    rating: str | None = None
    failed: bool = False
    stopped: bool = False
    left_out: int = 0
    # Another piece of the answer before it, if nothing else follows that one.
    goes_on: bool = False

    @property
    def says_something(self) -> bool:
        """Whether there is anything in it that a reader would miss."""
        return bool(self.text or self.reasoning or self.failed)


@dataclass(slots=True)
class Whole:
    """A conversation that is being put together."""

    source: Source
    id: str
    title: str
    drafts: list[Draft]
    current: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    archived: bool = False
    pinned: bool = False
    tags: list[str] = field(default_factory=list)


def finish(whole: Whole, now: datetime) -> Converted:
    """The conversation in our form.

    Args:
        whole: what was found.
        now: the time of what has none.

    Raises:
        NotAConversationError: nothing was said in it.
    """
    tree = arrange([(draft.id, draft.parent) for draft in whole.drafts])
    drafts = [whole.drafts[place] for place in tree.order]
    for draft in drafts:
        draft.parent = tree.parents[draft.id]
    kept, renamed = _merged(drafts)
    if not kept:
        raise NotAConversationError("messages")
    beginning = whole.created_at or next((each.created_at for each in kept if each.created_at), None) or now
    messages = PackedMessages(_portable(kept, beginning))
    last = max(message.created_at for message in messages)
    conversation = PortableConversation.model_construct(
        id=whole.id,
        title=" ".join(text_of(whole.title, _LONGEST_LINE).split()),
        created_at=beginning,
        updated_at=whole.updated_at or last,
        last_message_at=max(whole.updated_at or last, last),
        archived_at=now if whole.archived else None,
        pinned=whole.pinned,
        folder=[],
        tags=[text_of(tag, 40).strip() for tag in whole.tags[:20]],
        current_id=_current(whole.current, kept, renamed),
        messages=messages,
    )
    left_out = sum(draft.left_out for draft in drafts)
    findings = [*findings_of(tree.orphans, tree.cycles, tree.doubles)]
    if left_out:
        findings.append(Finding(FindingCode.MEDIA_LEFT_OUT, left_out))
    digest = content_hash(messages)
    return Converted(whole.source, whole.id or digest.hex(), digest, conversation, tuple(findings))


def findings_of(orphans: int, cycles: int, doubles: int) -> Iterable[Finding]:
    """What had to be mended in a tree."""
    for code, count in (
        (FindingCode.ORPHANS, orphans),
        (FindingCode.CYCLES, cycles),
        (FindingCode.DOUBLES, doubles),
    ):
        if count:
            yield Finding(code, count)


def content_hash(messages: Sequence[PortableMessage]) -> bytes:
    """What two conversations with the same messages have in common."""
    digest = sha256()
    for message in messages:
        digest.update(orjson.dumps([message.id, message.parent_id, message.role, message.content]))
    return digest.digest()


def _merged(drafts: Sequence[Draft]) -> tuple[list[Draft], dict[str, str]]:
    """Joins the pieces of one answer, drops what says nothing; and by which message each of the gone is stood for."""
    stands: dict[str, str] = {}
    kept: dict[str, list[Draft]] = {}
    children: dict[str | None, int] = {}
    for draft in drafts:
        children[draft.parent] = children.get(draft.parent, 0) + 1
    for draft in drafts:
        above = None if draft.parent is None else stands.get(draft.parent)
        before = None if above is None else kept[above]
        joins = before is not None and before[0].role is draft.role and draft.goes_on and children[draft.parent] == 1
        if joins and before is not None:
            before.append(draft)
            stands[draft.id] = before[0].id
        elif draft.says_something:
            draft.parent = above
            kept[draft.id] = [draft]
            stands[draft.id] = draft.id
        elif above is not None:
            stands[draft.id] = above
    return [_joined(pieces) for pieces in kept.values()], stands


def _joined(pieces: Sequence[Draft]) -> Draft:
    """One answer of its steps: all at once, as there can be thousands of them."""
    first = pieces[0]
    if len(pieces) > 1:
        first.text = "\n\n".join(each.text for each in pieces if each.text)
        first.reasoning = "\n\n".join(each.reasoning for each in pieces if each.reasoning)
        for piece in pieces[1:]:
            first.model, first.provider = piece.model or first.model, piece.provider or first.provider
            piece.text = piece.reasoning = ""
    return first


def _portable(drafts: Sequence[Draft], beginning: datetime) -> Iterator[PortableMessage]:
    """The messages; a draft is used up once its message is made."""
    times: dict[str, datetime] = {}
    for draft in drafts:
        at = draft.created_at or times.get(draft.parent or "", beginning)
        times[draft.id] = at
        answer = draft.role is MessageRole.ASSISTANT
        name = text_of(draft.model, _LONGEST_LINE).strip() if answer else ""
        yield PortableMessage.model_construct(
            id=draft.id,
            parent_id=draft.parent,
            role=draft.role,
            status="failed" if draft.failed and not draft.text else "stopped" if draft.stopped else "completed",
            content=draft.text[:LONGEST_CONTENT],
            reasoning=draft.reasoning[:LONGEST_CONTENT] or None,
            model=PortableModel.model_construct(name=name, display_name=name, provider=draft.provider)
            if name
            else None,
            created_at=at,
            rating=_rating(draft.rating),
        )
        draft.text = draft.reasoning = ""


def _rating(value: str | None) -> PortableRating | None:
    return None if value is None else PortableRating.model_validate({"value": value})


def _current(current: str | None, kept: Sequence[Draft], stands: dict[str, str]) -> str:
    """The end of what is shown: where the source says, and on from there to the newest below."""
    place = stands.get(current or "")
    if place is None:
        return kept[-1].id
    following = {each.parent: each.id for each in kept if each.parent is not None}
    while place in following:
        place = following[place]
    return place
