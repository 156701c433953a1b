"""The API's shapes, each with the words of the server's document. Made from it by `make openapi`."""

from datetime import date as date_aliased
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field
from typing_extensions import TypeAliasType

from convosphere_client.model import Model

Access = TypeAliasType("Access", Literal["reader", "writer", "owner"])
"""
What somebody may do with a conversation; each may what those before it may. Their order is also that of their
names in the alphabet but for the owner's, which the database never has to compare.
"""


AccessKind = TypeAliasType("AccessKind", Literal["role", "group", "person"])
"""
Whom a restricted model is opened to.
"""


class AnsweringModel(Model):
    """A model that has answered among one's messages: it has an id, or was known elsewhere by its name alone."""

    connected: bool
    """
    Whether it is connected here now
    """
    id: UUID | None
    """
    For `model` of the search
    """
    name: str
    """
    As one reads it; without an id, for `model_name` of the search
    """


class AnsweringModels(Model):
    """A page of models. One may come again on a later page: under its id, and by a name that it had elsewhere."""

    items: list[AnsweringModel]
    next_cursor: str | None


class ApiKeyPerson(Model):
    """Whom a key acts for."""

    active: bool
    """
    Keys of closed accounts open nothing
    """
    email: str
    id: UUID
    name: str


ApiKeyScope = TypeAliasType("ApiKeyScope", Literal["chat", "models.read", "account.read", "knowledge"])
"""
What an API key can be limited to. `chat` covers every permission `chat.…`.
"""


class AuditActor(Model):
    """Who did it."""

    id: UUID
    name: str


class AuditRecordOut(Model):
    """Something that happened."""

    action: str
    actor: AuditActor | None
    """
    None: nobody signed in, or the system
    """
    address: str | None
    """
    The network address the request came from
    """
    at: AwareDatetime
    details: dict[str, Any]
    id: UUID
    subject_id: str | None
    subject_type: str


class BaseFigure(Model):
    """How a base is kept. `health`: the share of its documents that are ready, whole, readable and not outdated."""

    base_id: UUID
    bytes: int
    chunks: int
    documents: int
    failed: int
    """
    Whose newest version could not be taken in
    """
    health: float | None
    """
    0 to 1; null: the base is empty
    """
    name: str
    never_used: int
    """
    Never cited, opened or downloaded
    """
    older_analysis: int
    """
    Found by words as they were taken apart before that was made better; renewed by itself
    """
    older_reader: int
    """
    Reading them anew may find more: their reader has been made better since
    """
    outdated: int
    """
    No longer valid, or older than asked for
    """
    poorly_read: int
    """
    Read with warnings, or only in part
    """


class BaseFolderIn(Model):
    """A folder as it is to be."""

    model_config = ConfigDict(
        extra="forbid",
    )
    name: str
    parent_id: UUID | None = None


class BaseFolderOut(Model):
    """A folder, and how many documents lie in it (not below)."""

    document_count: int
    id: UUID
    name: str
    parent_id: UUID | None


class BaseFolderPatch(Model):
    """What is to change; `parent_id` null: to the top."""

    model_config = ConfigDict(
        extra="forbid",
    )
    name: str | None = None
    parent_id: UUID | None = None


BaseRole = TypeAliasType("BaseRole", Literal["viewer", "editor", "manager"])
"""
What a person may do in a base; each includes the one before it.

Viewers read, editors change documents and see all of them, managers change the base and who may what.
"""


class BaseTagIn(Model):
    """A tag as it is to be."""

    model_config = ConfigDict(
        extra="forbid",
    )
    colour: str | None = None
    name: str


class BaseTagMerge(Model):
    """The tag that takes the other's documents."""

    model_config = ConfigDict(
        extra="forbid",
    )
    into: UUID


class BaseTagOut(Model):
    """A tag, and how many documents have it."""

    colour: str | None
    document_count: int
    id: UUID
    name: str


class BaseTagPatch(Model):
    """What is to change."""

    model_config = ConfigDict(
        extra="forbid",
    )
    colour: str | None = None
    name: str | None = None


class BenchSettings(Model):
    """How to search."""

    model_config = ConfigDict(
        extra="forbid",
    )
    candidates: int = 100
    """
    Of each leg
    """
    fusion: Literal["scores", "rrf"] = "scores"
    lexical_weight: float = 0.6
    """
    1: words alone; 0: vectors alone
    """
    rerank: bool = True


class BlockOut(Model):
    """A heading, a paragraph, a table …; `start` and `end` are code points in the version's text."""

    end: int
    index: int
    kind: str
    level: int | None
    page: int | None
    rows: list[list[str]] | None
    start: int
    text: str


class Box(Model):
    """A rectangle on a page, as parts of its width and height from the upper left corner."""

    x0: float
    x1: float
    y0: float
    y1: float


class BudgetBalanceOut(Model):
    """What one holder has used in the present period; a name of null: gone."""

    calls_without_price: int
    exhausted_at: AwareDatetime | None
    holder_id: UUID
    name: str | None
    reserved_money: str
    reserved_tokens: int
    spent_money: str
    spent_tokens: int
    warned_at: AwareDatetime | None


class BudgetBalancePage(Model):
    """Those who have used most first."""

    items: list[BudgetBalanceOut]
    next_cursor: str | None


class BudgetCurrent(Model):
    """The present period, all holders together. What is reserved is held by calls that run."""

    calls_without_price: int
    """
    They count in tokens only
    """
    ends_at: AwareDatetime
    exhausted: int
    """
    Holders whose calls are refused, or soon are
    """
    holders: int
    """
    Who has used any of it
    """
    near: int
    """
    Holders who were told that theirs is nearly used up
    """
    reserved_money: str
    reserved_tokens: int
    spent_money: str
    spent_tokens: int
    starts_at: AwareDatetime


BudgetPeriod = TypeAliasType("BudgetPeriod", Literal["day", "month"])
"""
When it begins anew: at the first moment of each day or month of its time zone.
"""


BudgetSubject = TypeAliasType("BudgetSubject", Literal["organization", "group", "person", "api_key"])
"""
Whose calls count.
"""


class BudgetSubjectOut(Model):
    """Whose calls count; a name of null: gone."""

    id: UUID
    kind: BudgetSubject | str
    name: str | None


class BulkFailure(Model):
    """A conversation that nothing was done to, and why."""

    code: str
    id: UUID


class BulkResult(Model):
    """What was done. A filter is worked off in parts: ask again while `more`."""

    changed: int
    """
    How many are different now
    """
    failed: list[BulkFailure]
    """
    Those among `ids` that there are not, or not for this person
    """
    more: bool
    """
    The filter finds others still
    """


class Capabilities(Model):
    """What a model can; null: the provider does not say."""

    reasoning: bool | None
    tools: bool | None
    vision: bool | None


class CapabilitiesIn(Model):
    """What an administrator says that a model can; null: as the provider says. What is left out stays."""

    model_config = ConfigDict(
        extra="forbid",
    )
    reasoning: bool | None = None
    tools: bool | None = None
    vision: bool | None = None


class ChatPreferencesOut(Model):
    """Suggestions come where all three agree."""

    organization_suggestions: bool
    """
    Whether the organisation allows it
    """
    suggestions: bool
    """
    Whether this person wants to be told what could be asked next
    """
    suggestions_available: bool
    """
    Whether this installation does it at all
    """


class ChatPreferencesPatch(Model):
    """What changes; what is left out stays. What holds for the organisation is for administrators."""

    model_config = ConfigDict(
        extra="forbid",
    )
    organization_suggestions: bool | None = None
    suggestions: bool | None = None


class ChunkOut(Model):
    """A piece of the document that is indexed and cited."""

    edited_at: AwareDatetime | None
    enabled: bool
    end: int
    first_page: int | None
    heading_path: list[str]
    id: UUID
    indexed: bool
    """
    Searched itself; of parents their children are
    """
    kind: str
    language: str | None
    last_page: int | None
    ordinal: int
    parent_id: UUID | None
    start: int
    text: str
    tokens: int


class ChunkPage(Model):
    """Chunks of the version that is found, in their order."""

    items: list[ChunkOut]
    next_cursor: str | None


class ChunkPatch(Model):
    """A text that is indexed in place of the one from the file; whether it is found at all."""

    model_config = ConfigDict(
        extra="forbid",
    )
    enabled: bool | None = None
    text: str | None = None


CircuitState = TypeAliasType("CircuitState", Literal["closed", "open", "half_open"])
"""
Whether calls go through. `HALF_OPEN`: one is trying, or the next one may.
"""


class CitationOut(Model):
    """A place in a document that an answer refers to as `[number]`. Its words are shown to whoever may open it."""

    base_id: UUID | None = None
    chunk_id: UUID | None = None
    document_id: UUID | None = None
    end: int | None = None
    heading: list[str] = []
    """
    The headings above it, the outermost first
    """
    kind: Literal["knowledge", "file"] | str
    number: int
    page: int | None = None
    passage_id: str | None = None
    """
    Of a file in the conversation: `file:` and its id
    """
    score: float | None = None
    """
    0 to 1; compares passages of one answer
    """
    start: int | None = None
    """
    In the version's text, in code points
    """
    title: str
    version_id: UUID | None = None


class CitationPlace(Model):
    """A cited place for somebody who may open it."""

    base_id: UUID | None = None
    base_name: str | None = None
    chunk_id: UUID | None = None
    current: bool
    """
    Whether the cited version is still the one that is found
    """
    document_id: UUID | None = None
    end: int | None = None
    heading: list[str] = []
    """
    The headings above it, the outermost first
    """
    kind: Literal["knowledge", "file"] | str
    number: int
    page: int | None = None
    passage_id: str | None = None
    """
    Of a file in the conversation: `file:` and its id
    """
    quote: str
    score: float | None = None
    """
    0 to 1; compares passages of one answer
    """
    start: int | None = None
    """
    In the version's text, in code points
    """
    title: str
    version: int | None = None
    """
    The number of the cited version
    """
    version_id: UUID | None = None


Confidence = TypeAliasType("Confidence", Literal["high", "medium", "low", "none"])
"""
How well what was found fits a question: `rules/confidence.py` says how that is reckoned.
"""


class ConnectionProblem(Model):
    """Why the provider did not answer; `detail` ends with what it said itself."""

    code: str
    detail: str
    title: str


ConnectionStatus = TypeAliasType("ConnectionStatus", Literal["untested", "preparing", "ok", "failing"])
"""
What the last question to the provider showed.
"""


class ConnectionTest(Model):
    """
    What a question to the provider showed just now.

    `preparing`: it could not be asked yet; that is done as soon as possible, and the connection's `status` then tells.
    """

    error: ConnectionProblem | None
    latency_ms: int | None
    """
    Null when the test failed
    """
    models_count: int
    ok: bool
    preparing: bool = False


