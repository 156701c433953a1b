"""The API's shapes, each with the words of the server's document. Made from it by `make openapi`."""

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


ApiKeyScope = TypeAliasType("ApiKeyScope", Literal["chat", "models.read", "account.read"])
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


CircuitState = TypeAliasType("CircuitState", Literal["closed", "open", "half_open"])
"""
Whether calls go through. `HALF_OPEN`: one is trying, or the next one may.
"""


class ConnectionProblem(Model):
    """Why the provider did not answer; `detail` ends with what it said itself."""

    code: str
    detail: str
    title: str


ConnectionStatus = TypeAliasType("ConnectionStatus", Literal["untested", "ok", "failing"])
"""
What the last question to the provider showed.
"""


class ConnectionTest(Model):
    """What a question to the provider showed just now."""

    error: ConnectionProblem | None
    latency_ms: int | None
    """
    Null when the test failed
    """
    models_count: int
    ok: bool


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

    Tokens throughout. `used` is the sum of `system`, `history` and `attachments`.
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
    system: int
    """
    Instructions, and what stands in for turns that were left out
    """
    used: int
    window: int | None
    """
    What the model takes in all; null: not known, nothing is left out
    """


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
    temporary: bool = False
    """
    In no list, no search, no export; deleted a day after the last message
    """
    title: str = ""


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


class FieldError(Model):
    """One field and what is wrong with it."""

    code: str
    field: str
    message: str


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


class InstanceOut(Model):
    """What everybody may know about this installation."""

    languages: list[Literal["en", "de"] | str]
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
    kind: Literal["chat", "embedding"] | str = "chat"
    """
    Whether it chats or makes vectors of texts
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


class NumberedEvent(Model):
    """An event with its number on the conversation's stream."""

    event: dict[str, Any]
    n: int


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


class PersonRef(Model):
    """A person, by name."""

    id: UUID
    name: str


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


class QueuedQuestionPatch(Model):
    """What it asks instead."""

    model_config = ConfigDict(
        extra="forbid",
    )
    content: str


RatingValue = TypeAliasType("RatingValue", Literal["up", "down"])
"""
What somebody thinks of an answer.
"""


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

    One is deleted `days` after it was archived, but never earlier than `days` after `since`.
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


SearchSort = TypeAliasType("SearchSort", Literal["relevance", "newest"])
"""
In which order hits come.
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


class SharedMessageOut(Model):
    """A message of a snapshot."""

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


class SnippetPart(Model):
    """A piece of text; `hit`: one of the words looked for."""

    hit: bool
    text: str


Source = TypeAliasType("Source", Literal["convosphere", "chatgpt", "open_webui", "librechat"])
"""
Whose form a file has.
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


UsageBy = TypeAliasType("UsageBy", Literal["day", "model", "person", "assistant", "purpose", "api_key"])
"""
What sums of calls are split by.
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
    The day, the id, the purpose; null: of none
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


WhenBusy = TypeAliasType("WhenBusy", Literal["refuse", "queue", "steer"])
"""
What becomes of a question that comes while an answer is being written.
"""


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
    kind: Literal["chat", "embedding"] | str = "chat"
    """
    Whether it chats or makes vectors of texts
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
    content: str
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
    citations: list[Any]
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
    id: UUID
    model: MessageModel | None
    parent_id: UUID | None
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

    Null brings the provider's `display_name`, `context_window` or capability back, and the price of the price lists.
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
    price: PriceIn | None = None
    small_tasks: bool | None = None
    """
    Whether it is asked for titles and suggestions
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