class ContentOut(Model):
    """A part of a version's text, by blocks."""

    characters: int | None
    current: bool
    document_id: UUID
    items: list[BlockOut]
    language: str | None
    media_kind: str
    name: str
    next_cursor: str | None
    pages: int | None
    previous_cursor: str | None
    """
    The blocks before these, after a jump
    """
    title: str | None
    total: int
    """
    Blocks in all
    """
    truncated: bool
    version: int
    version_id: UUID


class ContextCost(Model):
    """What the next question costs, without its own words, as far as that can be said before."""

    at_most: str
    """
    With an answer as long as there is room kept for
    """
    currency: Literal["USD"] = "USD"
    input: str
    """
    For what the model reads
    """


class ContextOut(Model):
    """
    How much of a model's context the conversation takes up with its next question, whose own words come on top.

    Tokens throughout. `used` is the sum of `system`, `pinned`, `history` and `attachments`.
    """

    attachments: int
    """
    Files, estimated
    """
    cut: bool
    """
    Even the newest turn does not fit: the middle of long texts is left out
    """
    dropped_turns: int
    """
    Questions, each with its answers, that the model no longer sees
    """
    exact: bool
    """
    Counted by the model's own tokeniser; else an estimate
    """
    history: int
    model_id: UUID
    next_cost: ContextCost | None
    """
    null: the price is not known
    """
    pinned: int
    """
    Messages that people keep in the context, of turns that were left out
    """
    pins_cut: bool
    """
    Not even these fit as a whole
    """
    reserved: int
    """
    Kept for the answer
    """
    sees_from: UUID | None
    """
    The first message that the model sees; null: it sees all
    """
    summarised: bool
    """
    The model gets a summary of what it no longer sees
    """
    summary: str | None
    """
    That summary; null: the model gets none
    """
    system: int
    """
    Instructions, and what stands in for turns that were left out
    """
    used: int
    window: int | None
    """
    What the model takes in all; null: not known, nothing is left out
    """


class ConversationFilter(Model):
    """Which conversations; what is left out does not matter."""

    model_config = ConfigDict(
        extra="forbid",
    )
    archived: bool = False
    folder: UUID | Literal["none"] | None = None
    """
    A folder's id, or `none`: those in no folder
    """
    pinned: bool | None = None
    q: str | None = None
    """
    Part of the title
    """
    tag: UUID | None = None


class ConversationPatch(Model):
    """What can be changed; what is left out stays."""

    model_config = ConfigDict(
        extra="forbid",
    )
    archived: bool | None = None
    folder_id: UUID | None = None
    """
    Where it is to lie; null: in no folder
    """
    model_id: UUID | None = None
    pinned: bool | None = None
    tags: list[UUID] | None = None
    """
    All its tags from now on
    """
    title: str | None = None


class Correction(Model):
    """A word of the question that stands in nothing one may read, and the one that was looked for instead."""

    shown: str
    """
    As the documents write it
    """
    typed: str


class DirectoryEntry(Model):
    """A person or a group that something can be opened to."""

    detail: str | None
    """
    A person's e-mail address; nothing for groups
    """
    id: UUID
    kind: Literal["person", "group"] | str
    name: str


class DirectoryPage(Model):
    """People before groups; among each, whose name begins with the text first, then by name."""

    items: list[DirectoryEntry]
    next_cursor: str | None


class DiscoveredServer(Model):
    """A model server that runs on ConvoSphere's own machine and is not connected yet."""

    base_url: str
    models: list[str]
    name: str
    provider: Literal["openai"]


class DiscoveredServers(Model):
    """All that answered. Never more than one page."""

    items: list[DiscoveredServer]
    next_cursor: Annotated[None, Field(None)] = None


class DocumentFigure(Model):
    """A document, and how it was used in the span."""

    base_id: UUID
    cited: int
    document_id: UUID
    downloaded: int
    name: str
    opened: int


class DocumentPatch(Model):
    """What is to change."""

    model_config = ConfigDict(
        extra="forbid",
    )
    author: str | None = None
    document_date: AwareDatetime | None = None
    folder_id: UUID | None = None
    metadata: dict[str, str] | None = None
    name: str | None = None
    tags: list[UUID] | None = None
    """
    All tags it is to have
    """
    valid_from: AwareDatetime | None = None
    valid_until: AwareDatetime | None = None


DocumentStatus = TypeAliasType("DocumentStatus", Literal["waiting", "running", "ready", "failed"])
"""
How a version stands. `ready`: it is found, if it is the current one.
"""


class EmbedderIn(Model):
    """Who is to embed a base's documents: the model on this machine, a connection's model, or nobody."""

    model_config = ConfigDict(
        extra="forbid",
    )
    kind: Literal["local", "model", "none"]
    model_id: UUID | None = None
    """
    Exactly with `model`
    """


class EmbedderOut(Model):
    """An embedder that a base can have."""

    connection: str | None
    """
    Of a connection's model
    """
    dimension: int | None
    """
    Length of its vectors; null: nobody has used it yet
    """
    kind: Literal["local", "model"] | str
    model_id: UUID | None
    name: str
    ready: bool
    """
    Whether it can be chosen now
    """


class ExpectedIn(Model):
    """What should be found."""

    model_config = ConfigDict(
        extra="forbid",
    )
    contains: str | None = None
    """
    Words of the passage; none: any passage of the document
    """
    document_id: UUID


ExportFormat = TypeAliasType("ExportFormat", Literal["markdown", "json", "html", "pdf", "docx"])
"""
The forms of an export.
"""


class ExportLink(Model):
    """A link that needs no sign-in and ends soon."""

    expires_at: AwareDatetime
    url: str


class ExportScopeIn(Model):
    """What to export: name one of the three. Temporary conversations are in no export."""

    model_config = ConfigDict(
        extra="forbid",
    )
    all: Literal[True] | None = None
    """
    Everything, archived ones included
    """
    conversation_ids: list[UUID] | None = None
    folder_id: UUID | None = None
    """
    With all folders in it
    """


ExportStatus = TypeAliasType("ExportStatus", Literal["waiting", "running", "ready", "failed", "cancelled"])
"""
Where an export is.
"""


class ExtraIn(Model):
    """What some providers need besides. `headers` and `body` may hold secrets and are never shown again."""

    model_config = ConfigDict(
        extra="forbid",
    )
    body: dict[str, Any] | None = None
    """
    Merged into every chat request; write-only
    """
    headers: dict[str, Any] | None = None
    """
    Sent with every request; write-only
    """
    max_tokens_field: Literal["max_tokens", "max_completion_tokens"] | None = None
    """
    Provider openai: how the server calls the limit of an answer
    """
    models: list[str] | None = None
    """
    Names of models, for servers that cannot list theirs
    """
    vendor: str | None = None
    """
    Provider litellm: its prefix of the vendor
    """


class ExtraOut(Model):
    """What is set besides; of what may be secret only the names."""

    body_fields: list[str]
    header_names: list[str]
    max_tokens_field: str | None
    models: list[str]
    vendor: str | None


class FacetValue(Model):
    """How many of the documents that were found have this."""

    colour: str | None = None
    count: int
    key: str
    """
    What the filter takes
    """
    label: str


FetchStatus = TypeAliasType("FetchStatus", Literal["missing", "waiting", "running", "ready", "failed"])
"""
How the fetching of a local model stands.
"""


class FieldError(Model):
    """One field and what is wrong with it."""

    code: str
    field: str
    message: str


class FiguresDay(Model):
    """What happened on a day (UTC)."""

    answers: int
    """
    Answers in chats that documents were searched for
    """
    answers_unanswered: int
    """
    Of these, for which nothing that fits was found
    """
    cited: int
    day: date_aliased
    downloaded: int
    opened: int
    searches: int
    """
    On the search page
    """
    searches_few: int
    """
    Of these, with one or two documents found
    """
    searches_none: int
    """
    Of these, with none
    """


class FileCreate(Model):
    """A file that is about to be uploaded."""

    model_config = ConfigDict(
        extra="forbid",
    )
    media_type: str | None = None
    """
    A hint; the content decides
    """
    name: str
    """
    Path, control and direction characters are taken out
    """
    size: int
    """
    Bytes
    """


FileKind = TypeAliasType("FileKind", Literal["image", "pdf", "text", "code", "document", "other"])
"""
What a file is to people; found in its content, never taken from its name alone.
"""


class FileLimits(Model):
    """What this person may upload, and how much of it is used. Sizes are bytes."""

    chunk_bytes: int
    files_per_message: int
    max_bytes: int
    person_bytes: int
    unsent_files: int
    used_bytes: int


class FileLink(Model):
    """A link that needs no sign-in and ends soon."""

    expires_at: AwareDatetime
    url: str


class FileProblem(Model):
    """Why a file was refused, in its owner's language."""

    code: str
    detail: str
    title: str


FileStatus = TypeAliasType("FileStatus", Literal["uploading", "checking", "ready", "refused"])
"""
Where a file is on its way. Until it is ready nobody gets its content.
"""


FindingCode = TypeAliasType(
    "FindingCode",
    Literal[
        "orphans",
        "cycles",
        "doubles",
        "media_left_out",
        "unreadable",
        "unknown_form",
        "newer_version",
        "too_large",
        "too_deep",
        "too_many_parts",
        "cut",
        "broken_json",
        "text_too_long",
    ],
)
"""
What can be wrong with a part of a file; the texts are `import_findings.<code>` in the catalogue.
"""


class FindingOut(Model):
    """What was mended, left out or not understood, and where."""

    code: FindingCode | str
    conversation: str | None
    """
    Its title, or its number in the file; none: the file itself
    """
    message: str
    """
    In the reader's language
    """


class FirstMessage(Model):
    """A message that stands at the beginning, as if it had been said."""

    model_config = ConfigDict(
        extra="forbid",
    )
    content: str
    role: Literal["user", "assistant"]


class FolderCreate(Model):
    """A new folder, at the end of its parent."""

    model_config = ConfigDict(
        extra="forbid",
    )
    colour: Literal["grey", "red", "orange", "amber", "green", "teal", "blue", "violet", "pink"] | None = None
    name: str
    parent_id: UUID | None = None
    """
    None: at the top
    """


class FolderOut(Model):
    """A folder. Conversations name it; folders lie in each other by `parent_id`."""

    colour: Literal["grey", "red", "orange", "amber", "green", "teal", "blue", "violet", "pink"] | str | None
    id: UUID
    name: str
    parent_id: UUID | None
    position: int
    """
    Orders it among the folders beside it
    """


class FolderPatch(Model):
    """What changes; what is left out stays."""

    model_config = ConfigDict(
        extra="forbid",
    )
    colour: Literal["grey", "red", "orange", "amber", "green", "teal", "blue", "violet", "pink"] | None = None
    name: str | None = None
    parent_id: UUID | None = None
    position: int | None = None
    """
    Its place among the folders beside it, from 0
    """


class GroundingOut(Model):
    """What was searched for an answer, and how well it fits. Without it nothing was searched."""

    because: str | None = None
    """
    Why, as a code
    """
    confidence: Literal["high", "medium", "low", "none"] | str | None = None
    """
    How well what was found fits; null: while it is searched
    """
    passages: int | None = None
    """
    How many passages were found for it
    """
    question: str | None = None
    """
    As it was searched for: so that it stands alone
    """
    reason: str | None = None
    """
    The same in words
    """
    searched: int | None = None
    """
    How many documents were searched: those that the asker may read
    """
    state: Literal["searching", "done"] | str


class GroupIn(Model):
    """A new group."""

    model_config = ConfigDict(
        extra="forbid",
    )
    description: str = ""
    name: str


class GroupMemberItem(Model):
    """A person in a group."""

    active: bool
    """
    False: the account is closed
    """
    added_at: AwareDatetime
    email: str
    id: UUID
    """
    The person's
    """
    name: str


class GroupMemberPage(Model):
    """A page of a group's members, by name."""

    items: list[GroupMemberItem]
    next_cursor: str | None


class GroupOut(Model):
    """A group."""

    description: str
    id: UUID
    member_count: int
    """
    Closed accounts included
    """
    name: str


class GroupPage(Model):
    """A page of groups, by name."""

    items: list[GroupOut]
    next_cursor: str | None


class GroupPatch(Model):
    """What changes; what is left out stays."""

    model_config = ConfigDict(
        extra="forbid",
    )
    description: str | None = None
    name: str | None = None


class ImportCreate(Model):
    """A file that is about to be uploaded."""

    model_config = ConfigDict(
        extra="forbid",
    )
    name: str
    size: int
    """
    Bytes
    """


ImportStatus = TypeAliasType(
    "ImportStatus", Literal["uploading", "inspecting", "inspected", "importing", "done", "failed", "cancelled"]
)
"""
Where an import is. Between `inspected` and `importing` a person decides.
"""


class ImportUpload(Model):
    """How to send the file: pieces of at most `chunk_bytes` by PATCH to `url`, each with its `Upload-Offset`."""

    chunk_bytes: int
    offset: int
    url: str


class InstanceLimits(Model):
    """What clients should know before they send too much."""

    message_characters: int
    """
    The most characters of one question
    """


class InstanceOut(Model):
    """What everybody may know about this installation."""

    languages: list[Literal["en", "de"] | str]
    limits: InstanceLimits
    name: Literal["ConvoSphere"] = "ConvoSphere"
    needs_owner: bool
    """
    True until the first person has registered and become owner
    """
    organization_name: str | None
    password_min_length: int
    password_reset: Literal["mail", "administrator"] | str
    """
    Who helps with a forgotten password: this server by mail, or an administrator with a link
    """
    registration: Literal["open", "invitation", "closed"] | str
    """
    Who may register; `open` while an owner is needed
    """
    version: str


JsonValue = TypeAliasType("JsonValue", Any)


class KnowledgeLimits(Model):
    """What one may bring in. Sizes are bytes."""

    archive_bytes: int
    """
    Largest archive to unpack
    """
    chunk_bytes: int
    """
    Most that one upload request carries
    """
    keep_deleted_days: int
    """
    How long deleted documents and bases can be brought back
    """
    max_bytes: int
    """
    Largest file
    """
    open_uploads: int
    """
    Uploads one may have begun and not ended
    """
    organization_bytes: int
    text_characters: int
    """
    Longest text to be pasted
    """
    used_bytes: int


class LexicalOnly(Model):
    """A base that was searched by words alone, and why."""

    base_id: UUID
    because: str
    reason: str
    """
    The same in words
    """


class Link(Model):
    """A link that needs no sign-in and ends soon."""

    expires_at: AwareDatetime
    url: str


class LinkOut(Model):
    """A link to hand over. It is shown this once."""

    expires_at: AwareDatetime
    url: str


class MePatch(Model):
    """What a person changes about themselves; what is left out stays."""

    model_config = ConfigDict(
        extra="forbid",
    )
    locale: Literal["en", "de"] | None = None
    name: str | None = None
    onboarded: bool | None = None
    theme: Literal["system", "light", "dark"] | None = None


MediaKind = TypeAliasType(
    "MediaKind",
    Literal[
        "pdf",
        "document",
        "slides",
        "table",
        "text",
        "markdown",
        "web",
        "mail",
        "book",
        "image",
        "code",
        "data",
        "audio",
        "video",
        "other",
    ],
)
"""
What a document is to people, for filters.
"""


class MemberOut(Model):
    """A person or a group that a conversation is opened to."""

    added_at: AwareDatetime
    id: UUID
    kind: Literal["person", "group"] | str
    name: str
    role: Literal["reader", "writer"] | str


class MemberPut(Model):
    """What somebody may do from now on."""

    model_config = ConfigDict(
        extra="forbid",
    )
    role: Literal["reader", "writer"]


class MessageAuthor(Model):
    """The person who wrote a question."""

    id: UUID
    name: str


class MessageFallback(Model):
    """Why another model answered than the one that was to."""

    because: str
    """
    The code of what went wrong with it
    """
    reason: str
    """
    The same in the reader's language
    """
    wanted: str
    """
    What the wanted model is called
    """


class MessageModel(Model):
    """Which model answered."""

    display_name: str
    fallback: MessageFallback | None = None
    """
    None: it is the model that was to answer
    """
    id: UUID | None
    name: str
    provider: str


class MessageProblem(Model):
    """Why an answer failed, in the reader's language."""

    code: str
    detail: str
    retry_after: float | None = None
    """
    Seconds to wait, if the provider named them
    """
    title: str


MessageRole = TypeAliasType("MessageRole", Literal["user", "assistant"])
"""
Who speaks.
"""


MessageStatus = TypeAliasType("MessageStatus", Literal["pending", "streaming", "completed", "stopped", "failed"])
"""
Where a message is; questions are complete from the start.
"""


class MessageUsage(Model):
    """What an answer took."""

    cost: str | None = None
    """
    None: the price is not known
    """
    currency: Literal["USD"] = "USD"
    duration_ms: int | None
    input_tokens: int | None
    output_tokens: int | None
    time_to_first_token_ms: int | None


class ModelConnection(Model):
    """Where a model comes from."""

    id: UUID
    name: str


class ModelOut(Model):
    """A model to choose. One that is not `available` has vanished at its provider and cannot be asked."""

    available: bool
    capabilities: Capabilities
    connection: ModelConnection
    context_window: int | None
    """
    Tokens; null: not known
    """
    display_name: str
    id: UUID
    is_default: bool
    kind: Literal["chat", "embedding", "other"] | str = "chat"
    """
    Whether it chats, makes vectors of texts, or neither, and is not offered
    """
    name: str
    """
    What the provider calls it
    """
    provider: Literal["openai", "anthropic", "litellm", "builtin"] | str


class ModelPage(Model):
    """Models in the order they were first seen."""

    items: list[ModelOut]
    next_cursor: str | None


class NamedReader(Model):
    """A person or a group with their name."""

    id: UUID
    kind: Literal["person", "group"] | str
    name: str


class NumberedEvent(Model):
    """An event with its number on the conversation's stream."""

    event: dict[str, Any]
    n: int


class OperationFolder(Model):
    """A folder that was selected, with all in it."""

    id: UUID
    name: str


OperationKind = TypeAliasType(
    "OperationKind", Literal["move", "tag", "delete", "restore", "reprocess", "unpack", "zip"]
)
"""
What is done with each document.
"""


OperationStatus = TypeAliasType("OperationStatus", Literal["waiting", "running", "done", "failed", "cancelled"])
"""
Where an operation is.
"""


class OperationTag(Model):
    """A tag that an operation takes from its documents."""

    id: UUID
    name: str


class OrganizationOut(Model):
    """An organisation and its settings."""

    created_at: AwareDatetime
    id: UUID
    name: str
    registration: Literal["open", "invitation", "closed"] | str


class OrganizationPatch(Model):
    """What changes; what is left out stays."""

    model_config = ConfigDict(
        extra="forbid",
    )
    name: str | None = None
    registration: Literal["open", "invitation", "closed"] | None = None


class OrganizationRef(Model):
    """Which organisation."""

    id: UUID
    name: str


Origin = TypeAliasType("Origin", Literal["provider", "price_list", "administrator", "unknown"])
"""
Where it is known from what a model can or costs.
"""


class Origins(Model):
    """Who says what a model can: its provider, an administrator, or nobody."""

    context_window: Origin | str
    reasoning: Origin | str
    tools: Origin | str
    vision: Origin | str


class OwnLimit(Model):
    """A budget that limits whoever asks. Limits of null are none; `left` is what neither spent nor reserved is."""

    currency: str = "USD"
    each_member: bool
    ends_at: AwareDatetime
    exhausted: bool
    id: UUID
    money: str | None
    money_left: str | None
    name: str | None
    """
    Of the group or API key
    """
    near: bool
    period: BudgetPeriod | str
    refuses_unknown_prices: bool
    starts_at: AwareDatetime
    subject_kind: BudgetSubject | str
    time_zone: str
    tokens: int | None
    tokens_left: int | None


class OwnLimits(Model):
    """All that limits whoever asks. Never more than one page."""

    items: list[OwnLimit]
    next_cursor: Annotated[None, Field(None)] = None


class PagePicture(Model):
    """A page as a picture (WebP, behind a link that ends soon), and where the passage stands on it."""

    boxes: list[Box]
    expires_at: AwareDatetime
    height: int
    page: int
    pages: int
    url: str
    width: int
    """
    Pixels
    """


class PasswordChangeIn(Model):
    """The password that is, and the one to be."""

    model_config = ConfigDict(
        extra="forbid",
    )
    current_password: str
    new_password: str


class PasswordResetConfirmIn(Model):
    """The token of a reset link, and the password to be."""

    model_config = ConfigDict(
        extra="forbid",
    )
    new_password: str
    token: str


class PasswordResetIn(Model):
    """Whose password is forgotten."""

    model_config = ConfigDict(
        extra="forbid",
    )
    email: str


class PastSearch(Model):
    """A search of one's own."""

    bases: list[UUID]
    created_at: AwareDatetime
    hits: int
    id: UUID
    question: str


class PastSearchPage(Model):
    """One's own searches, the newest first."""

    items: list[PastSearch]
    next_cursor: str | None


class PersonRef(Model):
    """A person, by name."""

    id: UUID
    name: str


class PopularSearch(Model):
    """A question that several people had."""

    people: int
    question: str


class PreviewChunk(Model):
    """A piece as it would be."""

    first_page: int | None
    heading_path: list[str]
    kind: str
    last_page: int | None
    ordinal: int
    parent: int | None
    text: str
    tokens: int


class PriceIn(Model):
    """What a model costs, in USD for a million tokens."""

    model_config = ConfigDict(
        extra="forbid",
    )
    cached_input: float | str | None = None
    """
    Null: as any input
    """
    input: float | str
    output: float | str


class PriceOut(Model):
    """
    What a model costs, in USD for a million tokens, and who says so; null: not known.

    Price lists may hold more than that, such as dearer long requests: what calls cost follows them.
    """

    cached_input: str | None
    """
    Null: as any input
    """
    input: str | None
    origin: Origin | str
    output: str | None


class Problem(Model):
    """An error (RFC 9457). `code` is stable; `title` and `detail` are in the reader's language."""

    code: str
    detail: str
    errors: list[FieldError] | None = None
    request_id: str
    retry_after: float | None = None
    status: int
    title: str
    type: str = "about:blank"


class ProblemOut(Model):
    """What went wrong, in the reader's language."""

    code: str
    detail: str
    title: str


class PromptIn(Model):
    """A prompt as it is to be. Places like `{{language}}` in `content` are filled in by whoever uses it."""

    model_config = ConfigDict(
        extra="forbid",
    )
    command: str | None = None
    """
    What brings it up in the composer, after a slash
    """
    content: str
    tags: list[str] | None = None
    title: str
    visibility: Literal["private", "organization"] = "private"


class PromptOut(Model):
    """A prompt."""

    command: str | None
    content: str
    editable: bool
    """
    Whether the one who asks may change and delete it
    """
    id: UUID
    owner_id: UUID
    tags: list[str]
    title: str
    updated_at: AwareDatetime
    variables: list[str]
    """
    The names in `{{…}}`, in their order
    """
    visibility: Literal["private", "organization"] | str


class PromptPage(Model):
    """Prompts by title."""

    items: list[PromptOut]
    next_cursor: str | None


class QuestionFigure(Model):
    """A question that found little or nothing, as it was searched for; nobody's name is with it."""

    documents: int
    """
    Found, at the last time; in a chat: passages
    """
    last_at: AwareDatetime
    question: str
    times: int
    via: Literal["search", "chat"] | str


class QueuedQuestionPatch(Model):
    """What it asks instead."""

    model_config = ConfigDict(
        extra="forbid",
    )
    content: str
    """
    May be empty if files come with the question
    """


RatingValue = TypeAliasType("RatingValue", Literal["up", "down"])
"""
What somebody thinks of an answer.
"""


class Reader(Model):
    """A person or a group."""

    model_config = ConfigDict(
        extra="forbid",
    )
    id: UUID
    kind: Literal["person", "group"]


class ReceiptIn(Model):
    """How far one has got: name messages of the conversation. What lies further back than known changes nothing."""

    model_config = ConfigDict(
        extra="forbid",
    )
    delivered: UUID | None = None
    """
    The newest message that has arrived here
    """
    read: UUID | None = None
    """
    The newest message that was seen; it has then arrived, too
    """


class ReceiptOut(Model):
    """How far a person has got. A message has reached them, or they have read it, if it is not newer than this."""

    delivered_until: AwareDatetime | None
    person: PersonRef
    read_until: AwareDatetime | None


class RegisterIn(Model):
    """A new person. The first one ever founds the organisation and names it."""

    model_config = ConfigDict(
        extra="forbid",
    )
    email: str
    invitation: str | None = None
    """
    The token of an invitation link
    """
    locale: Literal["en", "de"] | None = None
    """
    None: taken from Accept-Language
    """
    name: str
    organization_name: str | None = None
    """
    Only from the first person, and then needed
    """
    password: str


class ReportOut(Model):
    """What the dry run found."""

    already_there: int
    """
    Conversations that came before, and are not taken again
    """
    changed: int
    """
    Of those that would come: came before with other messages
    """
    conversations: int
    """
    That would come, or have come
    """
    messages: int
    more_problems: int
    """
    Beyond those listed
    """
    problems: list[FindingOut]


class RetentionOut(Model):
    """
    How long archived conversations stay.

    One is deleted `days` after it was archived, but never earlier than `days` after its last message or after `since`.
    """

    days: int | None
    """
    None: they stay until somebody deletes them
    """
    since: AwareDatetime | None
    """
    When this was set
    """


class RetentionPut(Model):
    """How long archived conversations are to stay."""

    model_config = ConfigDict(
        extra="forbid",
    )
    days: int | None


class RetryIn(Model):
    """Who is to answer again."""

    model_config = ConfigDict(
        extra="forbid",
    )
    model_id: UUID | None = None
    """
    None: the conversation's model, else the default
    """


Role = TypeAliasType("Role", Literal["owner", "admin", "member", "guest"])
"""
What a person is in their organisation: a name for a set of permissions.
"""


class RunFound(Model):
    """A passage that was found in a run."""

    chunk_id: UUID
    document_id: UUID
    expected: bool


class RunQuestion(Model):
    """How one question fared."""

    found: list[RunFound]
    mrr: float
    ndcg: float
    question: str
    recall: float


class SearchFilters(Model):
    """Which documents are looked at; what is left out restricts nothing."""

    model_config = ConfigDict(
        extra="forbid",
    )
    authors: list[str] = []
    date_from: AwareDatetime | None = None
    """
    The document's date, else when it came; not before
    """
    date_to: AwareDatetime | None = None
    """
    Before
    """
    documents: list[UUID] = []
    """
    These alone
    """
    folders: list[UUID] = []
    """
    In these, or below them
    """
    kinds: list[MediaKind] = []
    languages: list[str] = []
    outdated: bool = False
    """
    Also what is not valid yet, or not any more
    """
    tags_all: list[UUID] = []
    """
    With all of these
    """
    tags_any: list[UUID] = []
    """
    With one of these
    """


class SearchIn(Model):
    """A question to the documents that one may read."""

    model_config = ConfigDict(
        extra="forbid",
    )
    bases: list[UUID] | None = None
    """
    None: all
    """
    cursor: str | None = None
    filters: SearchFilters | None = None
    limit: int = 20
    """
    Most documents on a page
    """
    note: bool = True
    """
    Whether it is to stand in one's history
    """
    question: str
    sort: Literal["relevance", "date", "name"] = "relevance"
    """
    `date` (newest first) and `name` order the documents that fit best
    """


SearchSort = TypeAliasType("SearchSort", Literal["relevance", "newest"])
"""
In which order hits come.
"""


class Selection(Model):
    """Documents: these, and all in these folders and below; or everything in the base."""

    model_config = ConfigDict(
        extra="forbid",
    )
    document_ids: list[UUID] | None = None
    everything: bool = False
    folder_ids: list[UUID] | None = None
    older_reader: bool = False
    """
    Of these, only what an older reader has read
    """


class SessionItem(Model):
    """A sign-in on one device."""

    address: str | None
    created_at: AwareDatetime
    current: bool
    """
    Whether it is the one that asks
    """
    id: UUID
    last_used_at: AwareDatetime
    """
    Exact to a minute
    """
    user_agent: str | None


class SessionPage(Model):
    """A page of sessions, the newest first."""

    items: list[SessionItem]
    next_cursor: str | None


class SetQuestion(Model):
    """A question with what should be found for it."""

    model_config = ConfigDict(
        extra="forbid",
    )
    expected: list[ExpectedIn]
    question: str


class ShareCreate(Model):
    """How long a snapshot can be read."""

    model_config = ConfigDict(
        extra="forbid",
    )
    expires_at: AwareDatetime | None = None
    """
    None: until it is revoked or the conversation deleted
    """


class ShareOut(Model):
    """A snapshot as its owner sees it. Its page is `/shared/{id}`."""

    conversation_id: UUID
    created_at: AwareDatetime
    expires_at: AwareDatetime | None
    id: UUID
    message_count: int
    title: str
    views: int
    """
    How often others have opened it
    """


class SharePage(Model):
    """One's snapshots, the newest first."""

    items: list[ShareOut]
    next_cursor: str | None


class SharedConversation(Model):
    """A snapshot as others see it."""

    created_at: AwareDatetime
    """
    When the snapshot was taken; what came later is not in it
    """
    expires_at: AwareDatetime | None
    id: UUID
    is_own: bool
    message_count: int
    shared_by: MessageAuthor
    title: str


class Siblings(Model):
    """A message's place among those with the same parent and the same role, the oldest first."""

    count: int = 1
    index: int = 1
    """
    From 1
    """
    next_id: UUID | None = None
    previous_id: UUID | None = None


class SignInIn(Model):
    """Who signs in."""

    model_config = ConfigDict(
        extra="forbid",
    )
    email: str
    password: str


class SimilarDocument(Model):
    """A document that speaks of the same."""

    base_id: UUID
    base_name: str
    document_id: UUID
    name: str
    score: float
    """
    0 to 1; compares documents of one answer
    """


class SimilarList(Model):
    """The most alike first."""

    items: list[SimilarDocument]


class SnippetPart(Model):
    """A piece of text; `hit`: one of the words looked for."""

    hit: bool
    text: str


Source = TypeAliasType("Source", Literal["convosphere", "chatgpt", "open_webui", "librechat"])
"""
Whose form a file has.
"""


class SourceIn(Model):
    """A knowledge base, or one document."""

    model_config = ConfigDict(
        extra="forbid",
    )
    id: UUID
    kind: Literal["base", "document"]


class SourceOut(Model):
    """A knowledge base, or one document, that answers may rest on."""

    base_id: UUID | None
    """
    Of a document: where it lies
    """
    id: UUID
    kind: Literal["base", "document"] | str
    name: str | None
    """
    null: it is not for the reader, or there no longer is such a thing
    """
    readable: bool
    """
    Whether answers to the reader's own questions search it
    """


class SourcesPut(Model):
    """All that is attached from now on."""

    model_config = ConfigDict(
        extra="forbid",
    )
    sources: list[SourceIn]


class Span(Model):
    """A word that was asked for, in UTF-16 code units (JavaScript string indices) of the passage's text."""

    end: int
    start: int


Stage = TypeAliasType("Stage", Literal["checking", "reading", "chunking", "embedding", "indexing", "done"])
"""
What is to be done next with a version; each stage can begin anew.
"""


class Strategy(Model):
    """
    How documents are cut. Sizes are tokens, estimated.

    `structure` keeps to headings and tables, `fixed` cuts by size with an overlap, `whole` keeps each document in one
    piece, `parent_child` searches small pieces and shows the larger ones around them.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    child_tokens: int = 120
    kind: Literal["structure", "fixed", "whole", "parent_child"] = "structure"
    max_tokens: int = 400
    overlap_tokens: int = 60


class SuggestedTag(Model):
    """A tag that may fit; without an id it would be new."""

    id: UUID | None
    name: str


class Suggestion(Model):
    """What might be meant. Of a document, tag or base also which one."""

    base_id: UUID | None = None
    id: UUID | None = None
    kind: Literal["question", "document", "tag", "base"] | str
    text: str


class SuggestionList(Model):
    """The most likely first: one's own questions, documents, tags, bases."""

    items: list[Suggestion]


SwitchStatus = TypeAliasType("SwitchStatus", Literal["waiting", "running", "done", "failed", "cancelled"])
"""
How a change of embedder stands.
"""


class TagCreate(Model):
    """A new tag."""

    model_config = ConfigDict(
        extra="forbid",
    )
    colour: Literal["grey", "red", "orange", "amber", "green", "teal", "blue", "violet", "pink"] | None = None
    name: str


class TagOut(Model):
    """A tag."""

    colour: Literal["grey", "red", "orange", "amber", "green", "teal", "blue", "violet", "pink"] | str | None
    id: UUID
    name: str


class TagPatch(Model):
    """What changes; what is left out stays."""

    model_config = ConfigDict(
        extra="forbid",
    )
    colour: Literal["grey", "red", "orange", "amber", "green", "teal", "blue", "violet", "pink"] | None = None
    name: str | None = None


class TemplateStart(Model):
    """What stands in the places of a template's variables; those left out take their default."""

    model_config = ConfigDict(
        extra="forbid",
    )
    folder_id: UUID | None = None
    """
    Where the conversation is to lie
    """
    variables: dict[str, str] | None = None


class TextIn(Model):
    """A text that becomes a document."""

    model_config = ConfigDict(
        extra="forbid",
    )
    folder_id: UUID | None = None
    name: str
    text: str


class TimeoutsIn(Model):
    """Patience in seconds; what is left out is as in the settings."""

    model_config = ConfigDict(
        extra="forbid",
    )
    between_tokens: float | None = None
    """
    Longest pause within an answer
    """
    connect: float | None = None
    """
    Until the provider is reached
    """
    first_token: float | None = None
    """
    Until an answer begins
    """


class TimeoutsOut(Model):
    """Patience in seconds; null: as in the settings."""

    between_tokens: float | None
    connect: float | None
    first_token: float | None


class TransferProblem(Model):
    """Why it failed, in its owner's language."""

    code: str
    detail: str
    title: str


class Twin(Model):
    """Another document of the base with the same content, or nearly."""

    exact: bool
    folder_id: UUID | None
    id: UUID
    name: str
    similarity: float


UnknownPrice = TypeAliasType("UnknownPrice", Literal["allow", "refuse"])
"""
What becomes, under a limit in money, of a call whose price is not known: counted in tokens only, or refused.
"""


class Upload(Model):
    """How to send the content: pieces of at most `chunk_bytes` by PATCH to `url`, each with its `Upload-Offset`."""

    chunk_bytes: int
    offset: int
    """
    Bytes that have arrived
    """
    url: str


class UploadCreate(Model):
    """A file that is about to be uploaded."""

    model_config = ConfigDict(
        extra="forbid",
    )
    folder_id: UUID | None = None
    name: str
    """
    The same name in the same folder makes a new version
    """
    path: str = ""
    """
    Folders below it, made where they are missing
    """
    size: int
    """
    Bytes
    """
    unpack: bool = False
    """
    An archive whose files are wanted, with their folders
    """


class UploadOut(Model):
    """How to send the content (pieces by PATCH to `url`, each with its `Upload-Offset`), and what became of it."""

    chunk_bytes: int
    document_id: UUID | None
    """
    Once it is whole
    """
    id: UUID
    name: str
    offset: int
    """
    Bytes that have arrived
    """
    operation_id: UUID | None
    """
    Once an archive is whole
    """
    size: int
    url: str
    version_id: UUID | None


class UrlIn(Model):
    """A page or a file on the web that becomes a document."""

    model_config = ConfigDict(
        extra="forbid",
    )
    folder_id: UUID | None = None
    name: str | None = None
    """
    None: as the response or the address has it
    """
    url: str


UsageBy = TypeAliasType("UsageBy", Literal["day", "model", "person", "assistant", "purpose", "api_key"])
"""
What sums of calls are split by.
"""


class UsageChoice(Model):
    """The one group whose calls are summed up."""

    by: UsageBy | str
    detail: str | None
    key: str | None
    name: str | None
    """
    As in the sums by `by`
    """


class UsageGroup(Model):
    """The sums of one day, model, person, assistant, purpose or API key."""

    cached_input_tokens: int
    """
    Part of `input_tokens`
    """
    calls: int
    calls_without_price: int
    """
    Calls whose price is not known; they are not in `cost`
    """
    completed: int
    cost: str
    """
    Of the calls whose price is known
    """
    detail: str | None
    """
    The connection of a model, the person of an API key
    """
    failed: int
    input_tokens: int
    key: str | None
    """
    The day, the id, the purpose; `built_in`: the built-in assistant; null: of none
    """
    lost: int
    name: str | None
    """
    What people call it; null: gone, or nothing to call
    """
    output_tokens: int
    reasoning_tokens: int
    """
    Part of `output_tokens`
    """
    stopped: int


class UsageSummary(Model):
    """
    Sums of all calls to models in a span of time, and by groups if asked for.

    Days come in their order, everything else the most expensive first.
    """

    cached_input_tokens: int
    """
    Part of `input_tokens`
    """
    calls: int
    calls_without_price: int
    """
    Calls whose price is not known; they are not in `cost`
    """
    completed: int
    cost: str
    """
    Of the calls whose price is known
    """
    currency: str
    failed: int
    groups: list[UsageGroup]
    input_tokens: int
    lost: int
    median_time_to_first_token_ms: int | None
    next_cursor: str | None
    of: UsageChoice | None
    """
    Whose calls alone are meant, if not all
    """
    output_tokens: int
    reasoning_tokens: int
    """
    Part of `output_tokens`
    """
    since: AwareDatetime
    stopped: int
    until: AwareDatetime


class Variable(Model):
    """A place in a template's texts, and what may stand there."""

    model_config = ConfigDict(
        extra="forbid",
    )
    default: str = ""
    label: str = ""
    """
    What the form says; empty: the name
    """
    name: str
    options: list[str] | None = None
    """
    For `choice`
    """
    required: bool = True
    type: Literal["text", "long_text", "number", "choice", "date"] = "text"


Variant = TypeAliasType("Variant", Literal["original", "preview", "model", "text"])
"""
The forms in which a file is stored.

`original` is what was uploaded (pictures without metadata), `preview` a small picture or the first lines, `model`
a picture in a size for language models, `text` the text taken out of it, as JSON.
"""


VersionOrigin = TypeAliasType("VersionOrigin", Literal["upload", "url", "text", "archive", "restored", "reprocessed"])
"""
Where a version came from.
"""


class VersionOut(Model):
    """One content of a document."""

    characters: int | None
    chunk_count: int
    created_at: AwareDatetime
    created_by: UUID | None
    current: bool
    id: UUID
    media_type: str
    name: str
    notices: list[Problem]
    number: int
    older_reader: bool
    origin: VersionOrigin | str
    pages: int | None
    percent: int
    problem: Problem | None
    ready_at: AwareDatetime | None
    size: int
    source_url: str | None
    stage: Stage | str
    status: DocumentStatus | str
    warnings: list[Problem]


class VersionPage(Model):
    """Versions, the newest first."""

    items: list[VersionOut]
    next_cursor: str | None


WhenBusy = TypeAliasType("WhenBusy", Literal["refuse", "queue", "steer"])
"""
What becomes of a question that comes while an answer is being written.
"""


class ZipIn(Model):
    """Documents to be fetched as one archive."""

    model_config = ConfigDict(
        extra="forbid",
    )
    selection: Selection


class AccessEntryIn(Model):
    """A role, group or person."""

    model_config = ConfigDict(
        extra="forbid",
    )
    kind: AccessKind
    subject: str
    """
    A role's name, or the id of a group or person
    """


class AccessEntryOut(Model):
    """A role, group or person."""

    kind: AccessKind | str
    name: str | None
    """
    What a group or person is called; null for roles
    """
    subject: str


class AccessIn(Model):
    """Who may use a model: everybody, or those that are named. Replaces what was."""

    model_config = ConfigDict(
        extra="forbid",
    )
    items: Annotated[list[AccessEntryIn], Field(validate_default=True)] = []
    """
    With `restricted` and none of them nobody may
    """
    restricted: bool
    """
    False: everybody, and `items` is empty
    """


class AccessOut(Model):
    """Who may use a model. Not `restricted`: everybody. It has one page."""

    items: list[AccessEntryOut]
    next_cursor: Annotated[None, Field(None)] = None
    restricted: bool


class ApiKeyCreated(Model):
    """A new key. `secret` is the key itself and is shown this once."""

    created_at: AwareDatetime
    expires_at: AwareDatetime | None
    hint: str
    """
    The key's last four characters
    """
    id: UUID
    last_used_at: AwareDatetime | None
    """
    Exact to a minute
    """
    name: str
    scopes: list[ApiKeyScope | str]
    secret: str


class ApiKeyIn(Model):
    """A key for a program."""

    model_config = ConfigDict(
        extra="forbid",
    )
    expires_at: AwareDatetime | None = None
    """
    None: it holds until it is revoked
    """
    name: str
    scopes: list[ApiKeyScope]


class ApiKeyItem(Model):
    """An API key as administrators see it."""

    created_at: AwareDatetime
    expires_at: AwareDatetime | None
    hint: str
    """
    The key's last four characters
    """
    id: UUID
    last_used_at: AwareDatetime | None
    """
    Exact to a minute
    """
    name: str
    person: ApiKeyPerson
    scopes: list[ApiKeyScope | str]


class ApiKeyItemPage(Model):
    """A page of the organisation's API keys, the newest first."""

    items: list[ApiKeyItem]
    next_cursor: str | None


class ApiKeyOut(Model):
    """An API key, without the secret."""

    created_at: AwareDatetime
    expires_at: AwareDatetime | None
    hint: str
    """
    The key's last four characters
    """
    id: UUID
    last_used_at: AwareDatetime | None
    """
    Exact to a minute
    """
    name: str
    scopes: list[ApiKeyScope | str]


class ApiKeyPage(Model):
    """A page of API keys, the newest first."""

    items: list[ApiKeyOut]
    next_cursor: str | None


class Attachment(Model):
    """A file as people see it. Until `status` is `ready`, kind and media type are guessed from the name."""

    created_at: AwareDatetime
    has_preview: bool
    """
    Whether there is a variant `preview`: a picture, or the first lines
    """
    height: int | None
    id: UUID
    kind: FileKind | str
    media_type: str
    name: str
    pages: int | None
    problem: FileProblem | None
    size: int
    """
    Bytes
    """
    status: FileStatus | str
    width: int | None
    """
    Pixels, upright
    """


class AuditPage(Model):
    """A page of records, the newest first."""

    items: list[AuditRecordOut]
    next_cursor: str | None


class BaseFolderList(Model):
    """All folders of a base, by name."""

    items: list[BaseFolderOut]


class BaseIn(Model):
    """A base as it is to be. Whoever makes it manages it."""

    model_config = ConfigDict(
        extra="forbid",
    )
    description: str = ""
    everyone_role: BaseRole | None = None
    """
    What everybody in the organisation may; none: only members
    """
    language: str | None = None
    """
    Of most documents; none: each document's own
    """
    name: str
    strategy: Strategy | None = None


class BaseMemberIn(Model):
    """What they may."""

    model_config = ConfigDict(
        extra="forbid",
    )
    role: BaseRole


class BaseMemberOut(Model):
    """A person or a group, and what they may in a base."""

    added_at: AwareDatetime
    id: UUID
    kind: Literal["person", "group"] | str
    name: str
    role: BaseRole | str


class BaseOut(Model):
    """A base."""

    bytes: int
    """
    What all versions of all documents take
    """
    chunk_count: int
    created_at: AwareDatetime
    deleted_at: AwareDatetime | None
    """
    For `keep_deleted_days` from then on it can be brought back
    """
    description: str
    document_count: int
    everyone_role: BaseRole | str | None
    id: UUID
    language: str | None
    lexical_only: bool
    """
    Nothing embeds its documents: they are found by words alone
    """
    name: str
    strategy: Strategy
    updated_at: AwareDatetime
    your_role: BaseRole | str


class BasePage(Model):
    """Bases by name."""

    items: list[BaseOut]
    next_cursor: str | None


class BasePatch(Model):
    """What is to change. A new strategy holds for what comes from now on; reprocess the others."""

    model_config = ConfigDict(
        extra="forbid",
    )
    description: str | None = None
    everyone_role: BaseRole | None = None
    language: str | None = None
    name: str | None = None
    strategy: Strategy | None = None


class BaseTagList(Model):
    """All tags of a base, by name."""

    items: list[BaseTagOut]


class BenchIn(Model):
    """A question, and how it is to be searched for."""

    model_config = ConfigDict(
        extra="forbid",
    )
    bases: list[UUID]
    limit: int = 10
    """
    Most passages of each leg
    """
    question: str
    settings: BenchSettings | None = None


class BenchRunDetail(Model):
    """A run with each of its questions."""

    created_at: AwareDatetime
    done: int
    finished_at: AwareDatetime | None
    id: UUID
    mrr: float | None
    """
    One over the rank of the first of it
    """
    ndcg: float | None
    """
    And how far in front
    """
    problem_code: str | None
    questions: list[RunQuestion]
    recall: float | None
    """
    Which part of what is expected is among the first ten
    """
    set_id: UUID
    settings: BenchSettings
    status: Literal["waiting", "running", "done", "failed"] | str
    total: int


class BenchRunOut(Model):
    """A set of questions put to the search; the figures are means over its questions, each over ten passages."""

    created_at: AwareDatetime
    done: int
    finished_at: AwareDatetime | None
    id: UUID
    mrr: float | None
    """
    One over the rank of the first of it
    """
    ndcg: float | None
    """
    And how far in front
    """
    problem_code: str | None
    recall: float | None
    """
    Which part of what is expected is among the first ten
    """
    set_id: UUID
    settings: BenchSettings
    status: Literal["waiting", "running", "done", "failed"] | str
    total: int


class BenchRunPage(Model):
    """Runs of a set, the newest first: figures over time."""

    items: list[BenchRunOut]
    next_cursor: str | None


class BudgetCreate(Model):
    """A new limit; `money` or `tokens` or both. It counts from now on."""

    model_config = ConfigDict(
        extra="forbid",
    )
    each_member: bool = False
    """
    A limit for every person of the organisation or group by themself, rather than for all together
    """
    enabled: bool = True
    money: float | str | None = None
    period: BudgetPeriod
    subject_id: UUID | None = None
    """
    The group, person or API key; null for the organisation
    """
    subject_kind: BudgetSubject
    time_zone: str = "UTC"
    """
    IANA name: when a day begins
    """
    tokens: int | None = None
    unknown_price: UnknownPrice = "allow"
    """
    A call whose price is not known: counted in tokens only, or refused
    """
    warn_percent: int = 80
    """
    Used up so far, people are told; once a period
    """


class BudgetOut(Model):
    """A budget as administrators see it."""

    created_at: AwareDatetime
    currency: str = "USD"
    current: BudgetCurrent
    each_member: bool
    enabled: bool
    id: UUID
    money: str | None
    period: BudgetPeriod | str
    subject: BudgetSubjectOut
    time_zone: str
    tokens: int | None
    unknown_price: UnknownPrice | str
    updated_at: AwareDatetime
    warn_percent: int


class BudgetPage(Model):
    """Budgets, the oldest first."""

    items: list[BudgetOut]
    next_cursor: str | None


class BudgetPatch(Model):
    """What can be changed; what is left out stays, null removes a limit. Whom it limits and when is fixed."""

    model_config = ConfigDict(
        extra="forbid",
    )
    enabled: bool | None = None
    """
    A budget that is off neither limits nor counts
    """
    money: float | str | None = None
    tokens: int | None = None
    unknown_price: UnknownPrice | None = None
    warn_percent: int | None = None


class BulkChange(Model):
    """One thing done to many conversations: to those named, or to those that a filter finds."""

    model_config = ConfigDict(
        extra="forbid",
    )
    action: Literal["archive", "unarchive", "delete", "move", "tag", "untag", "pin", "unpin"]
    filter: ConversationFilter | None = None
    folder_id: UUID | None = None
    """
    For `move`: where to; none: out of its folder
    """
    ids: list[UUID] | None = None
    tag_id: UUID | None = None
    """
    For `tag` and `untag`: which
    """


class CircuitOut(Model):
    """Whether a connection is asked. `open`: not for a while, as it kept failing; `half_open`: the next call tries."""

    seconds: float | None
    """
    Until a call tries again, where it is open
    """
    state: CircuitState | str


class ConnectionCreate(Model):
    """A new way to a provider. Its models are listed at once; `status` says how that went."""

    model_config = ConfigDict(
        extra="forbid",
    )
    api_key: str | None = None
    base_url: str | None = None
    """
    None: the provider's own address
    """
    extra: ExtraIn | None = None
    name: str
    provider: Literal["openai", "anthropic", "litellm"]
    timeouts: TimeoutsIn | None = None


class ConnectionOut(Model):
    """A way to a provider."""

    base_url: str | None
    circuit: CircuitOut
    created_at: AwareDatetime
    enabled: bool
    extra: ExtraOut
    has_api_key: bool
    id: UUID
    last_checked_at: AwareDatetime | None
    last_error: ConnectionProblem | None
    models_count: int
    """
    Models that the provider offers at present
    """
    name: str
    provider: Literal["openai", "anthropic", "litellm", "builtin"] | str
    status: ConnectionStatus | str
    timeouts: TimeoutsOut


class ConnectionPage(Model):
    """Connections, the oldest first."""

    items: list[ConnectionOut]
    next_cursor: str | None


class ConnectionPatch(Model):
    """
    What can be changed; what is left out stays.

    A new `base_url` needs the secrets anew (`api_key`, and `extra.headers` and `extra.body` if they are set; null
    drops one), so that a key cannot be sent to a host that it was not meant for.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    api_key: str | None = None
    base_url: str | None = None
    enabled: bool | None = None
    extra: ExtraIn | None = None
    name: str | None = None
    timeouts: TimeoutsIn | None = None


class ConversationCreate(Model):
    """A new conversation. With an `id` of the client's making, asking twice makes one."""

    model_config = ConfigDict(
        extra="forbid",
    )
    folder_id: UUID | None = None
    """
    Where it is to lie
    """
    id: UUID | None = None
    model_id: UUID | None = None
    sources: Annotated[list[SourceIn], Field(validate_default=True)] = []
    """
    What its answers may rest on
    """
    temporary: bool = False
    """
    In no list, no search, no export; deleted a day after the last message
    """
    title: str = ""


class ConversationHit(Model):
    """A conversation whose title was found."""

    archived: bool
    conversation_id: UUID
    last_message_at: AwareDatetime
    title: list[SnippetPart]


class ConversationHits(Model):
    """A page of conversations, those with the newest messages first."""

    items: list[ConversationHit]
    next_cursor: str | None


class ConversationOut(Model):
    """
    A conversation as somebody sees it who may. Its order (archive, pin, folder, tags) is its owner's: blank for
    everybody else.
    """

    access: Access | str
    """
    What one may do: `reader` < `writer` < `owner`
    """
    archived: bool
    archived_at: AwareDatetime | None
    created_at: AwareDatetime
    folder_id: UUID | None
    id: UUID
    joint: bool
    """
    Whether it is opened to others
    """
    last_message_at: AwareDatetime
    model_id: UUID | None
    owner: PersonRef | None
    """
    Whose it is; null: one's own
    """
    pinned: bool
    running: bool
    """
    Whether an answer is being written
    """
    source_count: int
    """
    How many knowledge bases and documents its answers may rest on
    """
    tags: list[UUID]
    temporary: bool
    """
    In no list, no search, no export; deleted a day after the last message
    """
    title: str
    unread: bool | None
    """
    Of a joint one: whether others, or an answer, said something since one has read; null in events
    """
    unread_message_id: UUID | None
    """
    The newest of that; null in events, which name it as `news`
    """
    updated_at: AwareDatetime


class ConversationPage(Model):
    """Conversations, the ones with the newest messages first."""

    items: list[ConversationOut]
    next_cursor: str | None


class DocumentAccess(Model):
    """Who reads a document."""

    own_access: bool
    readers: list[NamedReader]


class DocumentAccessIn(Model):
    """Who reads a document: everybody in the base, or only these and the base's editors."""

    model_config = ConfigDict(
        extra="forbid",
    )
    own_access: bool
    readers: list[Reader] | None = None


class DocumentDetail(Model):
    """A document with what is known of it beside the list."""

    author: str | None
    base_id: UUID
    characters: int | None
    chunk_count: int
    created_at: AwareDatetime
    created_by: UUID | None
    deleted_at: AwareDatetime | None
    document_date: AwareDatetime | None
    downloads: int
    folder_id: UUID | None
    found: int | None
    """
    Number of the version that is found; none: nothing of it is
    """
    id: UUID
    language: str | None
    media_kind: MediaKind | str
    media_type: str
    metadata: dict[str, Any]
    name: str
    notices: list[Problem]
    """
    What is to be known of it; nothing is missing
    """
    older_reader: bool
    """
    Reading it anew may find more: its reader has been made better since
    """
    origin: VersionOrigin | str
    own_access: bool
    """
    It has readers of its own
    """
    pages: int | None
    percent: int
    problem: Problem | None
    """
    Why it failed; of one that waits: why, and it is tried again by itself
    """
    size: int
    """
    Bytes
    """
    source_url: str | None
    stage: Stage | str
    status: DocumentStatus | str
    suggested_tags: list[SuggestedTag]
    tags: list[UUID]
    title: str | None
    truncated: bool
    twins: list[Twin]
    updated_at: AwareDatetime
    valid_from: AwareDatetime | None
    valid_until: AwareDatetime | None
    version: int
    """
    Number of the newest version
    """
    warnings: list[Problem]
    """
    What is missing in it though it could be read
    """
    your_role: BaseRole | str


class DocumentOut(Model):
    """A document. `status`, `stage`, `percent` and `problem` are those of the newest version."""

    author: str | None
    base_id: UUID
    characters: int | None
    chunk_count: int
    created_at: AwareDatetime
    created_by: UUID | None
    deleted_at: AwareDatetime | None
    document_date: AwareDatetime | None
    downloads: int
    folder_id: UUID | None
    found: int | None
    """
    Number of the version that is found; none: nothing of it is
    """
    id: UUID
    language: str | None
    media_kind: MediaKind | str
    media_type: str
    name: str
    notices: list[Problem]
    """
    What is to be known of it; nothing is missing
    """
    older_reader: bool
    """
    Reading it anew may find more: its reader has been made better since
    """
    own_access: bool
    """
    It has readers of its own
    """
    pages: int | None
    percent: int
    problem: Problem | None
    """
    Why it failed; of one that waits: why, and it is tried again by itself
    """
    size: int
    """
    Bytes
    """
    stage: Stage | str
    status: DocumentStatus | str
    tags: list[UUID]
    updated_at: AwareDatetime
    valid_from: AwareDatetime | None
    valid_until: AwareDatetime | None
    version: int
    """
    Number of the newest version
    """
    warnings: list[Problem]
    """
    What is missing in it though it could be read
    """


class DocumentPage(Model):
    """Documents of a base."""

    items: list[DocumentOut]
    next_cursor: str | None


class DocumentProblem(Model):
    """A document that wants looking after."""

    at: AwareDatetime | None
    """
    Since when
    """
    base_id: UUID
    because: str
    """
    A code: of the failure, the warning; or `expired`, `old`, `truncated`
    """
    document_id: UUID
    name: str
    problem: Problem
    """
    The same in the reader's language, and what to do about it
    """


class EventPage(Model):
    """What happened after a number, for clients without a socket."""

    cursor: int
    events: list[NumberedEvent]


class ExportCreate(Model):
    """A new export."""

    model_config = ConfigDict(
        extra="forbid",
    )
    format: ExportFormat
    scope: ExportScopeIn


class ExportOut(Model):
    """An export and how far it is. From `expires_at` on it is removed, with its file."""

    created_at: AwareDatetime
    done: int
    """
    Conversations that are in the file
    """
    expires_at: AwareDatetime
    file_name: str | None
    finished_at: AwareDatetime | None
    format: ExportFormat | str
    id: UUID
    name: str
    """
    The conversation's title or the folder's name; empty: several, or all
    """
    problem: TransferProblem | None
    simplified: int
    """
    Conversations that could only be written as Markdown
    """
    size: int | None
    """
    Bytes
    """
    status: ExportStatus | str
    total: int


class ExportPage(Model):
    """Exports, the newest first."""

    items: list[ExportOut]
    next_cursor: str | None


class Facet(Model):
    """One way to narrow a search down: the most frequent values first."""

    name: Literal["base", "folder", "tag", "kind", "language", "author"] | str
    values: list[FacetValue]


class FailureOut(Model):
    """A document that it failed for."""

    document_id: UUID | None
    name: str
    problem: Problem


class FailurePage(Model):
    """Failures, in their order."""

    items: list[FailureOut]
    next_cursor: str | None


class FetchOut(Model):
    """How far fetching the local model is. `done` and `total` are bytes."""

    done: int
    problem: ProblemOut | None
    status: FetchStatus | str
    total: int | None


class FiguresOut(Model):
    """The figures of one base, or of all that one edits. Lists show the first 50; the tables hold all."""

    bases: list[BaseFigure]
    broken: list[DocumentProblem]
    days: list[FiguresDay]
    few_results: list[QuestionFigure]
    most_used: list[DocumentFigure]
    never_used: list[DocumentFigure]
    outdated: list[DocumentProblem]
    poorly_read: list[DocumentProblem]
    since: date_aliased
    unanswered: list[QuestionFigure]
    until: date_aliased


class FileCreated(Model):
    """A file without content yet, and the way to send it."""

    file: Attachment
    upload: Upload


class FolderList(Model):
    """All of a person's folders: parents, then by place."""

    items: list[FolderOut]


class ImportOut(Model):
    """An import and how far it is."""

    created_at: AwareDatetime
    done: int
    """
    Bytes read in the present run
    """
    expires_at: AwareDatetime
    finished_at: AwareDatetime | None
    id: UUID
    imported: int
    """
    Conversations that have come
    """
    name: str
    problem: TransferProblem | None
    report: ReportOut | None
    size: int
    """
    Bytes
    """
    source: Source | str | None
    status: ImportStatus | str
    total: int
    uploaded: int
    """
    Bytes that have arrived
    """


class ImportPage(Model):
    """Imports, the newest first."""

    items: list[ImportOut]
    next_cursor: str | None


class InvitationCreated(Model):
    """A new invitation with its link, which is shown this once."""

    created_at: AwareDatetime
    email: str | None
    expires_at: AwareDatetime
    id: UUID
    role: Role | str
    url: str


class InvitationIn(Model):
    """Whom to invite, and as what."""

    model_config = ConfigDict(
        extra="forbid",
    )
    email: str | None = None
    """
    Only this address can use it; none: whoever has the link
    """
    role: Role = "member"


class InvitationOut(Model):
    """An invitation that was not used yet."""

    created_at: AwareDatetime
    email: str | None
    expires_at: AwareDatetime
    id: UUID
    role: Role | str


class InvitationPage(Model):
    """A page of invitations, the newest first."""

    items: list[InvitationOut]
    next_cursor: str | None


class ManagedModel(Model):
    """A model as administrators see it; `capabilities` and `context_window` are what counts."""

    available: bool
    capabilities: Capabilities
    connection: ModelConnection
    context_window: int | None
    """
    Tokens; null: not known
    """
    display_name: str
    enabled: bool
    fallbacks: list[UUID]
    """
    Who is asked in its place, in this order
    """
    id: UUID
    is_default: bool
    kind: Literal["chat", "embedding", "other"] | str = "chat"
    """
    Whether it chats, makes vectors of texts, or neither, and is not offered
    """
    kind_origin: Origin | str
    """
    Who says what it is for; its name counts as the provider's word
    """
    name: str
    """
    What the provider calls it
    """
    origins: Origins
    price: PriceOut
    provider: Literal["openai", "anthropic", "litellm", "builtin"] | str
    restricted: bool
    """
    Whether only some may use it; see its access
    """
    small_tasks: bool
    """
    Whether it is asked for titles and suggestions
    """


class ManagedModelPage(Model):
    """All models ever seen on a connection, in that order."""

    items: list[ManagedModel]
    next_cursor: str | None


class MemberList(Model):
    """Everybody who has access; there are at most 50 entries beside the owner."""

    items: list[MemberOut]
    """
    People before groups, by name
    """
    owner: PersonRef
    you: Access | str


class MessageCreate(Model):
    """A question. With an `id` of the client's making, sending it twice asks once."""

    model_config = ConfigDict(
        extra="forbid",
    )
    attachment_ids: list[UUID] = []
    """
    Files that come with it
    """
    content: str = ""
    """
    With files it may be empty
    """
    edits: UUID | None = None
    """
    The question that this one is asked in place of: a new branch
    """
    id: UUID | None = None
    model_id: UUID | None = None
    """
    Who answers; none: the conversation's model, else the default
    """
    model_ids: list[UUID] = []
    """
    Several that answer side by side: none, or from two on
    """
    parent_id: UUID | None = None
    """
    The answer it follows; none: the end of what is shown
    """
    when_busy: WhenBusy = "refuse"
    """
    While an answer is being written: `refuse`, `queue` behind it, or `steer`, which stops it first
    """


class MessageHit(Model):
    """A message that was found."""

    conversation_archived: bool
    conversation_id: UUID
    conversation_title: str
    created_at: AwareDatetime
    message_id: UUID
    role: MessageRole | str
    score: float
    """
    0 to 1; 0 when sorted by date
    """
    snippet: list[SnippetPart]


class MessageHits(Model):
    """A page of hits."""

    complete: bool
    """
    False: there are more hits than were ranked (the newest ones); sort by date or narrow it down
    """
    corrections: list[str]
    """
    Words that were looked for as well, one slip from what was typed
    """
    items: list[MessageHit]
    next_cursor: str | None


class MessageOut(Model):
    """A question or an answer. Of a running answer, `content` is what was saved last."""

    attachments: list[Attachment]
    attempt: int
    """
    Raised by every worker that takes the answer on
    """
    author: MessageAuthor | None
    citations: list[CitationOut]
    comparison_id: UUID | None
    """
    Answers side by side have it in common until one is chosen
    """
    completed_at: AwareDatetime | None
    content: str
    conversation_id: UUID
    created_at: AwareDatetime
    edited_from: UUID | None
    """
    The question that this one was written in place of
    """
    error: MessageProblem | None
    finish_reason: str | None
    """
    `length`: cut off; it can be continued
    """
    grounding: GroundingOut | None
    """
    What was searched for an answer; null: nothing
    """
    id: UUID
    model: MessageModel | None
    parent_id: UUID | None
    pinned: bool
    """
    Kept in the context, whatever else of the conversation no longer fits
    """
    reasoning: str | None
    reasoning_ms: int | None
    """
    How long the model thought before it answered
    """
    role: MessageRole | str
    siblings: Siblings
    status: MessageStatus | str
    suggestions: list[str]
    """
    What could be asked next
    """
    usage: MessageUsage | None


class ModelPatch(Model):
    """
    What can be changed; what is left out stays.

    Null brings the provider's `display_name`, `context_window`, `kind` or capability back, and the price of the price
    lists.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    capabilities: CapabilitiesIn | None = None
    context_window: int | None = None
    """
    Tokens
    """
    display_name: str | None = None
    enabled: bool | None = None
    fallbacks: list[UUID] | None = None
    """
    Models that are asked in its place, in this order, when it does not begin to answer
    """
    is_default: Literal[True] | None = None
    """
    Makes it the default in place of the present one
    """
    kind: Literal["chat", "embedding", "other"] | None = None
    """
    What it is for, where that was told wrongly by its name
    """
    price: PriceIn | None = None
    small_tasks: bool | None = None
    """
    Whether it is asked for titles and suggestions
    """


class OperationIn(Model):
    """What is to be done with them."""

    model_config = ConfigDict(
        extra="forbid",
    )
    add_tags: list[UUID] | None = None
    folder_id: UUID | None = None
    """
    `move`: where to, in that base; none: to the top
    """
    kind: Literal["move", "tag", "delete", "reprocess"]
    remove_tags: list[UUID] | None = None
    selection: Selection
    to_base_id: UUID | None = None
    """
    `move`: into another base that one edits, folders included; none: within this one
    """


class OperationOut(Model):
    """An operation, and how far it is."""

    base_id: UUID
    created_at: AwareDatetime
    created_by: UUID | None
    done: int
    failed: int
    finished_at: AwareDatetime | None
    folders: list[OperationFolder]
    """
    Those that were selected: moved as they are, each counted as one, or deleted once they are empty
    """
    id: UUID
    kind: OperationKind | str
    problem: Problem | None
    status: OperationStatus | str
    tag: OperationTag | None
    """
    `tag`: the one that is deleted or merged into another; it goes when no document has it any more
    """
    to_base_id: UUID | None
    """
    `move`: into which other base
    """
    total: int
    undoable: bool
    """
    What it deleted can be brought back
    """


class OperationPage(Model):
    """Operations of a base, the newest first."""

    items: list[OperationOut]
    next_cursor: str | None


class PassageOut(Model):
    """A passage that fits."""

    at: int
    """
    Where what fits best of it begins in the version's text, in code points
    """
    chunk_id: UUID
    dense: float | None
    """
    Cosine similarity; null: it was not compared so
    """
    end: int
    first_page: int | None
    heading: list[str]
    """
    The headings above it, the outermost first
    """
    kind: str
    last_page: int | None
    lexical: float | None
    """
    BM25; null: no word of the question stands in it
    """
    marks: list[Span]
    ordinal: int
    page: int | None
    """
    The page on which that stands
    """
    reranked: float | None
    """
    The reranker's verdict; null: it was not asked
    """
    score: float
    """
    0 to 1; compares passages of one search
    """
    start: int
    """
    In the version's text, in code points
    """
    text: str
    to: int
    """
    Where that ends
    """


class PersonItem(Model):
    """A person, as administrators see them."""

    active: bool
    created_at: AwareDatetime
    email: str
    id: UUID
    name: str
    role: Role | str


class PersonOut(Model):
    """The person who asks, as their client needs them."""

    created_at: AwareDatetime
    email: str
    id: UUID
    locale: Literal["en", "de"] | str
    name: str
    onboarded: bool
    """
    Whether the introduction was seen
    """
    organization: OrganizationRef
    permissions: list[str]
    role: Role | str
    theme: Literal["system", "light", "dark"] | str


class PersonPage(Model):
    """A page of people, the newest first."""

    items: list[PersonItem]
    next_cursor: str | None


class PersonPatch(Model):
    """What an administrator changes about a person; what is left out stays."""

    model_config = ConfigDict(
        extra="forbid",
    )
    active: bool | None = None
    """
    False ends all sessions and API keys at once
    """
    role: Role | None = None


class PopularList(Model):
    """Questions of at least three people in the last 90 days, in bases that one may read, the most frequent first."""

    items: list[PopularSearch]


class Preview(Model):
    """The first pieces, and how many there would be."""

    items: list[PreviewChunk]
    tokens: int
    total: int


class PreviewIn(Model):
    """How would this be cut? Nothing is stored: a text, or a document of the base."""

    model_config = ConfigDict(
        extra="forbid",
    )
    document_id: UUID | None = None
    strategy: Strategy | None = None
    text: str | None = None


class QuestionSetIn(Model):
    """Questions to put to the search again and again."""

    model_config = ConfigDict(
        extra="forbid",
    )
    name: str
    questions: list[SetQuestion]


class QuestionSetOut(Model):
    """A set of questions."""

    base_id: UUID
    created_at: AwareDatetime
    id: UUID
    latest: BenchRunOut | None
    """
    Its newest run
    """
    name: str
    questions: list[SetQuestion]
    updated_at: AwareDatetime


class QueuedQuestionOut(Model):
    """A question that waits for an answer to end. It becomes a message with the same id."""

    attachments: list[Attachment]
    author: MessageAuthor
    content: str
    conversation_id: UUID
    created_at: AwareDatetime
    id: UUID
    model_id: UUID | None
    model_ids: list[UUID]
    """
    Several that are to answer side by side
    """


class RatingIn(Model):
    """What a person thinks of an answer."""

    model_config = ConfigDict(
        extra="forbid",
    )
    comment: str = ""
    reasons: list[str] = []
    value: RatingValue


class RatingOut(Model):
    """What a person thinks of an answer."""

    comment: str
    message_id: UUID
    reasons: list[str]
    value: RatingValue | str


class SavedSearchIn(Model):
    """A search to keep."""

    model_config = ConfigDict(
        extra="forbid",
    )
    name: str
    request: SearchIn


class SavedSearchOut(Model):
    """A search that one keeps."""

    created_at: AwareDatetime
    id: UUID
    name: str
    request: SearchIn


class SessionOut(Model):
    """A session just opened or renewed. The refresh token is in the cookie `convosphere_refresh` only."""

    access_token: str
    """
    For `Authorization: Bearer …`; keep it in memory only
    """
    expires_at: AwareDatetime
    """
    When the access token ends; refresh before
    """
    person: PersonOut


class SharedMessageOut(Model):
    """A message of a snapshot."""

    attachments: list[Attachment]
    """
    Files; their links are the snapshot's
    """
    author_name: str | None
    content: str
    created_at: AwareDatetime
    model_display_name: str | None
    position: int
    role: MessageRole | str


class SharedMessagePage(Model):
    """Messages of a snapshot, oldest first."""

    items: list[SharedMessageOut]
    next_cursor: str | None


class SourceList(Model):
    """What is attached to a conversation."""

    items: list[SourceOut]


class SwitchOut(Model):
    """A change of embedder; until it is done the base is searched as before. `done` and `total` are documents."""

    done: int
    finished_at: AwareDatetime | None
    name: str | None
    """
    The embedder it leads to; null: none
    """
    problem: ProblemOut | None
    started_at: AwareDatetime
    status: SwitchStatus | str
    total: int


class TagDeletion(Model):
    """What became of a tag that is to go."""

    operation: OperationOut | None
    """
    Takes it from its documents, then deletes it; null: it is gone
    """


class TagList(Model):
    """All of a person's tags, by name."""

    items: list[TagOut]


class TemplateIn(Model):
    """A template as it is to be."""

    model_config = ConfigDict(
        extra="forbid",
    )
    description: str = ""
    first_messages: list[FirstMessage] | None = None
    model_id: UUID | None = None
    name: str
    prompt: str = ""
    """
    Sent as the question when a chat starts from it; empty: nothing is sent
    """
    variables: list[Variable] | None = None
    visibility: Literal["private", "organization"] = "private"


class TemplateOut(Model):
    """A template."""

    description: str
    editable: bool
    """
    Whether the one who asks may change and delete it
    """
    first_messages: list[FirstMessage]
    id: UUID
    model_id: UUID | None
    name: str
    owner_id: UUID
    prompt: str
    updated_at: AwareDatetime
    variables: list[Variable]
    visibility: Literal["private", "organization"] | str


class TemplatePage(Model):
    """Templates by name."""

    items: list[TemplateOut]
    next_cursor: str | None


class AnswerStarted(Model):
    """An answer on its way."""

    answer: MessageOut


class BaseEmbedder(Model):
    """How a base is searched now, and what it is changing to."""

    dimension: int | None
    kind: Literal["local", "model", "none"] | str
    model_id: UUID | None
    name: str | None
    reason: str | None
    """
    Why it is searched by words alone: `no_embedder`; null: it is not
    """
    switch: SwitchOut | None
    """
    The latest change
    """


class BaseMemberList(Model):
    """Who may what in a base."""

    everyone_role: BaseRole | str | None
    items: list[BaseMemberOut]
    your_role: BaseRole | str


class BaseTagMerged(Model):
    """What becomes of a tag that goes into another."""

    operation: OperationOut | None
    """
    Gives its documents the other one; null: that is done
    """
    tag: BaseTagOut
    """
    The other one, as it is now
    """


class BenchHit(Model):
    """A passage in one leg."""

    base_id: UUID
    document_id: UUID
    document_name: str
    passage: PassageOut
    rank: int
    """
    From 1
    """
    score: float
    """
    The leg's own: BM25, cosine similarity, fused 0 to 1, the reranker's
    """


class BenchOut(Model):
    """What each leg found, before and after the fusion and the reranker."""

    because: str
    confidence: Confidence | str
    dense: list[BenchHit]
    fused: list[BenchHit]
    lexical: list[BenchHit]
    lexical_only: list[UUID]
    """
    Bases without vectors
    """
    milliseconds: float
    rerank_failed: bool
    reranked: list[BenchHit] | None
    """
    null: there is no reranker, or it was not to be asked
    """


class EmbedderList(Model):
    """The embedders there are."""

    items: list[EmbedderOut]
    local: FetchOut | None
    """
    Null: this installation does without a local embedder
    """
    may_fetch: bool
    """
    Whether the reader may fetch the local model, and there is one to fetch
    """
    reranker: str | None
    """
    Who puts passages in order: an address's host, or `local`; null: nobody
    """


class FolderDeletion(Model):
    """What became of a folder that is to go."""

    operation: OperationOut | None
    """
    Deletes what is in it, then the folder; null: it is gone
    """


class FoundDocument(Model):
    """A document with its passages that fit, the best first."""

    base_id: UUID
    base_name: str
    date: AwareDatetime
    document_id: UUID
    media_kind: str
    name: str
    passages: list[PassageOut]
    score: float
    version_id: UUID
    version_number: int


class ImportCreated(Model):
    """An import without content yet, and the way to send it."""

    item: ImportOut
    upload: ImportUpload


class MessagePage(Model):
    """
    Messages of the branch that is shown, oldest first within the page; the first page is the newest one.

    Subscribing after `event_cursor` brings everything that these messages do not show yet.
    """

    event_cursor: int
    items: list[MessageOut]
    newer_cursor: str | None
    """
    Where newer messages begin; none: the page ends with the newest
    """
    next_cursor: str | None
    """
    Where older messages begin
    """
    queue: list[QueuedQuestionOut]
    """
    Questions that wait, the next one first
    """
    ratings: dict[str, RatingOut]
    """
    What the reader thinks of these messages, by message
    """
    receipts: list[ReceiptOut]
    """
    Of a joint conversation: how far people have got, oneself included
    """


class MessageSent(Model):
    """The question as stored with what is on its way; or, `queued`, the question as it waits."""

    answer: MessageOut | None
    """
    The first of `answers`
    """
    answers: list[MessageOut]
    question: MessageOut | None
    queued: QueuedQuestionOut | None


class QuestionSetList(Model):
    """All sets of a base, the oldest first."""

    items: list[QuestionSetOut]


class SavedSearchList(Model):
    """All of one's own, by name."""

    items: list[SavedSearchOut]


class SearchOut(Model):
    """A page of what was found, of that which one may read."""

    because: str
    confidence: Confidence | str
    corrections: list[Correction]
    """
    Words that stand nowhere, and what was looked for instead
    """
    facets: list[Facet]
    """
    On the first page
    """
    items: list[FoundDocument]
    lexical_only: list[LexicalOnly]
    more: bool
    next_cursor: str | None
    reason: str
    """
    The same in words
    """
    reranked: bool
    total: int
    """
    Documents among the passages that fit best; with `more`, there are further ones
    """
